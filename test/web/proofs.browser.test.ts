// Every other way to verify: on chain, from a file, without any keeper; and what a proved lie comes to.
import { buffer } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { type Hex, toHex } from "viem";
import { describe, expect } from "vitest";
import { engineAbi } from "../../contracts/abi.ts";
import { carStream } from "../../keeper/publish/car.ts";
import { pngCid, pngOf } from "../../keeper/publish/layout.ts";
import { epochFolder } from "../../keeper/publish/publish.ts";
import type { Block } from "../../keeper/publish/unixfs.ts";
import { faultsInEveryLook } from "./axe.ts";
import { almanacOf } from "./stage/roots.ts";
import type { Told } from "./stage/stories.ts";
import { type Stage, SUBJECT, WRONG_PIXEL } from "./stage.ts";
import { connect, it, PATIENCE, silenceKeepers, verifyAt } from "./visitor.ts";

const WRONG_RUN = WRONG_PIXEL.y * 15 + Math.floor(WRONG_PIXEL.x / 16);

const chooser = (page: Page) => page.locator("[data-drop=evidence] input[type=file]");
const verdictOf = (page: Page) => page.locator("[data-verdict]").getAttribute("data-verdict");

describe("verify on chain", () => {
  it("default: the run that the keyboard chose is painted by the contract, and all agree", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await verifyAt({ page, open }, stage, "honest");
    await page.getByRole("button", { name: "Verify on chain" }).click();
    await page.locator(".picker canvas.painted").waitFor();
    await page.getByRole("spinbutton", { name: "Column" }).fill("40");
    await page.getByRole("spinbutton", { name: "Row" }).fill("100");
    await page.getByRole("application").focus();
    for (const key of ["ArrowRight", "ArrowDown", "ArrowDown", "Enter"]) {
      await page.keyboard.press(key);
    }
    const verdict = page.locator("[data-run-verdict]");
    await verdict.waitFor();
    expect(await verdict.getAttribute("data-run-verdict")).toBe("matches");
    expect(await verdict.getAttribute("data-run")).toBe(String(102 * 15 + 3));
    expect(await verdict.textContent()).toMatch(/about [\d,]{6,} gas/);
    const rows = await verdict.locator(".colours").all();
    const colours = await Promise.all(
      rows.map((row) =>
        row.locator("rect").evaluateAll((rects) => rects.map((r) => r.getAttribute("fill"))),
      ),
    );
    const { latent, condition } = await stage.skyInputs(stage.epochs.honest, SUBJECT);
    const pixels = await stage.client.readContract({
      address: stage.contracts.Engine!.address,
      abi: engineAbi,
      functionName: "skyRun",
      args: [0n, latent, condition, 240n, 48n, 102n],
    });
    const chains = Array.from({ length: 16 }, (_, i) => `#${pixels.slice(2 + 6 * i, 8 + 6 * i)}`);
    expect(colours).toEqual([chains, chains, chains]);
    expect(complaints).toEqual([]);
  });

  it("behavior: a clicked pixel convicts a root, and a challenge sent late, after its intent, fells it", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await verifyAt({ page, open }, stage, "wrong-pixel");
    await page.getByRole("button", { name: "Verify on chain" }).click();
    await page.locator(".picker canvas.painted").waitFor();
    const plate = page.getByRole("application");
    const box = (await plate.boundingBox())!;
    const position = {
      x: ((WRONG_PIXEL.x + 0.5) / 240) * box.width,
      y: ((WRONG_PIXEL.y + 0.5) / 240) * box.height,
    };
    await plate.click({ position });
    await page.getByRole("button", { name: "Have the contract paint it" }).click();
    const verdict = page.locator("[data-run-verdict]");
    await verdict.waitFor();
    expect(await verdict.getAttribute("data-run-verdict")).toBe("root-wrong");
    expect(await verdict.getAttribute("data-run")).toBe(String(WRONG_RUN));
    expect(await verdict.locator(".wrong").count()).toBe(1);

    await verdict.getByRole("button", { name: "Ask the contract" }).click();
    await verdict.locator("[data-judgement=late]").waitFor();
    await connect(page);
    await verdict.locator("[data-challenge=late]").waitFor();
    const challenge = verdict.getByRole("button", { name: "2. Challenge the root" });
    expect(await challenge.isDisabled()).toBe(true);
    await verdict.getByRole("button", { name: "1. Put the intent down" }).click();
    await verdict.getByText(/The intent is down in block/).waitFor();
    await stage.mine();
    await expect.poll(() => challenge.isEnabled(), { timeout: PATIENCE }).toBe(true);
    await challenge.click();
    await verdict.locator("[data-challenge=fallen]").waitFor();
    expect(await verdict.locator("[data-challenge=fallen]").textContent()).toContain(
      "you felled it",
    );
    const stand = await standOf(stage, stage.epochs["wrong-pixel"]);
    expect(stand).toMatchObject({ fallen: true, intended: true });
    expect(complaints).toEqual([]);
  });
});

