import { QueryClient } from "@tanstack/react-query";
import { describe, expect } from "vitest";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { portraitsQuery } from "../../web/queries/portraits.ts";
import { pulseQuery } from "../../web/queries/pulse.ts";
import { readAll } from "../../web/queries/reads.ts";
import { askChain } from "../../web/verify/ask.ts";
import { addressOf } from "../../web/world.ts";
import { SUBJECT, TOKENS } from "./stage.ts";
import { it } from "./visitor.ts";
import { worldOf } from "./world.ts";

describe("portraits", () => {
  it("default: what the page gathers and draws is what the contract does, for every token", async ({
    stage,
  }) => {
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

  it("behavior: more reads than one batch holds come back whole and in order", async ({
    stage,
  }) => {
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

describe("askChain", () => {
  it("default: a lie fells a root while challenges are open, and only then", async ({ stage }) => {
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
