// The whole collection, 10,000 real plants on a real chain: what the columns say is what the contracts say, and
// how few requests that takes.

import { createPublicClient, http } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { readerOf } from "../../web/client.ts";
import type { Deployment } from "../../web/deployment.ts";
import { ascending } from "../../web/gallery/order.ts";
import { type Catalogue, readCatalogue } from "../../web/queries/catalogue.ts";
import { readChanges } from "../../web/queries/changes.ts";
import { resolveName } from "../../web/queries/ens.ts";
import { type Genomes, readGenomes } from "../../web/queries/genomes.ts";
import { readBurned, readHoldings } from "../../web/queries/owners.ts";
import { type Pulse, pulseQuery } from "../../web/queries/pulse.ts";
import { readScenesOf } from "../../web/queries/scenes.ts";
import type { World } from "../../web/world.ts";
import { mined, type System, startSystem } from "../contracts/system.ts";
import { type Crowd, gather, holderOf } from "./crowd.ts";

const SIZE = 10_000;
const OTHER = "0x00000000000000000000000000000000000000aa";

let system: System;
let crowd: Crowd;
let world: World;
let requests = 0;
let pulse: Pulse;
let genomes: Genomes;
let catalogue: Catalogue;

/** A world whose questions to the node are counted. */
function countedWorld(): World {
  const deployment = {
    chainId: 31_337,
    contracts: system.contracts,
    rpc: system.anvil.url,
    keepers: [],
    startBlock: 0n,
    development: true,
  } as unknown as Deployment;
  const transport = http(system.anvil.url, {
    onFetchRequest: () => {
      requests++;
    },
  });
  const client = createPublicClient({ chain: readerOf(deployment).chain!, transport });
  return { deployment, client: client as unknown as World["client"] };
}

async function counted<T>(ask: () => Promise<T>): Promise<[answer: T, requests: number]> {
  requests = 0;
  return [await ask(), requests];
}

beforeAll(async () => {
  system = await startSystem();
  crowd = await gather(system, SIZE);
  world = countedWorld();
  pulse = await pulseQuery(world).queryFn!({} as never);
  genomes = await readGenomes(world, pulse.germinated, 0);
  catalogue = await readCatalogue(world, genomes, pulse);
});

afterAll(() => system?.anvil.stop());

const token = () => ({ address: system.contracts.Heliotrope!, abi: heliotropeAbi }) as const;

describe("the first screen", () => {
  test("default: a screenful of 10,000 takes at most 10 requests in all, model and pulse included", async () => {
    const fresh = countedWorld();
    const [scenes, asked] = await counted(async () => {
      const now = await pulseQuery(fresh).queryFn!({} as never);
      return readScenesOf(fresh, ascending(now.minted).chunkAt(0), now);
    });
    expect(scenes).toHaveLength(40);
    // Reading a model and its hash are two more.
    expect(asked + 2).toBeLessThanOrEqual(10);
    console.info(`first screen of ${SIZE}: ${asked + 2} requests`);
  });

  test("behavior: the next screen takes three at most", async () => {
    const [scenes, asked] = await counted(() =>
      readScenesOf(world, ascending(SIZE).chunkAt(5_000), pulse),
    );
    expect(scenes.map(({ scene }) => Number(scene.tokenId))).toEqual(
      Array.from({ length: 40 }, (_, i) => 5_000 + i),
    );
    expect(asked).toBeLessThanOrEqual(3);
  });
});

describe("readGenomes", () => {
  test("default: every genome and birth, in as few requests as answers hold them", async () => {
    const [read, asked] = await counted(() => readGenomes(world, SIZE, 0));
    expect(read.births).toHaveLength(SIZE);
    expect(asked).toBeLessThanOrEqual(read.pages);
    console.info(`${SIZE} genomes: ${asked} requests for ${read.pages} pages`);
    const contract = { address: system.contracts.Genomes!, abi: genomesAbi } as const;
    for (const id of [0, 511, 512, 2_499, 2_500, 9_999]) {
      const args = [BigInt(id)] as const;
      const word = await system.client.readContract({
        ...contract,
        functionName: "genomeOf",
        args,
      });
      const birth = await system.client.readContract({
        ...contract,
        functionName: "birthEpochOf",
        args,
      } as const);
      expect(Buffer.from(read.words.subarray(32 * id, 32 * id + 32)).toString("hex")).toBe(
        word.slice(2),
      );
      expect(read.births[id]).toBe(birth);
    }
  });

  test("behavior: tells how far it is", async () => {
    const told: number[] = [];
    await readGenomes(world, SIZE, 0, (known) => told.push(known));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(SIZE);
  });
});

