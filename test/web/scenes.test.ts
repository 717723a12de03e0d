// What the page gathers against what the contract gathers: the same scenes, field by field, and the same
// token URI, byte by byte; of plants that moved, one pinned, one with a choice pending, one not born yet, a seed.
import { readFileSync } from "node:fs";
import { QueryClient } from "@tanstack/react-query";
import { decodeFunctionResult, encodeDeployData, encodeFunctionData } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heliotropeAbi, metadataAbi, modelsAbi } from "../../contracts/abi.ts";
import { unpackExposure } from "../../renderer/exposure.ts";
import { sceneSvg, tokenHtml, tokenURI } from "../../renderer/metadata.ts";
import { type Observation, unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import type { Deployment } from "../../web/deployment.ts";
import { portraitOf } from "../../web/portrait.ts";
import { lifeQuery } from "../../web/queries/life.ts";
import { type Pulse, pulseQuery } from "../../web/queries/pulse.ts";
import { type Moment, readScenes } from "../../web/queries/scenes.ts";
import { livedThrough, type Span, sceneAt, spanAt } from "../../web/token/life.ts";
import type { World } from "../../web/world.ts";
import {
  deployer,
  germinate,
  mild,
  mined,
  mint,
  observeNext,
  owner,
  type System,
  startSystem,
} from "../contracts/system.ts";

/** Milliseconds for what a busy machine does slowly: compiling, and living 70 epochs. */
const PATIENCE = 900_000;
const SHIPPED = parseModel(new Uint8Array(readFileSync("renderer/sky/model.bin")));
const PROGRAM = new Uint8Array(readFileSync("renderer/living/page.bin"));

const [MOVER, PINNED, CHOOSER, ADOPTER, UNBORN, SEED] = [0, 1, 2, 3, 4, 5];
const TOKENS = 6;

let system: System;
let world: World;
/** Every epoch that was observed. */
const epochs: number[] = [];

const heliotrope = () => ({ address: system.contracts.Heliotrope!, abi: heliotropeAbi }) as const;

/** Each station has a weather of its own, and each epoch another. */
function weatherOf(station: number): Observation {
  const n = epochs.length * 7 + station * 131;
  return {
    ...mild,
    tempCentiC: ((n * 53) % 4000) - 1500,
    precipCentiMm: (n * 29) % 700,
    windEastCms: ((n * 71) % 2000) - 1000,
    sunMinutes: (n * 13) % 421,
    frostMinutes: (n * 17) % 300,
    codeRank: n % 28,
    age: 0,
  };
}

async function live(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { epoch } = await observeNext(system, weatherOf);
    epochs.push(Number(epoch));
  }
}

/** The holder of all decides. */
async function choose(
  name: "move" | "pin" | "adoptArt",
  tokenId: number,
  value: number,
): Promise<void> {
  const hash = await system.client.writeContract({
    ...heliotrope(),
    account: deployer,
    functionName: name,
    args: [BigInt(tokenId), BigInt(value)],
  });
  await mined(system, hash);
}

async function homeOf(tokenId: number): Promise<number> {
  const args = [BigInt(tokenId), BigInt(epochs.at(-1)!)] as const;
  const state = await system.client.readContract({
    ...heliotrope(),
    functionName: "stateAt",
    args,
  });
  return state.station;
}

beforeAll(async () => {
  system = await startSystem();
  const deployment = { contracts: system.contracts, chainId: 31_337 } as unknown as Deployment;
  world = { deployment, client: system.client as unknown as World["client"] };
  await mint(system, deployer, 4);
  await germinate(system);
  await live(5);
  await choose("move", MOVER, 1 - (await homeOf(MOVER)));
  await choose("move", PINNED, 1 - (await homeOf(PINNED)));
  await live(27);
  await choose("move", MOVER, 1 - (await homeOf(MOVER)));
  await choose("pin", PINNED, epochs[9]!);
  await live(9);
  await choose("move", CHOOSER, 1 - (await homeOf(CHOOSER)));
  await mint(system, deployer, 1);
  await germinate(system);
  await mint(system, deployer, 1);
}, PATIENCE);

afterAll(() => system?.anvil.stop());

async function now(): Promise<Moment> {
  return pulseQuery(world).queryFn!({} as never);
}

/** What the contract gathers, as a scene of the twin. */
async function sceneOf(tokenId: number, epoch: number): Promise<Scene> {
  const raw = await system.client.readContract({
    address: system.contracts.Metadata!,
    abi: metadataAbi,
    functionName: "sceneOf",
    args: [system.contracts.Heliotrope!, BigInt(tokenId), BigInt(epoch)],
  });
  return {
    ...raw,
    time: Number(raw.time),
    now: unpackObservation(raw.now),
    life: unpackExposure(raw.life),
    recent: unpackExposure(raw.recent),
  };
}

