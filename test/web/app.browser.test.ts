import { QueryClient } from "@tanstack/react-query";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { createPublicClient, http, keccak256, toFunctionSelector, toHex } from "viem";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { engineAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { CHROMIUM_FLAGS, ensureChromium } from "../../tools/chromium.ts";
import { readerOf } from "../../web/client.ts";
import { parseDeployment } from "../../web/deployment.ts";
import { portraitsQuery } from "../../web/queries/portraits.ts";
import { pulseQuery } from "../../web/queries/pulse.ts";
import { readAll } from "../../web/queries/reads.ts";
import { askChain } from "../../web/verify/ask.ts";
import { addressOf, type World } from "../../web/world.ts";
import { faultsOf } from "./axe.ts";
import { raiseStage, type Stage, type Story, SUBJECT, TOKENS, WRONG_PIXEL } from "./stage.ts";

/** Machines are shared, and software GL is slow: how long a sign of life may take. */
const PATIENCE = 60_000;

let stage: Stage;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What the page complained about: errors, and everything its own policy refused. */
let complaints: string[];

beforeAll(async () => {
  [stage, browser] = await Promise.all([
    raiseStage(),
    chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_FLAGS }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

beforeEach(async () => {
  context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
  });
  context.setDefaultTimeout(PATIENCE);
  page = await context.newPage();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A keeper's 404 is an answer, not a fault of the page.
    if (message.type() === "error" && !message.text().includes("404")) {
      complaints.push(message.text());
    }
  });
});

afterEach(async () => {
  await context.close();
});

async function open(path: string): Promise<void> {
  await page.goto(stage.url + path);
}

/** Goes to a story's epoch, verifies there, and returns the verdict's kind and words. */
async function verifyAt(story: Story): Promise<{ kind: string | null; words: string }> {
  await open(`#/token/${SUBJECT}/epoch/${stage.epochs[story]}`);
  await page.getByRole("button", { name: "Verify on this machine" }).click();
  const verdict = page.locator("[data-verdict]");
  await verdict.waitFor();
  return {
    kind: await verdict.getAttribute("data-verdict"),
    words: (await page.locator("[data-result]").textContent()) ?? "",
  };
}

describe("gallery", () => {
  it("default: shows every plant with its sky, its words and nothing to complain about", async () => {
    await open("");
    const pieces = page.locator(".wall [data-token]");
    await expect.poll(() => pieces.count(), { timeout: PATIENCE }).toBe(TOKENS);
    await expect
      .poll(() => page.locator(".wall canvas.painted").count(), { timeout: PATIENCE })
      .toBe(TOKENS);
    for (const image of await page.locator(".wall img").all()) {
      expect(await image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
      expect((await image.getAttribute("alt"))?.length).toBeGreaterThan(20);
    }
    expect(await colours(page, ".wall canvas.painted")).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
  });

  it("behavior: follows the chain when an epoch passes", async () => {
    await open("");
    const colophon = page.locator(".colophon");
    await expect.poll(() => colophon.textContent(), { timeout: PATIENCE }).toContain("epoch");
    const epoch = await stage.passEpoch();
    await expect
      .poll(() => colophon.textContent(), { timeout: PATIENCE })
      .toContain(`epoch ${epoch}`);
    const notices = await page.locator(".notice.bad").count();
    expect(notices).toBe(0);
  });

  it("behavior: fits a phone, and keeps its landmarks", async () => {
    await page.setViewportSize({ width: 375, height: 780 });
    await open("");
    await page.locator(".wall canvas.painted").first().waitFor();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    for (const role of ["banner", "navigation", "main", "contentinfo"] as const) {
      expect(await page.getByRole(role).count(), role).toBe(1);
    }
    expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
  });

  it("behavior: a keyboard alone reaches a plant", async () => {
    await open("");
    await page.locator(".wall [data-token='0']").waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      "Skip to the content",
    );
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("article.token").waitFor();
    expect(page.url()).toContain("#/token/0");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
  });
});

