// What a keeper finds out about a root and does about it, over tokens of noise and a peer of the test's own.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Game, Stand } from "../../keeper/game/game.ts";
import { openPeers } from "../../keeper/game/peers.ts";
import { openSampler } from "../../keeper/game/sample.ts";
import type { Table } from "../../keeper/game/table.ts";
import { shownBy, walk } from "../../keeper/game/walk.ts";
import { cidBytes, cidOf } from "../../keeper/render/cid.ts";
import type { Context } from "../../keeper/steps/context.ts";
import type { Survey } from "../../keeper/steps/survey.ts";
import type { Wish } from "../../keeper/store/intents.ts";
import { type KeptToken, ownTree } from "../../renderer/demands.ts";
import { RASTER_BYTES, tokenTree, WORD } from "../../renderer/merkle.ts";
import { firstDifference } from "../../renderer/walk.ts";

const JOB = `0x${"ab".repeat(32)}` as Hex;
const ZERO = `0x${"00".repeat(32)}` as Hex;
const KEEPER = "0x00000000000000000000000000000000000000bb";
/** CID of an epoch's folder. */
const FOLDER = "bafybeiasihtci3ydf4cd3ont7ti436pqyitqmthtsutmlfcsrnhcjes4be";
const TOKENS = 3;
const RUN = 1_234;

let server: Server;
let url: string;
/** What the peer serves. */
let nodes: Uint8Array;
let rasters: Uint8Array[];
/** Where it serves the nodes. */
let served: string;
let lines: string[];