function spansOf(queries: QueryClient, tokenId: number): Span[] {
  const [[, spans] = []] = queries.getQueriesData<Span[]>({ queryKey: ["spans", `${tokenId}`] });
  return spans ?? [];
}

async function expectSame(moment: Moment): Promise<Scene[]> {
  const gathered = await readScenes(world, 0, TOKENS, moment);
  expect(gathered.length).toBe(TOKENS);
  for (const [tokenId, { scene }] of gathered.entries()) {
    expect(scene, `token ${tokenId} at ${moment.shownEpoch}`).toEqual(
      await sceneOf(tokenId, moment.shownEpoch),
    );
  }
  return gathered.map(({ scene }) => scene);
}

describe("readScenes", () => {
  test("default: of the present", async () => {
    const scenes = await expectSame(await now());
    expect(scenes.map(({ moves }) => moves)).toEqual([2, 1, 0, 0, 0, 0]);
    expect(scenes.map(({ decisions }) => decisions)).toEqual([2, 1, 0, 0, 0, 0]);
    expect(scenes.map(({ pinned }) => pinned)).toEqual([false, true, false, false, false, false]);
    expect(scenes.map(({ pending }) => pending)).toEqual([false, false, true, false, false, false]);
    expect(scenes[PINNED]!.epoch).toBe(epochs[9]);
    expect(scenes[MOVER]!.recent.observed).toBe(24);
    expect(scenes[UNBORN]!.birthEpoch).toBeGreaterThan(scenes[UNBORN]!.epoch);
    expect(scenes[UNBORN]!.stationName).not.toBe("");
    expect(BigInt(scenes[SEED]!.genome)).toBe(0n);
  });

  test("behavior: of every epoch that was", async () => {
    const { epochSeconds } = await now();
    for (const shownEpoch of epochs.slice(0, -1)) {
      const scenes = await expectSame({ shownEpoch, weatherAge: 0, epochSeconds, isPast: true });
      expect(scenes[CHOOSER]!.pending).toBe(false);
    }
  });

  test("behavior: what is drawn from them is what the contract answers", async () => {
    const moment = await now();
    for (const [tokenId, { scene, label }] of (
      await readScenes(world, 0, TOKENS, moment)
    ).entries()) {
      const asked = { ...heliotrope(), functionName: "tokenURI" } as const;
      const { data } = await system.client.call({
        to: asked.address,
        data: encodeFunctionData({ ...asked, args: [BigInt(tokenId)] }),
        gas: 50_000_000n,
      });
      const uri = decodeFunctionResult({ ...asked, data: data! });
      expect(tokenURI(scene, label, SHIPPED, PROGRAM) === uri, `token ${tokenId}`).toBe(true);
      const page = { ...heliotrope(), functionName: "tokenHtml" } as const;
      const answered = await system.client.call({
        to: page.address,
        data: encodeFunctionData({ ...page, args: [BigInt(tokenId)] }),
        gas: 50_000_000n,
      });
      const html = decodeFunctionResult({ ...page, data: answered.data! });
      expect(tokenHtml(scene, SHIPPED, PROGRAM) === html, `page of token ${tokenId}`).toBe(true);
    }
  });

  test("behavior: when the weather has grown old, and once the choice counts", async () => {
    const { timestamp } = await system.client.getBlock();
    await system.client.setNextBlockTimestamp({ timestamp: timestamp + 25_200n * 5n });
    await system.client.mine({ blocks: 1 });
    const scenes = await expectSame(await now());
    expect(scenes[CHOOSER]!.weatherAge).toBeGreaterThan(2);
    expect(scenes[CHOOSER]!.pending).toBe(false);
    expect(scenes[CHOOSER]!.moves).toBe(1);
    expect(scenes[PINNED]!.weatherAge).toBe(0);
  });
});