describe("token", () => {
  it("default: the scrubber goes back through the weather, and the picture follows", async () => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    const slider = page.getByRole("slider");
    await slider.waitFor();
    const now = await article.getAttribute("data-epoch");
    const pictureNow = await page.locator(".stage img").getAttribute("src");
    await slider.focus();
    await page.keyboard.press("Home");
    await expect
      .poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE })
      .not.toBe(now);
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/20\d\d.*°C/);
    expect(await page.locator(".stage img").getAttribute("src")).not.toBe(pictureNow);
    const features = await page.locator("section > .causes strong").allTextContents();
    expect(features.length).toBeGreaterThan(1);
    const seen = (await page.locator(".stage img").getAttribute("alt")) ?? "";
    expect(seen.split("To be seen: ")[1]?.split("; ")).toHaveLength(features.length);
    await page.getByRole("button", { name: "Now", exact: true }).click();
    await expect.poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE }).toBe(now);
    expect(complaints).toEqual([]);
  });

  it("behavior: a link to an epoch without weather shows the present, and says so", async () => {
    await open(`#/token/${SUBJECT}`);
    const article = page.locator("article.token");
    await page.getByRole("slider").waitFor();
    const now = await article.getAttribute("data-epoch");
    await open(`#/token/${SUBJECT}/epoch/99999999`);
    await page.getByText("No weather was accepted for epoch 99999999").waitFor();
    await expect.poll(() => article.getAttribute("data-epoch"), { timeout: PATIENCE }).toBe(now);
    expect(await page.locator("header .notice").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("error: a plant that does not exist is said to be missing", async () => {
    await open("#/token/9999");
    await page.getByRole("heading", { name: "There is no plant 9999 yet" }).waitFor();
  });
});

describe("verify on this machine", () => {
  it("default: an honest epoch matches, and its raster is the one that integers give", async () => {
    const { kind, words } = await verifyAt("honest");
    expect(words).toContain("It matches");
    expect(kind).toBe("matches");
    // Chromium's TF.js, Node's TF.js on wasm, and plain integers: one raster.
    const epoch = stage.epochs.honest;
    const inWasm = stage.rasterHash(epoch, SUBJECT);
    const inputs = await stage.skyInputs(epoch, SUBJECT);
    const whole = { ...inputs, size: 240, x: 0, y: 0, width: 240, height: 240 };
    const raster = paintInteger(stage.model, whole);
    expect(keccak256(raster)).toBe(inWasm);
    expect(words).toContain(inWasm);
    expect(words).toContain("TF.js on wasm");
    expect(complaints).toEqual([]);
    // And the contract: every 59th of the 3,600 runs.
    const chain = createPublicClient({ transport: http(stage.rpcUrl) });
    const { latent, condition } = inputs;
    const compared = await Promise.all(
      Array.from({ length: 62 }, async (_, i) => {
        const run = 59 * i;
        const pixels = await chain.readContract({
          address: stage.contracts.Engine!.address,
          abi: engineAbi,
          functionName: "skyRun",
          args: [
            0n,
            latent,
            condition,
            240n,
            BigInt(16 * (run % 15)),
            BigInt(Math.floor(run / 15)),
          ],
        });
        return pixels === toHex(raster.subarray(48 * run, 48 * run + 48));
      }),
    );
    expect(compared).toEqual(new Array(62).fill(true));
  });

  it("behavior: a root over one wrong pixel is wrong, and the pixel is named", async () => {
    const { kind, words } = await verifyAt("wrong-pixel");
    expect(kind).toBe("root-wrong");
    expect(words).toContain("The root is wrong");
    const { x, y } = WRONG_PIXEL;
    expect(words).toContain(`run ${y * 15 + Math.floor(x / 16)}, pixel (${x}, ${y})`);
  });

  it("behavior: the chain is asked about a wrong root, and agrees", async () => {
    await verifyAt("wrong-pixel");
    await page.getByRole("button", { name: "Ask the contract" }).click();
    // Its windows are long over, and a call cannot have put anything down a block before.
    await page.locator("[data-judgement=late]").waitFor();
    const judgement = await page.locator("[data-judgement]").textContent();
    expect(judgement).toContain(
      "The chain painted these pixels itself, and they are not the root's",
    );
    expect(complaints).toEqual([]);
  });

  it("behavior: what the chain says of the root stands beside it", async () => {
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    await page.locator("[data-standing=stands]").waitFor();
    const provenance = await page
      .locator("section", { hasText: "Provenance" })
      .last()
      .textContent();
    expect(provenance).toContain("bafkrei");
    await page.getByRole("link", { name: /in the almanac/ }).click();
    await page.getByRole("heading", { name: /^Epoch [0-9,]+$/, level: 1 }).waitFor();
    await page.locator("article.epoch [data-root=A]").waitFor();
  });

  it("behavior: a tampered path is a bad proof", async () => {
    const { kind, words } = await verifyAt("tampered-path");
    expect(kind).toBe("bad-proof");
    expect(words).toContain("ask another source");
  });

  it("behavior: a tampered leaf is a bad proof, not a wrong root", async () => {
    const { kind } = await verifyAt("tampered-leaf");
    expect(kind).toBe("bad-proof");
  });

  it("behavior: with nobody serving a path it cannot be proved here", async () => {
    const { kind, words } = await verifyAt("unserved");
    expect(kind).toBe("cannot-be-proved");
    expect(words).toContain("404");
  });

  it("behavior: before the reveal there is nothing to hold it against", async () => {
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.unrevealed}`);
    const verdict = page.locator("[data-verdict]");
    await verdict.waitFor();
    expect(await verdict.getAttribute("data-verdict")).toBe("not-revealed");
    expect(await page.getByRole("button", { name: "Verify on this machine" }).count()).toBe(0);
  });
});

describe("almanac", () => {
  it("default: a game is watched from the first seed to the last payment", async () => {
    const game = await stage.playGame();
    await open("#/almanac");
    const epoch = page.locator(`article.epoch[data-epoch="${game.epoch}"]`);
    const phase = (kind: string) =>
      page.locator(`[data-epoch="${game.epoch}"][data-phase="${kind}"]`);
    await phase("commit").waitFor();
    const standing = epoch.locator("header");
    await standing.getByText("Nobody has committed.").waitFor();

    await game.commit();
    await standing.getByText("4 keepers sealed an answer.").waitFor();
    expect(await epoch.locator(".seed.sealed").count()).toBe(4);

    await game.reveal();
    await phase("reveal").waitFor();
    await standing
      .getByText("Root A with 2 keepers stands, root B with 1 keeper stands.")
      .waitFor();
    expect(await epoch.locator(".stem.stands").count()).toBe(2);

    await game.demand();
    await phase("challenge").waitFor();
    await epoch.locator("[data-demand=open]").waitFor();
    expect(await epoch.locator(".leaf:not(.answered)").count()).toBe(1);
    await game.answer();
    await epoch.locator("[data-demand=answered]").waitFor();

    await game.fell();
    const lie = epoch.locator("[data-root=B][data-state=fallen]");
    await lie.getByText(/the chain paints other pixels, in run 1163/).waitFor();
    expect(await lie.getByRole("link", { name: `plant ${SUBJECT}` }).getAttribute("href")).toBe(
      `#/token/${SUBJECT}/epoch/${game.epoch}`,
    );
    await epoch.getByText("lost 0.05 ETH of its bond").waitFor();
    expect(await epoch.locator(".stem.fallen").count()).toBe(1);

    await game.finish();
    await phase("decided").waitFor();
    await epoch.locator(".blossom").waitFor();
    await epoch.getByText("Roots, bonds and the whole story").click();
    await lie.getByText(/0\.1 ETH went to Keeper \d+, 0\.1 ETH were burned\./).waitFor();
    await epoch.locator("[data-state=won]").getByText("0.0025 ETH from the pot").waitFor();
    // Whoever listens rather than looks heard of it too.
    const spoken = page.locator("main p[role=status].hidden");
    await expect.poll(() => spoken.textContent(), { timeout: PATIENCE }).toContain("Epoch");
    const seat = page.locator("tbody tr", { hasText: game.address("silent") });
    await expect.poll(() => seat.textContent(), { timeout: PATIENCE }).toContain("nothing4.95 ETH");
    expect(complaints).toEqual([]);
  });

  it("behavior: a keyboard alone opens an epoch, and it fits a phone", async () => {
    await page.setViewportSize({ width: 375, height: 780 });
    await open("#/almanac");
    const link = page.locator("article.epoch h2 a").first();
    await link.focus();
    const name = await link.textContent();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: name! }).waitFor();
    await page.locator(".timeline svg").waitFor();
    for (const path of [page.url().slice(stage.url.length), "#/almanac"]) {
      await open(path);
      await page.locator(".timeline svg").first().waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
  });

  it("behavior: only what is new is asked for", async () => {
    const ranges: bigint[] = [];
    page.on("request", (request) => {
      const asked = request.postDataJSON() as { method?: string; params?: unknown } | null;
      if (asked?.method !== "eth_getLogs") return;
      const [{ fromBlock, toBlock }] = asked.params as [{ fromBlock: string; toBlock: string }];
      ranges.push(BigInt(toBlock) - BigInt(fromBlock));
    });
    await open("#/almanac");
    await page.locator(".stem").first().waitFor();
    await stage.passEpoch();
    await stage.passEpoch();
    await expect.poll(() => ranges.length, { timeout: PATIENCE }).toBeGreaterThan(1);
    for (const range of ranges.slice(1)) expect(range).toBeLessThan(40n);
  });

  it("error: a node without past events leaves windows and verdicts", async () => {
    await page.route("**/rpc", async (route) => {
      if (!route.request().postData()?.includes("eth_getLogs")) return route.fallback();
      const { id } = route.request().postDataJSON() as { id: number };
      const error = { code: -32_000, message: "logs are not kept here" };
      await route.fulfill({ json: { jsonrpc: "2.0", id, error } });
    });
    await open("#/almanac");
    await page.getByText("This node does not answer for past events").waitFor();
    expect(await page.locator("article.epoch").count()).toBeGreaterThan(1);
  });

  it("error: an epoch without weather is said to have none", async () => {
    await open("#/almanac/epoch/7");
    await page.getByText("No weather was accepted for epoch 7.").waitFor();
  });
});

