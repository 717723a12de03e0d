// The watchtower's smaller parts, over a chain that answers from a table.
import { pino } from "pino";
import {
  BaseError,
  ContractFunctionRevertedError,
  encodeAbiParameters,
  encodeErrorResult,
  encodeEventTopics,
  type Hex,
  numberToHex,
  type PublicClient,
  parseEther,
} from "viem";
import { beforeEach, describe, expect, test } from "vitest";
import { almanacAbi } from "../../contracts/abi.ts";
import { firstBlockSince } from "../../keeper/chain/blocks.ts";
import { openChronicle } from "../../keeper/chain/logs.ts";
import { answer } from "../../keeper/game/answer.ts";
import { bond, isInDoubt } from "../../keeper/game/bond.ts";
import { roomForDemands } from "../../keeper/game/budget.ts";
import { collect } from "../../keeper/game/collect.ts";
import { expire } from "../../keeper/game/expire.ts";
import { finalize } from "../../keeper/game/finalize.ts";
import type { Demand, Game, Stand, Word } from "../../keeper/game/game.ts";
import { silence } from "../../keeper/game/silence.ts";
import type { Table } from "../../keeper/game/table.ts";
import { createMetrics } from "../../keeper/metrics.ts";
import type { Context } from "../../keeper/steps/context.ts";
import type { EpochView, Survey } from "../../keeper/steps/survey.ts";
import type { Wish } from "../../keeper/store/intents.ts";

const ME = "0x00000000000000000000000000000000000000AA";
const OTHER = "0x00000000000000000000000000000000000000bb";
const ALMANAC = "0x00000000000000000000000000000000000000cc";
const HASH = `0x${"ab".repeat(32)}` as Hex;
const ROOT = `0x${"10".repeat(32)}` as Hex;
const THEIRS = `0x${"20".repeat(32)}` as Hex;
const BOND = parseEther("0.2");

const rules = {
  commitSeconds: 7_200,
  revealSeconds: 3_600,
  challengeSeconds: 43_200,
  answerSeconds: 14_400,
  followUpSeconds: 3_600,
  bond: BOND,
  demandFloor: parseEther("0.005"),
};
const stand: Stand = {
  root: THEIRS,
  keepers: [OTHER],
  fallen: false,
  felledBy: null,
  fellAt: 0n,
  intended: false,
  claimed: false,
};
const demand: Demand = {
  root: THEIRS,
  height: 26,
  index: 0,
  hash: THEIRS,
  demander: ME,
  bond: parseEther("0.005"),
  deadline: 30_000n,
  answerer: null,
  settled: false,
};
const mine: Word = { keeper: ME, commitment: null, root: ROOT, settled: false };
const game: Game = {
  epoch: 10n,
  job: HASH,
  supply: 4,
  acceptedAt: 0n,
  commitEnds: 7_200n,
  revealEnds: 10_800n,
  challengeEnds: 54_000n,
  finalized: false,
  standing: 2,
  openDemands: 1,
  waitUntil: 0n,
  words: [mine],
  stands: [{ ...stand, root: ROOT, keepers: [ME] }, stand],
  mine,
  demands: [demand],
  story: { revealed: [], demanded: [], answered: [] },
};
const view: EpochView = {
  epoch: 11n,
  job: HASH,
  acceptedAt: 20_000n,
  commitEnds: 27_200n,
  revealEnds: 30_800n,
  challengeEnds: 74_000n,
  outcome: 0,
  openDemands: 0,
  waitUntil: 0n,
  supply: 4,
  commitment: null,
  revealed: null,
  settled: false,
};

let asked: Omit<Wish, "sender">[];
let underWay: { count: number; value: string };
/** What the almanac answers a call that is tried: an error, or nothing. */
let refusal: Error | null;

beforeEach(() => {
  asked = [];
  underWay = { count: 0, value: "0" };
  refusal = null;
});