describe("readCatalogue", () => {
  test("default: where everybody lives, what they show and what they have chosen", async () => {
    const ids = [0, 1, ...crowd.moved, crowd.pinned, 4_321, 9_999];
    for (const id of ids) {
      const args = [BigInt(id), BigInt(pulse.shownEpoch)] as const;
      const state = await system.client.readContract({ ...token(), functionName: "stateAt", args });
      const at = state.pinnedEpoch || pulse.shownEpoch;
      const then = await system.client.readContract({
        ...token(),
        functionName: "stateAt",
        args: [BigInt(id), BigInt(at)],
      } as const);
      expect(catalogue.stations[id], `station of ${id}`).toBe(then.station);
      expect(catalogue.pins[id], `pin of ${id}`).toBe(state.pinnedEpoch);
      expect(catalogue.choices[id], `choices of ${id}`).toBe(state.decisions);
    }
    expect(catalogue.choices.reduce((sum, each) => sum + each, 0)).toBe(3);
    expect(catalogue.pinned.size).toBe(1);
    expect(catalogue.places.map(({ name }) => name)).toContain("Reykjavík");
    const climate = { address: system.contracts.Climate!, abi: climateAbi } as const;
    const count = await system.client.readContract({ ...climate, functionName: "stationCount" });
    expect(catalogue.places).toHaveLength(Number(count));
  });

  test("behavior: beside the genomes it takes a dozen requests", async () => {
    const [, asked] = await counted(() => readCatalogue(world, genomes, pulse));
    expect(asked).toBeLessThanOrEqual(13);
  });
});

describe("readChanges", () => {
  test("default: from which epoch on each choice counts, without any past event", async () => {
    const changes = await readChanges(world, catalogue);
    expect([...changes.keys()].sort((a, b) => a - b)).toEqual(
      [...crowd.moved, crowd.pinned].sort((a, b) => a - b),
    );
    for (const [id, epoch] of changes) {
      const at = async (when: number) => {
        const args = [BigInt(id), BigInt(when)] as const;
        const { decisions } = await system.client.readContract({
          ...token(),
          functionName: "stateAt",
          args,
        } as const);
        return decisions;
      };
      expect(await at(epoch - 1)).toBe(0);
      expect(await at(epoch)).toBe(1);
    }
  });
});

describe("readHoldings", () => {
  test("default: who holds what, right after a transfer and a burn", async () => {
    const holder = holderOf(crowd, 20);
    const held = Array.from({ length: SIZE }, (_, id) => id).filter(
      (id) => holderOf(crowd, id) === holder,
    );
    const [before, asked] = await counted(() => readHoldings(world, holder, SIZE));
    expect(before).toEqual(held);
    console.info(`${held.length} plants of one of 20 holders among ${SIZE}: ${asked} requests`);

    const given = held[3]!;
    const burned = held[4]!;
    const move = { ...token(), functionName: "transferFrom", account: holder } as const;
    const args = [holder, OTHER, BigInt(given)] as const;
    await mined(system, await system.client.writeContract({ ...move, args }));
    const burn = { ...token(), functionName: "burn", account: holder } as const;
    await mined(system, await system.client.writeContract({ ...burn, args: [BigInt(burned)] }));
    expect(await readHoldings(world, holder, SIZE)).toEqual(
      held.filter((id) => id !== given && id !== burned),
    );
    expect(await readHoldings(world, OTHER, SIZE)).toEqual([given]);
    expect(await readBurned(world, [given, burned, 0])).toEqual(new Set([burned]));
    const now = await pulseQuery(world).queryFn!({} as never);
    expect(now.burned).toBe(1);
  });

  test("behavior: whoever holds nothing is told so by one question", async () => {
    const nobody = "0x00000000000000000000000000000000000000bb";
    const [held, asked] = await counted(() => readHoldings(world, nobody, SIZE));
    expect(held).toEqual([]);
    expect(asked).toBe(1);
  });

  test("error: a node that is gone is not taken for a collection without owners", async () => {
    const gone = countedWorld();
    const client = createPublicClient({
      chain: gone.client.chain!,
      transport: http("http://127.0.0.1:9", { retryCount: 0 }),
    });
    await expect(readBurned({ ...gone, client: client as never }, [0])).rejects.toThrow();
    await expect(readBurned({ ...gone, client: client as never }, [0, 1])).rejects.toThrow();
  });
});

describe("resolveName", () => {
  test("behavior: a chain without names says that it has none", async () => {
    expect(await resolveName(world, "ada.eth")).toEqual({ state: "absent" });
  });

  test("error: a name that cannot be one is told before anybody is asked", async () => {
    const [answer, asked] = await counted(() => resolveName(world, "ada..eth"));
    expect(answer).toEqual({ state: "malformed" });
    expect(asked).toBe(0);
  });
});
