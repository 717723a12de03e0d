// Demands: put from the page, followed from answer to answer down to a lie, raised, and felled for where nobody answers.
import { describe, expect } from "vitest";
import { nodeWords } from "../../web/almanac/telling.ts";
import { faultsOf } from "./axe.ts";
import { almanacOf } from "./stage/roots.ts";
import { SUBJECT, WRONG_PIXEL } from "./stage.ts";
import { connect, it, PATIENCE, silenceKeepers } from "./visitor.ts";

const WRONG_RUN = WRONG_PIXEL.y * 15 + Math.floor(WRONG_PIXEL.x / 16);

describe("a demand that is answered", () => {
  it("behavior: painting can be stopped, and a false epoch is walked down to a plant too many", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const game = await stage.playGame("padding");
    await game.commit();
    await game.reveal();
    await silenceKeepers(page);
    await game.demand();
    await open(`#/token/${SUBJECT}/epoch/${game.epoch}`);
    await page.getByRole("button", { name: "Verify on this machine" }).click();
    await page.locator("[data-verdict=cannot-be-proved]").first().waitFor();
    const way = page.locator("[data-way=epoch]");
    await way.getByRole("button", { name: "Paint the epoch here" }).click();
    await way.getByRole("button", { name: "Stop" }).click();
    await way.getByText("Stopped. Nothing was kept.").waitFor();
    await way.getByRole("button", { name: "Begin again" }).click();
    await page.locator("[data-verdict=matches]").waitFor();
    const other = page.locator("[data-verdict=epoch-differs]");
    await connect(page);
    for (const height of [26, 19]) {
      await other.getByText(`Next: ${nodeWords(height, 0)}.`).waitFor();
      await other.getByRole("button", { name: /^Demand for/ }).click();
      await other.locator("[data-demand=waiting]").waitFor();
      await game.confess(height, 0);
    }
    const lie = page.locator("[data-verdict]").nth(1);
    await lie.getByRole("button", { name: "Ask the contract" }).click();
    await lie.locator("[data-judgement=falls]").waitFor();
    await lie.getByText("the root holds something beyond them").waitFor();
    expect(complaints).toEqual([]);
  });

  it("behavior: a demand of somebody's is followed, and one's own leads down to the lie that fells the root", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const game = await stage.playGame();
    await game.commit();
    await game.reveal();
    await silenceKeepers(page);
    await open(`#/token/${SUBJECT}/epoch/${game.epoch}`);
    await page.getByRole("button", { name: "Verify on this machine" }).click();
    await page.locator("[data-verdict=cannot-be-proved]").first().waitFor();
    // The liar demands the honest root, which opens the time of demands.
    await game.demand();
    const first = page.locator("[data-verdict]").first();
    await first.locator("[data-demand=waiting]").waitFor();
    await game.answer();
    await first.locator("[data-demand=answered]").waitFor();
    await first.getByText("Next: plants 0 to 127.").waitFor();

    const second = page.locator("[data-verdict]").nth(1);
    await connect(page);
    const { root } = game.told("liar").proofs[0]!;
    const almanac = almanacOf(stage);
    for (const [height, index] of [
      ...[[26, 0] as const, [19, 0] as const, [12, SUBJECT] as const],
      [6, SUBJECT * 64 + Math.floor(WRONG_RUN / 64)] as const,
    ]) {
      await second.getByText(`Next: ${nodeWords(height, index)}.`).waitFor();
      await second.getByRole("button", { name: /^Demand for/ }).click();
      await second.locator("[data-demand=waiting]").waitFor();
      if (height === 26) {
        const args = [BigInt(game.epoch), root, 26n, 0n, root] as const;
        const demand = await stage.client.readContract({
          ...almanac,
          functionName: "demandOf",
          args,
        });
        expect(demand.demander).toBe(game.address("honest"));
        expect(demand.bond).toBeGreaterThan(0n);
        expect(await faultsOf(page)).toEqual([]);
      }
      await game.confess(height, index);
      // Two answers show the plant's node, which is not the one painted here.
      if (height === 19) await page.locator("[data-verdict=root-wrong]").waitFor();
    }
    await second.locator("[data-walk=lie]").waitFor();
    await second.getByRole("button", { name: "Ask the contract" }).click();
    await second.locator("[data-judgement=falls]").waitFor();
    await second.getByRole("checkbox", { name: /Put an intent down first/ }).uncheck();
    await second.getByRole("button", { name: "Challenge the root", exact: true }).click();
    await second.locator("[data-race=won]").waitFor();
    const args = [BigInt(game.epoch), game.address("liar")] as const;
    const stand = await stage.client.readContract({
      ...almanac,
      functionName: "standOf",
      args,
    });
    expect(stand).toMatchObject({ fallen: true, felledBy: game.address("honest") });
    expect(complaints).toEqual([]);
  });
});

describe("a demand that nobody answers", () => {
  it("default: it is raised where it pays too little, and overdue fells the root for its demander", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const game = await stage.playGame();
    await game.commit();
    await game.reveal();
    await silenceKeepers(page);
    await game.demand();
    await open(`#/token/${SUBJECT}/epoch/${game.epoch}`);
    await page.getByRole("button", { name: "Verify on this machine" }).click();
    const first = page.locator("[data-verdict]").first();
    await first.getByText("and pays 0.005 ETH to whoever does").waitFor();
    await connect(page);
    await stage.client.setNextBlockBaseFeePerGas({ baseFeePerGas: 60n * 10n ** 9n });
    await stage.mine();
    await first.getByText("an answer costs more than that").waitFor();
    await first.getByRole("button", { name: /^Raise it by 0\.02/ }).click();
    const root = game.told("honest").proofs[0]!.root;
    const almanac = almanacOf(stage);
    const demanded = () => {
      const args = [BigInt(game.epoch), root, 26n, 0n, root] as const;
      return stage.client.readContract({ ...almanac, functionName: "demandOf", args });
    };
    await expect
      .poll(async () => (await demanded()).bond, { timeout: PATIENCE })
      .toBeGreaterThan(2n * 10n ** 16n);
    await first.getByText(/and pays 0\.02\d+ ETH to whoever does/).waitFor();
    await stage.warpTo(BigInt((await demanded()).deadline));
    await first.getByRole("button", { name: "Fell the root" }).click();
    await first.getByText("This root has fallen.").waitFor();
    const args = [BigInt(game.epoch), game.address("honest")] as const;
    const stand = await stage.client.readContract({ ...almanac, functionName: "standOf", args });
    expect(stand).toMatchObject({ fallen: true, felledBy: game.address("liar") });
    expect(complaints).toEqual([]);
  });
});