describe("askChain", () => {
  it("default: a lie fells a root while challenges are open, and only then", async () => {
    const game = await stage.playGame();
    const ask = (player: "liar" | "honest") =>
      askChain(worldOf(stage), game.epoch, game.address(player), SUBJECT, game.said(player));
    await game.commit();
    await game.reveal();
    expect(await ask("liar")).toEqual({ almanac: "early", isLie: true });
    await game.demand();
    expect(await ask("liar")).toEqual({ almanac: "falls", isLie: true });
    expect(await ask("honest")).toEqual({ almanac: "holds", isLie: false });
    await game.fell();
    expect(await ask("liar")).toEqual({ almanac: "fallen", isLie: true });
    await game.answer();
    await game.finish();
    expect(await ask("liar")).toEqual({ almanac: "finalized", isLie: true });
    expect(await ask("honest")).toEqual({ almanac: "finalized", isLie: false });
  });
});

describe("mint", () => {
  it("default: the development wallet mints seeds, and they germinate", async () => {
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Development wallet" }).click();
    await page.getByRole("button", { name: "One more" }).click();
    await page.getByRole("button", { name: "Mint 2 plants" }).click();
    await page.getByText("Germination pending").waitFor();
    const seedlings = page.locator(".seedlings [data-token]");
    await expect.poll(() => seedlings.count(), { timeout: PATIENCE }).toBe(2);
    await stage.germinate();
    await page.getByText("Germinated", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("behavior: a wallet that declines is answered with words, and nothing is lost", async () => {
    await announceWallet({ chainId: 31_337 });
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
    await page.getByRole("button", { name: "Mint 1 plant" }).click();
    await page.getByText("You declined the request in your wallet.").waitFor();
    expect(await page.getByRole("button", { name: "Mint 1 plant" }).isEnabled()).toBe(true);
  });

  it("behavior: a slow receipt is said to be slow, and waiting goes on", async () => {
    await announceWallet({ chainId: 31_337, sent: `0x${"7e".repeat(32)}` });
    await page.clock.install();
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
    await page.getByRole("button", { name: "Mint 1 plant" }).click();
    await page.locator('.steps [data-state="now"]').getByText("Waiting for a block").waitFor();
    expect(await page.getByText("This takes longer than usual.").count()).toBe(0);
    await page.clock.fastForward(25_000);
    await page.getByText("This takes longer than usual.").waitFor();
    await page.locator(".steps").getByText("Waiting for a block").waitFor();
  });

  it("behavior: a wallet on another chain is asked to switch", async () => {
    await announceWallet({ chainId: 1 });
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
    await page.getByText("Your wallet is on chain 1").waitFor();
    await page.getByRole("button", { name: "Switch to chain 31337" }).click();
    await page.getByRole("button", { name: "Mint 1 plant" }).waitFor();
  });
});

describe("accessibility", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 375]) {
      it(`default: no page breaks a rule of WCAG 2.2 AA, ${colorScheme}, ${width} wide`, async () => {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: 900 });
        await open("");
        await page.locator(".wall canvas.painted").first().waitFor();
        expect(await faultsOf(page), "gallery").toEqual([]);
        await verifyAt("honest");
        expect(await faultsOf(page), "token").toEqual([]);
        await open("#/almanac");
        await page.locator(".stem").first().waitFor();
        await page.locator(".keepers tbody tr").first().waitFor();
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await faultsOf(page), "almanac").toEqual([]);
        await open("#/mint");
        await page.getByRole("spinbutton").waitFor();
        expect(await faultsOf(page), "mint").toEqual([]);
        await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
        expect(await faultsOf(page), "wallets").toEqual([]);
      });
    }
  }

  it("behavior: verification is spoken step by step, without hashes", async () => {
    await verifyAt("honest");
    const spoken = await page.locator(".verify > [role=status]").textContent();
    expect(spoken).toBe("Verdict: It matches.");
  });
});

