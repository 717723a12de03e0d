import { describe, expect } from "vitest";
import { faultsOf } from "./axe.ts";
import { almanacOf, windowsOf } from "./stage/roots.ts";
import { SUBJECT } from "./stage.ts";
import { connect, it, PATIENCE } from "./visitor.ts";

describe("almanac", () => {
  it("default: a game is watched from the first seed to the last payment", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
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
    await game.raise();
    await epoch.getByText("for 0.005 ETH, raised to 0.015 ETH").waitFor();
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
    const spoken = page.locator(".almanac p[role=status].hidden");
    await expect.poll(() => spoken.textContent(), { timeout: PATIENCE }).toContain("Epoch");
    const seat = page.locator("tbody tr", { hasText: game.address("silent") });
    await expect.poll(() => seat.textContent(), { timeout: PATIENCE }).toContain("nothing4.95 ETH");

    await lie
      .getByRole("link", { name: /^Keeper \d+$/ })
      .first()
      .click();
    await page
      .locator(`[data-season="${game.epoch}"][data-fate=fell]`)
      .getByText("−0.2 ETH")
      .waitFor();
    await page.getByText("−0.2 ETH").first().waitFor();
    await open(`#/almanac/keeper/${game.address("silent")}`);
    await page
      .locator(`[data-season="${game.epoch}"][data-fate=expired]`)
      .getByText("−0.05 ETH")
      .waitFor();
    await page.getByText("4.95 ETH").waitFor();
    await open(`#/almanac/keeper/${game.address("honest")}`);
    const won = page.locator(`[data-season="${game.epoch}"][data-fate=won]`);
    await won.getByText("It felled another root, for 0.1 ETH.").waitFor();
    // A share of the pot, half of the liar's bond, and an eighth of the silent one's.
    await won.getByText("+0.1275 ETH").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("behavior: a keyboard alone opens an epoch, and it fits a phone", async ({
    open,
    page,
    stage,
  }) => {
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

  it("behavior: only what is new is asked for", async ({ open, page, stage }) => {
    const ranges: { from: bigint; to: bigint }[] = [];
    page.on("request", (request) => {
      const asked = request.postDataJSON() as { method?: string; params?: unknown } | null;
      if (asked?.method !== "eth_getLogs") return;
      const [{ fromBlock, toBlock }] = asked.params as [{ fromBlock: string; toBlock: string }];
      ranges.push({ from: BigInt(fromBlock), to: BigInt(toBlock) });
    });
    await open("#/almanac");
    await page.locator(".stem").first().waitFor();
    await stage.passEpoch();
    await stage.passEpoch();
    await expect.poll(() => ranges.length, { timeout: PATIENCE }).toBeGreaterThan(1);
    // A few blocks once more, which the chain may have rewritten meanwhile.
    for (const [i, { from }] of ranges.slice(1).entries()) {
      expect(from).toBeGreaterThan(ranges[i]!.to - 12n);
    }
  });

  it("error: a node without past events leaves what stands, windows and verdicts", async ({
    open,
    page,
    stage,
  }) => {
    await page.route("**/rpc", async (route) => {
      if (!route.request().postData()?.includes("eth_getLogs")) return route.fallback();
      const { id } = route.request().postDataJSON() as { id: number };
      const error = { code: -32_000, message: "logs are not kept here" };
      await route.fulfill({ json: { jsonrpc: "2.0", id, error } });
    });
    await open("#/almanac");
    await page.getByText("This node does not answer for past events").waitFor();
    expect(await page.locator("article.epoch").count()).toBeGreaterThan(1);
    // What stands is read from the contract itself, and can be searched.
    await page.locator(".stem").first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await open(`#/almanac/epoch/${stage.epochs["wrong-pixel"]}`);
    await page.locator("article header", { hasText: "Root A with 1 keeper stands." }).waitFor();
    await page.locator("[data-chore=finalize]").waitFor();
    await page.getByRole("button", { name: "Search", exact: true }).waitFor();
  });

  it("error: an epoch without weather is said to have none", async ({ open, page }) => {
    await open("#/almanac/epoch/7");
    await page.getByText("No weather was accepted for epoch 7.").waitFor();
  });
});

describe("chores", () => {
  it("default: the visitor takes a penalty, decides a void epoch and pays a bond out", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const game = await stage.playGame();
    await game.commit();
    await game.reveal();
    const almanac = almanacOf(stage);
    const epoch = [BigInt(game.epoch)] as const;
    const [, , challengeEnds] = await windowsOf(stage, game.epoch);
    await stage.warpTo(challengeEnds);
    await open(`#/almanac/epoch/${game.epoch}`);
    const chore = (name: string) => page.locator(`[data-chore=${name}]`).first();
    await chore("expire").getByText("did not open its seal in time").waitFor();
    await connect(page);
    await chore("expire").getByRole("button").click();
    await page.locator(`[data-chore=expire]`).waitFor({ state: "detached" });
    expect(await faultsOf(page)).toEqual([]);
    await chore("finalize").getByText("makes the epoch void").waitFor();
    await chore("finalize").getByRole("button").click();
    await chore("settle").getByRole("button").click();
    const settled = async () => {
      const args = [...epoch, game.address("honest")] as const;
      return (await stage.client.readContract({ ...almanac, functionName: "wordOf", args }))
        .settled;
    };
    await expect.poll(settled, { timeout: PATIENCE }).toBe(true);
    const state = await stage.client.readContract({
      ...almanac,
      functionName: "epochOf",
      args: epoch,
    });
    expect(state.outcome).toBe(2);
    expect(complaints).toEqual([]);
  });
});