describe("proofs from files", () => {
  it("default: an epoch's CAR proves what nobody serves, and a damaged one nothing", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await verifyAt({ page, open }, stage, "unserved");
    expect(await verdictOf(page)).toBe("cannot-be-proved");
    const car = await carOf(stage.stories.unserved);
    const damaged = Buffer.from(car);
    // In the list of nodes, whose block has no other byte like its own hash to be checked by.
    damaged[
      damaged.indexOf(Buffer.from(stage.stories.unserved.proofs[2]!.node.slice(2), "hex"))
    ]! ^= 1;
    await chooser(page).setInputFiles({ name: "bad.car", mimeType: "", buffer: damaged });
    await page.getByText("bad.car is damaged: the block").waitFor();
    expect(await verdictOf(page)).toBe("cannot-be-proved");
    await chooser(page).setInputFiles({ name: "epoch.car", mimeType: "", buffer: car });
    await page.locator("[data-verdict=matches]").waitFor();
    expect(await page.locator("[data-result]").textContent()).toContain("came from epoch.car");
    expect(complaints).toEqual([]);
  });

  it("behavior: a proof in JSON is as good, and one of another token is refused by name", async ({
    open,
    page,
    stage,
  }) => {
    await verifyAt({ page, open }, stage, "tampered-leaf");
    const { epoch, proofs } = stage.stories["tampered-leaf"];
    const drop = (name: string, tokenId: number) =>
      chooser(page).setInputFiles({
        name,
        mimeType: "application/json",
        buffer: Buffer.from(JSON.stringify({ ...proofs[tokenId], epoch, tokenId })),
      });
    await drop("other.json", SUBJECT + 1);
    await page.getByText(`other.json is of token ${SUBJECT + 1}, and this is token`).waitFor();
    expect(await verdictOf(page)).toBe("bad-proof");
    await drop("proof.json", SUBJECT);
    await page.locator("[data-verdict=matches]").waitFor();
    // A picture is held against the chain in the same place.
    const honest = pngOf(stage.stories.honest.rasters[SUBJECT]!);
    await chooser(page).setInputFiles({
      name: "old.png",
      mimeType: "",
      buffer: Buffer.from(honest),
    });
    await page.locator("[data-check=is] [data-other=true]").waitFor();
  });
});

describe("without any keeper", () => {
  it("default: the whole epoch is painted here, and gives the root", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await silenceKeepers(page);
    await verifyAt({ page, open }, stage, "honest");
    expect(await verdictOf(page)).toBe("cannot-be-proved");
    const way = page.locator("[data-way=epoch]");
    await way.getByText("All 12 pictures").waitFor();
    await way.getByRole("button", { name: "Paint the epoch here" }).click();
    await page.locator("[data-verdict=matches]").waitFor();
    expect(await page.locator("[data-result]").textContent()).toContain(
      "this machine, which painted every picture of the epoch",
    );
    expect(complaints).toEqual([]);
  });

  it("behavior: a keeper that the visitor knows is asked, and its silence told", async ({
    open,
    page,
    stage,
  }) => {
    await silenceKeepers(page);
    await verifyAt({ page, open }, stage, "honest");
    await page.unroute("**/api/**");
    const address = page.getByRole("textbox", { name: "A keeper's address" });
    await address.fill("http://127.0.0.1:1/");
    await page.getByRole("button", { name: "Ask it" }).click();
    await page.getByText("http://127.0.0.1:1 does not answer.").waitFor();
    await address.fill(`${stage.url}`);
    await page.getByRole("button", { name: "Ask it" }).click();
    await page.locator("[data-verdict=matches]").waitFor();
  });
});

