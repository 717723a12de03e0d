// The challenge console: a root is searched, convicted and felled, whatever it lies about; two find the same lie; and
// the reward ends in the finder's own account.
import type { Locator, Page } from "playwright-core";
import { type Address, formatEther, parseEther } from "viem";
import { describe, expect } from "vitest";
import { faultsOf } from "./axe.ts";
import type { Game, Untruth } from "./stage/game.ts";
import { almanacOf, windowsOf } from "./stage/roots.ts";
import type { Stage } from "./stage.ts";
import { connect, it, PATIENCE } from "./visitor.ts";

describe("challenge console", () => {
  it("default: the liar's root is searched, convicted and felled by the visitor", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const game = await stage.playGame();
    await game.commit();
    await game.reveal();
    const [, revealEnds] = await windowsOf(stage, game.epoch);
    await stage.warpTo(revealEnds);
    stage.keep(game.told("liar"));
    await open(`#/almanac/epoch/${game.epoch}`);
    await page.getByRole("button", { name: "Search", exact: true }).click();
    const lie = page.locator("[data-tally=B]");
    const find = lie.locator("[data-find=run]");
    await find.waitFor();
    expect(await find.locator(".wrong").count()).toBeGreaterThan(0);
    // The other root's pictures are served by nobody, and nothing is said against it.
    const other = page.locator("[data-tally=A][data-found=nothing]");
    await other.getByText("No source serves anything that leads to it.").waitFor();
    await find.getByRole("button", { name: "Ask the contract" }).click();
    await find.locator("[data-judgement=falls]").waitFor();
    await connect(page);
    await find.getByRole("button", { name: "1. Put the intent down" }).click();
    await find.getByText(/The intent is down in block/).waitFor();
    await stage.mine();
    const challenge = find.getByRole("button", { name: "2. Challenge the root" });
    await expect.poll(() => challenge.isEnabled(), { timeout: PATIENCE }).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    await challenge.click();
    await find.locator("[data-challenge=fallen]").waitFor();
    // The drawing and the card of the root show it too.
    await page.locator("[data-root=B][data-state=fallen]").waitFor();
    await page.locator(".stem.fallen").waitFor();
    const stand = await stage.client.readContract({
      ...almanacOf(stage),
      functionName: "standOf",
      args: [BigInt(game.epoch), game.address("liar")],
    });
    expect(stand).toMatchObject({ fallen: true, intended: true });
    // The development wallet is the honest keeper's.
    expect(stand.felledBy).toBe(game.address("honest"));

    // The money: decided, credited and taken out, all from the page.
    await stage.warpTo(await challengeEnd(stage, game.epoch));
    await page.locator("[data-chore=finalize]").getByRole("button").click();
    await page.locator("[data-chore=claim]").getByRole("button").click();
    await page.locator("[data-chore=claim]").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Withdraw it on its page" }).click();
    const form = page.locator("[data-withdraw=own]");
    const amount = form.getByRole("textbox", { name: "Amount in ETH" });
    const { balance } = await accountOf(stage, game.address("honest"));
    await expect.poll(() => amount.inputValue(), { timeout: PATIENCE }).toBe(formatEther(balance));
    await amount.fill("5,05");
    await form.getByText("with a point before its decimals").waitFor();
    await amount.fill("500");
    await form.getByText("more than is free").waitFor();
    expect(await form.getByRole("button", { name: "Withdraw" }).isDisabled()).toBe(true);
    await amount.fill("0.1");
    const before = await stage.client.getBalance({ address: game.address("honest") });
    expect(await faultsOf(page)).toEqual([]);
    await form.getByRole("button", { name: "Withdraw 0.1 ETH" }).click();
    const left = balance - parseEther("0.1");
    const held = async () => (await accountOf(stage, game.address("honest"))).balance;
    await expect.poll(held, { timeout: PATIENCE }).toBe(left);
    const after = await stage.client.getBalance({ address: game.address("honest") });
    // Less what the gas cost.
    expect(after - before).toBeGreaterThan(parseEther("0.09"));
    await expect.poll(() => amount.inputValue(), { timeout: PATIENCE }).toBe(formatEther(left));
    expect(complaints).toEqual([]);
  });

  it("behavior: a sky painted from other inputs falls to a bare challenge in the open window", async ({
    open,
    page,
    stage,
  }) => {
    const game = await stage.playGame("inputs");
    const find = await searchFor(stage, page, open, game, "inputs");
    await find.getByText("was painted from something else than the chain says").waitFor();
    await find.getByRole("button", { name: "Ask the contract" }).click();
    await find.locator("[data-judgement=falls]").waitFor();
    await connect(page);
    await find.getByRole("checkbox", { name: /Put an intent down first/ }).uncheck();
    await find.getByRole("button", { name: "Challenge the root", exact: true }).click();
    await find.locator("[data-race=won]").getByText("without an intent").waitFor();
    const stand = await standOf(stage, game);
    expect(stand).toMatchObject({ fallen: true, intended: false });
    expect(stand.felledBy).toBe(game.address("honest"));
    await page
      .getByText(/a sky was painted from something else/)
      .first()
      .waitFor();
  });

  it("behavior: a plant too many is found, and an older intent takes precedence over who was first", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const game = await stage.playGame("padding");
    const find = await searchFor(stage, page, open, game, "padding");
    await find.getByText("from plant 16 on, which the epoch does not have").waitFor();
    await find.getByRole("button", { name: "Ask the contract" }).click();
    await find.locator("[data-judgement=falls]").waitFor();
    await connect(page);
    await find.getByRole("button", { name: "1. Put the intent down" }).click();
    await find.getByText(/The intent is down in block/).waitFor();
    await stage.mine();
    await game.snatch();
    const race = find.locator("[data-race=ours-to-take]");
    await race.getByText("without an intent, and yours is older").waitFor();
    expect((await standOf(stage, game)).felledBy).toBe(game.address("second"));
    expect(await faultsOf(page)).toEqual([]);
    await find.getByRole("button", { name: "Take precedence" }).click();
    await find.locator("[data-race=won]").waitFor();
    const stand = await standOf(stage, game);
    expect(stand).toMatchObject({ fallen: true, intended: true });
    expect(stand.felledBy).toBe(game.address("honest"));
    expect(complaints).toEqual([]);
  });

  it("error: whoever comes second is told who was first", async ({ open, page, stage }) => {
    const game = await stage.playGame();
    const find = await searchFor(stage, page, open, game, "run");
    await find.getByRole("button", { name: "Ask the contract" }).click();
    await connect(page);
    await find.locator("[data-challenge=open]").waitFor();
    await game.snatch();
    await find.locator("[data-race=lost]").getByText("was first: the reward goes there").waitFor();
    expect(await find.getByRole("button", { name: /Challenge/ }).count()).toBe(0);
    expect((await standOf(stage, game)).felledBy).toBe(game.address("second"));
  });
});

/** The game up to the challenges, and what the search finds of the liar's root. */
async function searchFor(
  stage: Stage,
  page: Page,
  open: (path: string) => Promise<void>,
  game: Game,
  kind: Untruth,
): Promise<Locator> {
  await game.commit();
  await game.reveal();
  const [, revealEnds] = await windowsOf(stage, game.epoch);
  await stage.warpTo(revealEnds);
  stage.keep(game.told("liar"));
  await open(`#/almanac/epoch/${game.epoch}`);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  const find = page.locator(`[data-tally=B] [data-find=${kind}]`);
  await find.waitFor();
  return find;
}

async function challengeEnd(stage: Stage, epoch: number): Promise<bigint> {
  return (await windowsOf(stage, epoch))[2];
}

function standOf(stage: Stage, game: Game) {
  const args = [BigInt(game.epoch), game.address("liar")] as const;
  return stage.client.readContract({ ...almanacOf(stage), functionName: "standOf", args });
}

function accountOf(stage: Stage, keeper: Address) {
  const args = [keeper] as const;
  return stage.client.readContract({ ...almanacOf(stage), functionName: "accountOf", args });
}