describe("sceneAt", () => {
  test("default: a life in memory has every epoch's scene, without another question", async () => {
    const pulse = (await now()) as Pulse;
    const present = await readScenes(world, 0, TOKENS, pulse);
    const queries = new QueryClient();
    let compared = 0;
    for (const tokenId of [MOVER, PINNED, CHOOSER, ADOPTER]) {
      const life = await queries.fetchQuery(lifeQuery(world, present[tokenId]!.scene, pulse));
      expect(livedThrough(life).map(({ epoch }) => epoch)).toEqual(
        epochs.filter((epoch) => epoch >= life.birthEpoch),
      );
      for (const { epoch } of livedThrough(life)) {
        const { scene, station } = sceneAt(life, epoch);
        const told = await sceneOf(tokenId, epoch);
        expect(scene, `token ${tokenId} at ${epoch}`).toEqual({ ...told, pending: false });
        expect(station).toBe(spanAt(life, scene.epoch).chosen.station);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(150);
    expect(spansOf(queries, MOVER)).toHaveLength(3);
  });

  test("behavior: with a new epoch the same life grows, and is kept once", async () => {
    const queries = new QueryClient();
    const read = async () => {
      const pulse = (await now()) as Pulse;
      const [present] = await readScenes(world, MOVER, MOVER + 1, pulse);
      return queries.fetchQuery(lifeQuery(world, present!.scene, pulse));
    };
    const before = await read();
    await live(1);
    const after = await read();
    expect(after.upTo).toBe(epochs.at(-1));
    expect(livedThrough(after)).toHaveLength(livedThrough(before).length + 1);
    expect(sceneAt(after, after.upTo).scene).toEqual({
      ...(await sceneOf(MOVER, after.upTo)),
      pending: false,
    });
    expect(queries.getQueryCache().findAll({ queryKey: ["life"] })).toHaveLength(1);
    expect(queries.getQueryCache().findAll({ queryKey: ["history"] })).toHaveLength(2);
  });
});

describe("portraitOf", () => {
  test("behavior: another art version is shown as its own contract draws it", async () => {
    const version = await adoptCopy(ADOPTER);
    await live(1);
    const moment = await now();
    const gathered = await readScenes(world, 0, TOKENS, moment);
    expect(gathered.map(({ own }) => own !== undefined)).toEqual(
      Array.from({ length: TOKENS }, (_, id) => id === ADOPTER),
    );
    const args = [BigInt(ADOPTER), BigInt(moment.shownEpoch)] as const;
    const { artVersion } = await system.client.readContract({
      ...heliotrope(),
      functionName: "stateAt",
      args,
    });
    expect(artVersion).toBe(version);
    const [, latent, condition] = await system.client.readContract({
      ...heliotrope(),
      functionName: "skyInputsAt",
      args,
    });
    const { own, ...rest } = gathered[ADOPTER]!;
    const portrait = portraitOf({ own, ...rest });
    expect(portrait.sky).toEqual({ modelId: 0, latent, condition });
    // The copy draws what the twins draw, so what it says can be told beforehand.
    const twin = portraitOf(rest);
    expect(portrait.whole).toBe(sceneSvg(rest.scene, SHIPPED));
    expect(portrait.layer).toBe(portrait.whole);
    expect(portrait).toMatchObject({ title: twin.title, traits: twin.traits });
    expect(portrait.causes).toHaveLength(1);
  });

  test("behavior: of the past too, as it would have been asked then", async () => {
    const [then] = epochs.slice(-1);
    await live(2);
    const { epochSeconds } = await now();
    const past = { shownEpoch: then!, weatherAge: 0, epochSeconds, isPast: true };
    const [gathered] = await readScenes(world, ADOPTER, ADOPTER + 1, past);
    expect(gathered!.scene.epoch).toBe(then);
    expect(portraitOf(gathered!).whole).toBe(sceneSvg(gathered!.scene, SHIPPED));
    const [present] = await readScenes(world, ADOPTER, ADOPTER + 1, await now());
    expect(portraitOf(present!).whole).not.toBe(portraitOf(gathered!).whole);
  });

  test("error: where the node cannot go back, there is its sky and no drawing", async () => {
    const [gathered] = await readScenes(world, ADOPTER, ADOPTER + 1, await now());
    const refusal = "this node does not go back to that time.";
    const own = { ...gathered!.own!, told: undefined, refusal };
    const portrait = portraitOf({ ...gathered!, own });
    expect(portrait.sky).toEqual(own.sky);
    expect(portrait.sky).toBeDefined();
    expect(portrait.whole).not.toContain("path");
    expect(portrait.causes[0]!.cause).toContain("does not go back");
  });

  /** Registers a second Metadata, and has a token adopt it. */
  async function adoptCopy(tokenId: number): Promise<number> {
    const { client, contracts } = system;
    const { bytecode } = JSON.parse(readFileSync("out/Metadata.sol/Metadata.json", "utf8"));
    const args = [
      contracts.Plant!,
      contracts.Skies!,
      contracts.Documents!,
      contracts.Causes!,
      contracts.LivingPage!,
    ] as const;
    const code = encodeDeployData({ abi: metadataAbi, bytecode: bytecode.object, args });
    const hash = await client.sendTransaction({ account: deployer, data: code });
    const { contractAddress } = await mined(system, hash);
    const models = { address: contracts.Models!, abi: modelsAbi } as const;
    const call = { ...models, account: owner, functionName: "registerArt" } as const;
    await mined(system, await client.writeContract({ ...call, args: [contractAddress!] }));
    const version = Number(await client.readContract({ ...models, functionName: "artCount" })) - 1;
    await choose("adoptArt", tokenId, version);
    return version;
  }
});