describe("machines that have less", () => {
  it("behavior: without SIMD the plain wasm paints, and without wasm the processor does", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    // As in a browser that knows none of wasm's younger instructions.
    await page.route("**/assets/verify-*.js", async (route) => {
      const response = await route.fetch();
      const body = `WebAssembly.validate = () => false;\n${await response.text()}`;
      await route.fulfill({ response, body });
    });
    const plain = await verifyAt({ page, open }, stage, "honest");
    expect(plain).toMatchObject({
      kind: "matches",
      words: expect.stringContaining("TF.js on wasm"),
    });
    // The worker that paints skies for the page is not this one, and has SIMD.
    const plainBinary = expect.stringMatching(/tfjs-backend-wasm-[A-Za-z0-9_]{8}\.wasm$/);
    expect(fetched).toContainEqual(plainBinary);
    expect(complaints).toEqual([]);

    await page.route("**/*.wasm", (route) => route.abort());
    await page.getByRole("button", { name: "Verify on this machine" }).click();
    await page.getByText("TF.js on cpu").waitFor();
    await page.locator("[data-verdict=matches]").waitFor();
  });
});

describe("accessibility", () => {
  it("default: all ways to verify keep to WCAG 2.2 AA", async ({ open, page, stage }) => {
    await verifyAt({ page, open }, stage, "unserved");
    await page.getByRole("button", { name: "Verify on chain" }).click();
    await page.getByRole("button", { name: "Have the contract paint it" }).click();
    await page.locator("[data-run-verdict=unproved]").waitFor();
    expect(await faultsInEveryLook(page)).toEqual([]);
  });
});

async function standOf(stage: Stage, epoch: number) {
  const almanac = almanacOf(stage);
  const words = await stage.client.readContract({
    ...almanac,
    functionName: "wordsOf",
    args: [BigInt(epoch), 1n, 50n],
  });
  return stage.client.readContract({
    ...almanac,
    functionName: "standOf",
    args: [BigInt(epoch), words[0]!.keeper],
  });
}

/** The folder of a story's epoch as keepers publish it, with the subject's picture. */
async function carOf({ epoch, proofs, rasters }: Told): Promise<Buffer> {
  const lines = proofs.map(({ inputs, node }, tokenId) => ({
    tokenId,
    node,
    latent: inputs.latent,
    condition: inputs.condition,
    model: BigInt(inputs.model),
    png: pngCid(rasters[tokenId]!),
  }));
  const nodes = Buffer.from(lines.map(({ node }) => node.slice(2)).join(""), "hex");
  const word = toHex(1n, { size: 32 });
  const facts = {
    chainId: 31_337,
    almanac: word.slice(0, 42) as Hex,
    epoch: BigInt(epoch),
    job: word,
    root: proofs[0]!.root,
    tokens: lines.length,
    models: new Map([[0n, word]]),
  };
  const { cid, blocks } = await epochFolder(facts, lines, nodes);
  async function* send(): AsyncGenerator<Block, void, undefined> {
    for (const path of ["", "epoch.json", "log.ndjson", "nodes.bin", "rasters", "rasters/00"]) {
      const block = blocks.find((each) => each.path === path)!;
      yield { cid: block.cid, bytes: block.bytes! };
    }
    yield { cid: lines[SUBJECT]!.png, bytes: pngOf(rasters[SUBJECT]!) };
  }
  return buffer(carStream(cid, send()));
}