beforeEach(async () => {
  lines = [];
  server = createServer((request, reply) => {
    const raster = /tokens\/(\d+)\/raster$/.exec(request.url!);
    if (raster !== null) reply.end(rasters[Number(raster[1])]);
    else if (request.url === `/ipfs/${served}?format=raw`) reply.end(nodes);
    else reply.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const honest = Array.from({ length: TOKENS }, (_, id) => honestToken(id));

function honestToken(id: number): KeptToken {
  const raster = Uint8Array.from({ length: RASTER_BYTES }, (_, at) => (at * (id + 3)) % 251);
  return {
    inputs: { model: 0n, latent: ZERO, condition: bytesToHex(Uint8Array.of(id), { size: 32 }) },
    raster,
  };
}

/** An epoch of these tokens, served, and its root. */
function serve(tokens: readonly KeptToken[]): { game: Game; stand: Stand } {
  nodes = new Uint8Array(TOKENS * WORD);
  rasters = tokens.map(({ raster }) => raster);
  for (const [id, { inputs, raster }] of tokens.entries()) {
    nodes.set(hexToBytes(tokenTree(JOB, id, inputs, raster).root), id * WORD);
  }
  const { root } = ownTree(JOB, nodes, () => Promise.reject(new Error("not asked")));
  const stand = { root, keepers: [KEEPER], fallen: false } as unknown as Stand;
  served = `${FOLDER}/nodes.bin`;
  const revealed = [{ keeper: KEEPER, root, cid: cidBytes(FOLDER) }];
  const story = { revealed, demanded: [], answered: [] };
  const game = { epoch: 7n, job: JOB, supply: TOKENS, story } as unknown as Game;
  return { game, stand };
}

function context(urls: readonly string[]): Context {
  const client = {
    readContract: async ({ args }: { args: [bigint] }) => {
      const { model, latent, condition } = honest[Number(args[0])]!.inputs;
      return [model, latent, condition];
    },
  };
  return {
    rpc: { client },
    contracts: {},
    peers: openPeers(urls),
    models: { get: async () => ({ id: 0 }) },
    pool: {
      paint: async (_: unknown, { tokenId }: { tokenId: number }) => {
        const { inputs, raster } = honest[tokenId]!;
        return { pixels: raster, root: tokenTree(JOB, tokenId, inputs, raster).root };
      },
    },
    log: pino({ base: null, level: "debug" }, { write: (line: string) => void lines.push(line) }),
  } as unknown as Context;
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it did not happen\n${lines.join("")}`);
}

describe("sampler", () => {
  test("default: a token that differs is enough to walk to the lie, without a demand", async () => {
    const raster = honest[1]!.raster.slice();
    raster[RUN * 48 + 5]! ^= 1;
    const { game, stand } = serve(honest.with(1, { ...honest[1]!, raster }));
    const keeper = context([`${url}/nothing`, url]);
    const sampler = openSampler(keeper);
    expect(sampler.of(game, stand)).toBeNull();
    await until(() => sampler.of(game, stand) !== null);
    const own = sampler.of(game, stand)!;
    const step = await firstDifference(own, stand.root, shownBy(keeper, game, stand));
    const pixels = bytesToHex(raster.subarray(RUN * 48, RUN * 48 + 48));
    expect(step).toMatchObject({ kind: "challenge", tokenId: 1, run: RUN, pixels });
  });

  test("behavior: an honest root is left alone", async () => {
    const { game, stand } = serve(honest);
    const sampler = openSampler(context([url]));
    sampler.of(game, stand);
    await until(() => lines.some((line) => line.includes("all as painted here")));
    expect(lines.join("")).toContain(`"tokens":${TOKENS}`);
    expect(sampler.of(game, stand)).toBeNull();
  });

  test("behavior: what nobody shows is asked for again, and never counts as checked", async () => {
    const { game, stand } = serve(honest);
    nodes = nodes.slice(WORD);
    const sampler = openSampler(context([url]));
    expect(sampler.of(game, stand)).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sampler.of(game, stand)).toBeNull();
    expect(lines.join("")).not.toContain("all as painted here");
  });
});

describe("walk", () => {
  const raster = honest[1]!.raster.slice();
  raster[RUN * 48 + 5]! ^= 1;
  const lying = honest.with(1, { ...honest[1]!, raster });
  const rules = { demandFloor: 5n, followUpSeconds: 3_600 };
  const now = { now: 100n, next: 112n, blockNumber: 50n, epochSeconds: 25_200 } as Survey;
  let folder: string;
  let asked: Omit<Wish, "sender">[];
  /** The block of our intent. */
  let since: bigint;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "heliotrope-walk-"));
    asked = [];
    since = 0n;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function take(
    some: Partial<Stand>,
    urls: readonly string[] = [url],
    demandLimit = 100n,
    { keepers = [KEEPER], next = now.next }: { keepers?: string[]; next?: bigint } = {},
  ) {
    const { game, stand } = serve(lying);
    const honestNodes = new Uint8Array(TOKENS * WORD);
    for (const [id, token] of honest.entries()) {
      honestNodes.set(hexToBytes(tokenTree(JOB, id, token.inputs, token.raster).root), id * WORD);
    }
    const own = ownTree(JOB, honestNodes, async (id) => honest[id]!);
    const base = context(urls);
    const keeper = {
      ...base,
      rpc: {
        chainId: 31_337,
        client: {
          ...base.rpc.client,
          getBlock: async () => ({ baseFeePerGas: 0n }),
          simulateContract: async () => {},
          readContract: async (call: { functionName: string }) =>
            call.functionName === "intentOf" ? since : base.rpc.client.readContract(call as never),
        },
      },
      contracts: { Almanac: KEEPER },
      sender: { address: KEEPER, enqueue: async (wish: Omit<Wish, "sender">) => asked.push(wish) },
      store: {
        folder,
        engine: "pglite",
        db: { query: async () => ({ rows: [{ count: 0, value: "0" }] }) },
      },
      demandLimit,
    } as unknown as Context;
    const state = { rules, games: [] } as unknown as Table;
    const stands = [{ root: own.root, keepers } as unknown as Stand];
    const dates = { revealEnds: 100n, challengeEnds: 50_000n, waitUntil: 0n };
    const one = { ...game, ...dates, demands: [], stands };
    return walk(
      keeper,
      { ...now, now: next - 12n, next },
      state,
      one,
      { ...stand, intended: false, ...some },
      own,
    );
  }

  test("default: an intent whose salt is on the disk, and the challenge once it is there", async () => {
    expect(await take({})).toBe(true);
    expect(asked.map(({ kind }) => kind)).toEqual(["intend"]);
    expect(readdirSync(join(folder, "salts"))).toHaveLength(1);
    since = 50n;
    await take({});
    expect(asked.map(({ kind }) => kind)).toEqual(["intend", "challenge"]);
    const salt = readFileSync(
      join(folder, "salts", readdirSync(join(folder, "salts"))[0]!),
      "utf8",
    );
    expect(asked[1]!.data).toContain(salt.slice(2));
  });

  test("behavior: takes a felling over that copied ours, and no other", async () => {
    const copied = { fallen: true, fellAt: 51n };
    expect(await take(copied)).toBe(false);
    since = 51n;
    expect(await take(copied)).toBe(false);
    since = 50n;
    expect(await take({ ...copied, intended: true })).toBe(false);
    expect(asked).toEqual([]);
    await take(copied);
    expect(asked.map(({ kind }) => kind)).toEqual(["challenge"]);
  });

  test("behavior: demands what nobody shows, within the limit", async () => {
    expect(await take({}, [], 5n)).toBe(true);
    expect(asked).toMatchObject([{ kind: "demand", value: 5n }]);
    await expect(take({}, [], 4n)).rejects.toThrow("DEMAND_LIMIT_ETHER leaves no room");
    expect(await take({ fallen: true, fellAt: 51n }, [])).toBe(false);
    expect(asked).toHaveLength(1);
  });

  test("behavior: of several honest keepers one goes on, and the next when it does not", async () => {
    const next = (seconds: bigint) => 100n + seconds;
    const others = Array.from({ length: 20 }, (_, i) => `0x${"0".repeat(38)}${10 + i}`);
    for (const urls of [[url], []]) {
      asked = [];
      const walkWith = (keepers: string[], seconds: bigint) =>
        take({}, urls, 100n, { keepers, next: next(seconds) });
      // One of the two begins; after a sixteenth of a follow-up both have had their turn.
      const first = [await walkWith([KEEPER, others[0]!], 12n), asked.length];
      const second = [await walkWith([others[0]!, KEEPER], 12n), asked.length];
      expect([first, second]).toContainEqual([true, 1]);
      expect(asked).toHaveLength(1);
      await walkWith([KEEPER, others[0]!], 225n);
      await walkWith([others[0]!, KEEPER], 225n);
      expect(asked).toHaveLength(3);
      // However many there are, nobody waits for longer than half of a follow-up.
      asked = [];
      for (let place = 0; place <= 20; place++) {
        await walkWith([...others.slice(0, place), KEEPER, ...others.slice(place)], 1_800n);
      }
      expect(asked).toHaveLength(21);
    }
  });

  test("behavior: our own intent is followed up whoever's turn it is", async () => {
    since = 50n;
    for (const keepers of [
      [KEEPER, ZERO],
      [ZERO, KEEPER],
    ]) {
      await take({}, [url], 100n, { keepers });
    }
    expect(asked.map(({ kind }) => kind)).toEqual(["challenge", "challenge"]);
  });
});

describe("peers", () => {
  test("args: a CID of the nodes alone", async () => {
    const { stand } = serve(honest);
    const { text, bytes } = cidOf(nodes);
    served = text;
    expect(await openPeers([url]).nodes(stand.root, bytes)).toEqual(nodes);
  });

  test("behavior: a raster that is not the root's is not believed", async () => {
    const { game, stand } = serve(honest);
    rasters[2] = honest[0]!.raster;
    const keeper = context([url]);
    const shown = shownBy(keeper, game, stand);
    const own = ownTree(JOB, nodes, async (id) => honest[id]!);
    const node = bytesToHex(nodes.subarray(2 * WORD));
    expect(await shown(12, 2, node)).toBeUndefined();
    const whole = await shown(12, 1, bytesToHex(nodes.subarray(WORD, 2 * WORD)));
    expect(whole).toEqual(await own.answer(12, 1));
  });
});