describe("start", () => {
  it("error: a node that does not answer is said in one sentence", async () => {
    await page.route("**/rpc", (route) => route.abort());
    await open("");
    await page.getByRole("heading", { name: "The chain cannot be reached" }).waitFor();
    expect(await page.locator("main").textContent()).toContain("/rpc does not answer");
  });

  it("behavior: a node that goes silent is said to be silent, and the page recovers by itself", async () => {
    await open(`#/token/${SUBJECT}`);
    await page.locator(".stage canvas.painted").waitFor();
    const outage = page.locator(".outage");
    await page.route("**/rpc", (route) => route.abort());
    await expect
      .poll(() => outage.textContent(), { timeout: PATIENCE })
      .toContain("/rpc does not answer. What you see is from before that");
    await page.unroute("**/rpc");
    await expect.poll(() => outage.textContent(), { timeout: PATIENCE }).toBe("");
    // Whoever came while it was silent gets the page too, skies included, without a reload.
    const late = await context.newPage();
    await late.route("**/rpc", (route) => route.abort());
    await late.goto(stage.url);
    await late.getByRole("heading", { name: "The chain cannot be reached" }).waitFor();
    await late.unroute("**/rpc");
    await late.locator(".wall canvas.painted").first().waitFor();
  });

  it("behavior: a model that could not be read at first is asked for again", async () => {
    let refused = 0;
    await page.route("**/rpc", async (route) => {
      const modelBytes = toFunctionSelector("modelBytes(uint256)");
      if (refused < 4 && route.request().postData()?.includes(modelBytes)) {
        refused++;
        await route.abort();
      } else await route.fallback();
    });
    await open(`#/token/${SUBJECT}`);
    await page.locator(".stage canvas.painted").waitFor();
    expect(refused).toBe(4);
  });

  it("behavior: a node that hangs is noticed before its requests run out", async () => {
    await page.clock.install();
    await open("");
    await page.locator(".wall [data-token]").first().waitFor();
    await page.route("**/rpc", () => new Promise(() => undefined));
    await page.clock.runFor(15_000);
    await expect
      .poll(() => page.locator(".outage").textContent(), { timeout: PATIENCE })
      .toContain("does not answer");
  });

  it("error: a missing deploy record is said in one sentence", async () => {
    await page.route("**/deployment.json", (route) => route.fulfill({ status: 404 }));
    await open("");
    await page.getByRole("heading", { name: "Heliotrope cannot start" }).waitFor();
    expect(await page.locator("main").textContent()).toContain("has no deployment.json");
  });
});