function context(settings: Partial<Context> = {}): Context {
  const client = {
    getBlock: async () => ({ baseFeePerGas: 10n ** 9n }),
    simulateContract: async () => {
      if (refusal !== null) throw refusal;
    },
  };
  return {
    rpc: { client, chainId: 31_337 },
    contracts: { Almanac: ALMANAC },
    sender: {
      address: ME,
      enqueue: async (wish: Omit<Wish, "sender">) => {
        asked.push(wish);
        return HASH;
      },
    },
    store: { db: { query: async () => ({ rows: [underWay] }) } },
    bondLimit: parseEther("1"),
    demandLimit: parseEther("0.1"),
    metrics: createMetrics(),
    log: pino({ level: "silent" }),
    ...settings,
  } as unknown as Context;
}

function survey(now: bigint, epochs: readonly EpochView[] = []): Survey {
  return { now, next: now, epochSeconds: 25_200, epochs } as unknown as Survey;
}

function table(some: Partial<Table> = {}): Table {
  return { rules, balance: 0n, locked: 0, games: [], ...some };
}

describe("bond", () => {
  test("default", async () => {
    await bond(context(), survey(20_100n, [view]), table({ balance: parseEther("0.05") }));
    expect(asked).toMatchObject([{ kind: "deposit", value: parseEther("0.15") }]);
  });

  test.each([
    ["the balance is enough", {}, { balance: BOND }],
    [
      "a root of our own fell",
      {},
      { games: [{ ...game, stands: [{ ...stand, root: ROOT, fallen: true }] }] },
    ],
  ])("behavior: deposits nothing when %s", async (_, settings, some) => {
    await bond(context(settings), survey(20_100n, [view]), table(some));
    expect(asked).toEqual([]);
  });

  test.each([
    [{ bondLimit: parseEther("0.9") }, { locked: 4 }],
    [{ bondLimit: 0n }, {}],
  ])("error: BOND_LIMIT_ETHER leaves no room ", async (settings, some) => {
    const short = bond(context(settings), survey(20_100n, [view]), table(some));
    await expect(short).rejects.toThrow("BOND_LIMIT_ETHER is 0");
    expect(asked).toEqual([]);
  });

  test("behavior: one deposit at a time, and none for what is too late or done", async () => {
    underWay = { count: 1, value: "1" };
    await bond(context(), survey(20_100n, [view]), table());
    underWay = { count: 0, value: "0" };
    await bond(context(), survey(27_200n, [view]), table());
    await bond(context(), survey(20_100n, [{ ...view, commitment: HASH }]), table());
    expect(asked).toEqual([]);
  });

  test("behavior: the same shortage is one intent, another one is another", async () => {
    const now = survey(20_100n, [view]);
    await bond(context(), now, table());
    await bond(context(), now, table());
    await bond(context(), now, table({ locked: 1 }));
    const [first, again, other] = asked.map(({ subject }) => subject);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("behavior: doubt is about our own root alone", () => {
    const fell = { ...game, stands: [{ ...stand, fallen: true }] };
    expect(isInDoubt(table({ games: [fell] }))).toBe(false);
  });
});

describe("roomForDemands", () => {
  test("default", async () => {
    underWay = { count: 1, value: parseEther("0.01").toString() };
    const others = { ...demand, demander: OTHER } as const;
    const home = { ...demand, settled: true };
    const games = [{ ...game, demands: [demand, others, home] }];
    expect(await roomForDemands(context(), table({ games }))).toBe(parseEther("0.085"));
  });
});

describe("collect", () => {
  const fallen = { ...stand, fallen: true, felledBy: ME } as const;
  const over = { ...game, finalized: true, stands: [game.stands[0]!, fallen] };

  test("default", async () => {
    await collect(context(), survey(60_000n), over);
    expect(asked.map(({ kind }) => kind)).toEqual(["settle", "claim", "settle-demand"]);
  });

  test("behavior: before the verdict only what a fall has freed", async () => {
    await collect(context(), survey(60_000n), { ...over, finalized: false });
    expect(asked.map(({ kind }) => kind)).toEqual(["settle-demand"]);
  });

  test("behavior: leaves what is home, what is others', and a bond that is worth less than its gas", async () => {
    const claimed = { ...fallen, claimed: true };
    const settled = { ...mine, settled: true };
    const stands = [game.stands[0]!, claimed];
    const demands = [
      { ...demand, settled: true },
      { ...demand, demander: OTHER, answerer: ME } as const,
      { ...demand, bond: 60_000n * 10n ** 9n },
    ];
    await collect(context(), survey(60_000n), { ...over, mine: settled, stands, demands });
    expect(asked).toEqual([]);
  });

  test("behavior: an answer is paid once its root has stood to the end", async () => {
    const answered = { ...demand, root: ROOT, hash: ROOT, demander: OTHER, answerer: ME } as const;
    await collect(context(), survey(60_000n), { ...game, demands: [answered] });
    expect(asked).toEqual([]);
    await collect(context(), survey(60_000n), { ...game, finalized: true, demands: [answered] });
    expect(asked.map(({ kind }) => kind)).toEqual(["settle", "settle-demand"]);
  });
});

describe("finalize", () => {
  const quiet = { ...game, openDemands: 0 };

  test("default", async () => {
    await finalize(context(), survey(54_000n), quiet);
    expect(asked).toMatchObject([{ kind: "finalize" }]);
  });

  test.each([
    ["challenges are open", 53_999n, quiet],
    ["a follow-up is under way", 54_000n, { ...quiet, waitUntil: 54_001n }],
    ["a demand waits", 54_000n, game],
    ["it is done", 54_000n, { ...quiet, finalized: true }],
    ["nothing of ours waits", 54_000n, { ...quiet, mine: null, demands: [] }],
  ])("behavior: not while %s", async (_, now, one) => {
    await finalize(context(), survey(now), one);
    expect(asked).toEqual([]);
  });
});

describe("expire", () => {
  const noise: Word = { keeper: OTHER, commitment: HASH, root: null, settled: false };
  const forgot: Word = { ...noise, keeper: ME };

  test("default: ours first", async () => {
    await expire(context(), survey(10_800n), table(), { ...game, words: [mine, noise, forgot] });
    expect(asked.map(({ subject }) => subject.slice(-4))).toEqual([ME.slice(-4), OTHER.slice(-4)]);
  });

  test("behavior: not before reveals end, and others' only while it pays", async () => {
    const words = [mine, noise, forgot];
    await expire(context(), survey(10_799n), table(), { ...game, words });
    expect(asked).toEqual([]);
    const small = { ...rules, bond: 8n * 100_000n * 10n ** 9n };
    await expire(context(), survey(10_800n), table({ rules: small }), { ...game, words });
    expect(asked.map(({ subject }) => subject.slice(-4))).toEqual([ME.slice(-4)]);
  });
});

describe("answer", () => {
  const asksUs: Demand = { ...demand, root: ROOT, hash: ROOT, demander: OTHER };
  const own = { job: HASH, supply: 4, root: ROOT, answer: async () => Uint8Array.of(1, 2) };

  test("default", async () => {
    const now = survey(15_600n);
    await answer(context(), now, table(), { ...game, demands: [asksUs, demand] }, own);
    expect(asked).toMatchObject([{ kind: "answer" }]);
  });

  test("behavior: keepers of one root take turns, all within half of the time", async () => {
    const both = { ...game.stands[0]!, keepers: [OTHER, ME] } as const;
    const shared = { ...game, stands: [both, stand], demands: [asksUs] };
    await answer(context(), survey(15_600n), table(), shared, own);
    expect(asked).toEqual([]);
    await answer(context(), survey(15_600n + 7_200n), table(), shared, own);
    expect(asked).toHaveLength(1);
  });

  test("behavior: not while it is not paid for, since silence does not count then", async () => {
    const poor = { ...asksUs, bond: (220_000n * 10n ** 9n * 7n) / 8n - 1n };
    await answer(context(), survey(15_600n), table(), { ...game, demands: [poor] }, own);
    expect(asked).toEqual([]);
    const due = { ...poor, bond: poor.bond + 1n };
    await answer(context(), survey(15_600n), table(), { ...game, demands: [due] }, own);
    expect(asked).toHaveLength(1);
  });

  test("behavior: nothing for a root that has fallen, and a flood in lots", async () => {
    const fell = { ...game, stands: [{ ...game.stands[0]!, fallen: true }], demands: [asksUs] };
    await answer(context(), survey(15_600n), table(), fell, own);
    expect(asked).toEqual([]);
    const demands = Array.from({ length: 100 }, (_, index) => ({ ...asksUs, height: 12, index }));
    const onTheirWay: { subject: string }[] = [];
    const store = { db: { query: async () => ({ rows: onTheirWay }) } } as never;
    const flood = () =>
      answer(context({ store }), survey(15_600n), table(), { ...game, demands }, own);
    await flood();
    expect(asked).toHaveLength(48);
    // Nothing more while those are on their way; what is answered makes room for others.
    onTheirWay.push(...asked.map(({ subject }) => ({ subject })));
    await flood();
    expect(asked).toHaveLength(48);
    onTheirWay.splice(0, 12);
    demands.splice(0, 12);
    await flood();
    expect(asked).toHaveLength(60);
    expect(new Set(asked.map(({ subject }) => subject)).size).toBe(60);
  });
});

describe("silence", () => {
  test("default", async () => {
    await silence(context(), survey(30_000n), table(), game, ROOT);
    expect(asked).toMatchObject([{ kind: "silence" }]);
  });

  test("behavior: waits for the deadline, and longer for what others demanded", async () => {
    await silence(context(), survey(29_999n), table(), game, ROOT);
    const others = { ...game, demands: [{ ...demand, demander: OTHER }] } as const;
    await silence(context(), survey(33_599n), table(), others, ROOT);
    expect(asked).toEqual([]);
    await silence(context(), survey(33_600n), table(), others, ROOT);
    expect(asked).toHaveLength(1);
  });

  test("behavior: never fells our own root, nor one that was shown", async () => {
    await silence(context(), survey(40_000n), table(), game, THEIRS);
    const shown = { ...game, demands: [{ ...demand, answerer: OTHER }] } as const;
    await silence(context(), survey(40_000n), table(), shown, ROOT);
    expect(asked).toEqual([]);
  });

  test("behavior: raises a demand that no answer would be paid by, within the limit", async () => {
    const needed = parseEther("0.02");
    refusal = reverted("DemandBelowGas", [demand.bond, needed]);
    const raising = context();
    // The demand is refused as it is, and its raise is taken.
    raising.rpc.client.simulateContract = (async ({ functionName }: { functionName: string }) => {
      if (functionName === "silence") throw refusal;
    }) as never;
    const games = [game];
    await silence(raising, survey(30_000n), table({ games }), game, ROOT);
    expect(asked).toMatchObject([{ kind: "raise", value: parseEther("0.02") }]);
    asked = [];
    const poor = { ...raising, demandLimit: parseEther("0.02") };
    const unpaid = silence(poor, survey(30_000n), table({ games }), game, ROOT);
    await expect(unpaid).rejects.toThrow("DEMAND_LIMIT_ETHER leaves no room");
    expect(asked).toEqual([]);
  });
});

function reverted(errorName: "DemandBelowGas", args: readonly [bigint, bigint]): BaseError {
  const data = encodeErrorResult({ abi: almanacAbi, errorName, args });
  const cause = new ContractFunctionRevertedError({
    abi: almanacAbi,
    data,
    functionName: "silence",
  });
  return new BaseError("reverted", { cause });
}

describe("firstBlockSince", () => {
  const times = [5n, 10n, 10n, 22n, 40n];
  const client = {
    getBlock: async ({ blockNumber }: { blockNumber: bigint }) => ({
      timestamp: times[Number(blockNumber)],
    }),
  } as unknown as PublicClient;

  test.each([
    [0n, 0n],
    [6n, 1n],
    [10n, 1n],
    [11n, 3n],
    [40n, 4n],
    [41n, 5n],
  ])("default: %s", async (timestamp, block) => {
    expect(await firstBlockSince(client, timestamp, 0n, 4n)).toBe(block);
  });
});

describe("chronicle", () => {
  let head: bigint;
  let fork: string;
  let asks: [bigint, bigint][];
  /** Blocks that the node takes in one question. */
  let cap: bigint;
  let logs: { blockNumber: bigint; root: Hex }[];

  beforeEach(() => {
    head = 9_000n;
    fork = "a";
    asks = [];
    cap = 1_000n;
    logs = [{ blockNumber: 5_000n, root: ROOT }];
  });

  const client = {
    getBlock: async ({ blockNumber }: { blockNumber: bigint }) => ({
      timestamp: blockNumber * 10n,
      hash: `${fork}${blockNumber}`,
    }),
    request: async ({ params }: { params: [{ fromBlock: Hex; toBlock: Hex }] }) => {
      const [from, to] = [BigInt(params[0].fromBlock), BigInt(params[0].toBlock)];
      if (to - from + 1n > cap) throw new Error("query exceeds max block range");
      asks.push([from, to]);
      return logs.filter(({ blockNumber: at }) => at >= from && at <= to).map(revealedLog);
    },
  } as unknown as PublicClient;

  function revealedLog({ blockNumber, root }: { blockNumber: bigint; root: Hex }) {
    const args = { epoch: 3n, keeper: ME, root } as const;
    return {
      address: ALMANAC,
      blockNumber: numberToHex(blockNumber),
      topics: encodeEventTopics({ abi: almanacAbi, eventName: "Revealed", args }),
      data: encodeAbiParameters([{ type: "bytes" }], ["0x01"]),
    };
  }

  test("default: reads from the acceptance on, in pages that the node takes", async () => {
    const { revealed } = await openChronicle(client, ALMANAC, 0n).storyOf(3n, 40_000n, head);
    expect(revealed).toEqual([{ keeper: ME, root: ROOT, cid: "0x01" }]);
    expect(asks[0]![0]).toBe(4_000n);
    expect(asks.at(-1)![1]).toBe(head);
    for (const [i, [from]] of asks.slice(1).entries()) expect(from).toBe(asks[i]![1] + 1n);
  });

  test("behavior: reads each block once, and all again when the chain was reorganised", async () => {
    const chronicle = openChronicle(client, ALMANAC, 0n);
    await chronicle.storyOf(3n, 40_000n, head);
    asks = [];
    logs.push({ blockNumber: 9_002n, root: THEIRS });
    const more = await chronicle.storyOf(3n, 40_000n, 9_002n);
    expect(asks).toEqual([[9_001n, 9_002n]]);
    expect(more.revealed.map(({ root }) => root)).toEqual([ROOT, THEIRS]);
    fork = "b";
    logs = [{ blockNumber: 9_001n, root: THEIRS }];
    const anew = await chronicle.storyOf(3n, 40_000n, 9_003n);
    expect(anew.revealed.map(({ root }) => root)).toEqual([THEIRS]);
  });

  test("error: a node that takes no question at all", async () => {
    cap = 0n;
    const story = openChronicle(client, ALMANAC, 0n).storyOf(3n, 40_000n, head);
    await expect(story).rejects.toThrow("max block range");
  });
});