describe("portraits", () => {
  it("default: what the page gathers and draws is what the contract does, for every token", async () => {
    await stage.mintSeed();
    const world = worldOf(stage);
    const queries = new QueryClient();
    const pulse = await queries.fetchQuery(pulseQuery(world));
    expect(pulse.minted).toBeGreaterThan(pulse.germinated);
    const portraits = await queries.fetchQuery(portraitsQuery(world, 0, pulse.minted, pulse));
    for (const { tokenId, whole } of portraits) {
      expect(whole, `token ${tokenId}`).toBe(await stage.contractSvg(tokenId));
    }
    queries.clear();
  });

  it("behavior: more reads than one batch holds come back whole and in order", async () => {
    const world = worldOf(stage);
    const ids = Array.from({ length: 500 }, (_, i) => BigInt(i % TOKENS));
    const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
    const epoch = BigInt(stage.epochs.honest);
    const states = await readAll(
      world,
      ids.map((id) => ({ ...token, functionName: "stateAt", args: [id, epoch] }) as const),
    );
    expect(states).toHaveLength(500);
    expect(new Set(states.slice(0, TOKENS).map(({ station }) => station)).size).toBeGreaterThan(1);
    expect(states.slice(TOKENS, 2 * TOKENS)).toEqual(states.slice(0, TOKENS));
  });
});

/** What the page's queries read from, without a page. */
function worldOf({ contracts, rpcUrl, url }: Stage): World {
  const deployment = parseDeployment({ chainId: 31_337, contracts, rpc: rpcUrl }, url);
  return { deployment, client: readerOf(deployment) };
}

/** How many colours the first canvas of a selector holds: a flat one was never painted. */
function colours(from: Page, selector: string): Promise<number> {
  return from
    .locator(selector)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4) {
        seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
      }
      return seen.size;
    });
}

/** A wallet that announces itself through EIP-6963. It claims to have sent `sent`, or declines. */
async function announceWallet(wallet: { chainId: number; sent?: string }): Promise<void> {
  await context.addInitScript(({ chainId, sent }) => {
    let current = chainId;
    const listeners: Record<string, ((value: unknown) => void)[]> = {};
    const provider = {
      on: (event: string, listener: (value: unknown) => void) => {
        listeners[event] = [...(listeners[event] ?? []), listener];
      },
      removeListener: () => undefined,
      request: async ({ method, params }: { method: string; params?: { chainId: string }[] }) => {
        switch (method) {
          case "eth_requestAccounts":
          case "eth_accounts":
            return ["0x90F79bf6EB2c4f870365E785982E1f101E93b906"];
          case "eth_chainId":
            return `0x${current.toString(16)}`;
          case "wallet_requestPermissions":
            return [];
          case "wallet_switchEthereumChain":
            current = Number(params![0]!.chainId);
            for (const listener of listeners.chainChanged ?? []) listener(params![0]!.chainId);
            return null;
          case "eth_sendTransaction":
            if (sent) return sent;
            throw Object.assign(new Error("User rejected the request."), { code: 4001 });
          default:
            throw Object.assign(new Error(`This wallet does not know ${method}.`), { code: 4200 });
        }
      },
    };
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent("eip6963:announceProvider", {
          detail: Object.freeze({
            info: {
              uuid: "350670db-19fa-4704-a166-e52e178b59d2",
              name: "Test Wallet",
              icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
              rdns: "example.test.wallet",
            },
            provider,
          }),
        }),
      );
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  }, wallet);
}
