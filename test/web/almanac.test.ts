import {
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionData,
  type Hex,
} from "viem";
import { describe, expect, it } from "vitest";
import { almanacAbi } from "../../contracts/abi.ts";
import { careerOf, courseOf } from "../../web/almanac/career.ts";
import { choresOf } from "../../web/almanac/chores.ts";
import { type Deed, deedOf, type RawLog, topicsOf } from "../../web/almanac/deeds.ts";
import { saidIn } from "../../web/almanac/hearsay.ts";
import { medianOf, pacesOf } from "../../web/almanac/pace.ts";
import { type EpochView, phaseOf } from "../../web/almanac/phase.ts";
import { standingOf } from "../../web/almanac/standing.ts";
import { castOf, type Story, spoilsOf, storyOf } from "../../web/almanac/story.ts";
import {
  deedWords,
  nodeWords,
  phaseWords,
  plantOf,
  standingWords,
} from "../../web/almanac/telling.ts";
import { drawingOf } from "../../web/almanac/timeline.ts";
import { fellingOf } from "../../web/queries/felling.ts";

const EPOCH = 55_371;
const ETHER = 10n ** 18n;
const BOND = ETHER / 5n;
const [ANN, BEN, CAT, DAN] = [1, 2, 3, 4].map((i) => addressOf(i)) as [
  Address,
  Address,
  Address,
  Address,
];
const NOBODY = addressOf(0);
const TRUTH = hashOf("a0");
const LIE = hashOf("b0");
const CID: Hex = `0x01551220${"c1".repeat(32)}`;

const VIEW: EpochView = {
  epoch: EPOCH,
  acceptedAt: 1_000,
  commitEnds: 8_200,
  revealEnds: 11_800,
  challengeEnds: 55_000,
  outcome: "open",
  share: 0n,
  standing: 2,
  openDemands: 0,
  waitUntil: 0,
};

/** A whole epoch: two tell the truth, one lies and falls, one never opens its seal. */
const LOGS = [
  log("Committed", { keeper: ANN, commitment: hashOf("01") }, 2_000),
  log("Committed", { keeper: CAT, commitment: hashOf("05") }, 2_100),
  log("Committed", { keeper: BEN, commitment: hashOf("09") }, 2_200),
  log("Committed", { keeper: DAN, commitment: hashOf("0d") }, 2_300),
  log("Revealed", { keeper: ANN, root: TRUTH, cid: CID }, 8_300),
  log("Revealed", { keeper: CAT, root: LIE, cid: CID }, 8_400),
  log("Revealed", { keeper: BEN, root: TRUTH, cid: CID }, 8_500),
  log("Expired", { keeper: DAN, by: ANN, reward: BOND / 8n, burned: BOND / 8n }, 11_900),
  log(
    "Demanded",
    {
      root: TRUTH,
      height: 26n,
      index: 0n,
      hash: TRUTH,
      demander: CAT,
      bond: ETHER / 200n,
      deadline: 26_400n,
    },
    12_000,
  ),
  log(
    "Answered",
    {
      root: TRUTH,
      height: 26n,
      index: 0n,
      hash: TRUTH,
      answerer: BEN,
      data: `0x${"00".repeat(4096)}`,
    },
    13_000,
  ),
  log("Felled", { root: LIE, by: BEN, ground: 0 }, 14_000),
  log("Felled", { root: LIE, by: ANN, ground: 0 }, 14_100),
  log("Finalized", { outcome: 1, root: TRUTH, share: ETHER / 400n }, 55_100),
  log("Settled", { keeper: ANN, amount: BOND + ETHER / 400n }, 55_200),
  log("Claimed", { root: LIE, by: ANN, reward: BOND / 2n, burned: BOND / 2n }, 55_300),
  log(
    "DemandSettled",
    { root: TRUTH, height: 26n, index: 0n, to: BEN, bond: ETHER / 200n },
    55_400,
  ),
];

const deeds = LOGS.map((each) => deedOf(each, 0));
const story = storyOf(deeds);
const name = (who: Address) => ({ [ANN]: "Ann", [BEN]: "Ben", [CAT]: "Cat", [DAN]: "Dan" })[who]!;

describe("topicsOf", () => {
  it("default: one question finds every event that names an epoch", () => {
    const [signatures, epochs] = topicsOf([EPOCH, EPOCH + 1]);
    expect(epochs).toHaveLength(2);
    for (const { topics } of LOGS) {
      expect(signatures).toContain(topics[0]);
      expect(topics[1]).toBe(epochs[0]);
    }
    expect(new Set(signatures).size).toBe(10);
  });
});

describe("storyOf", () => {
  it("default: roots by who came first, each with its keepers, demands and end", () => {
    expect(story.roots.map(({ letter, root }) => [letter, root])).toEqual([
      ["A", TRUTH],
      ["B", LIE],
    ]);
    const [truth, lie] = story.roots as [Story["roots"][0], Story["roots"][0]];
    expect(truth.keepers.map(({ keeper, revealedAt }) => [keeper, revealedAt])).toEqual([
      [ANN, 8_300],
      [BEN, 8_500],
    ]);
    expect(truth.keepers[0]?.paid).toBe(BOND + ETHER / 400n);
    expect(truth.demands).toEqual([
      {
        height: 26,
        index: 0,
        hash: TRUTH,
        demander: CAT,
        bond: ETHER / 200n,
        at: 12_000,
        deadline: 26_400,
        answer: { by: BEN, at: 13_000, bytes: 4_096 },
        settled: { to: BEN, bond: ETHER / 200n },
      },
    ]);
    expect(lie.claim).toEqual({ reward: BOND / 2n, burned: BOND / 2n, at: 55_300 });
    expect(story.sealed.map(({ keeper, expired }) => [keeper, expired?.by])).toEqual([[DAN, ANN]]);
    expect(story.verdict).toEqual({ root: TRUTH, share: ETHER / 400n, at: 55_100 });
  });

  it("behavior: whoever takes precedence has felled it, where it fell first", () => {
    expect(story.roots[1]?.fall).toMatchObject({ by: ANN, ground: "run", at: 14_000 });
  });

  it("behavior: the order in which a node answers does not matter", () => {
    expect(storyOf(deeds.toReversed())).toEqual(story);
  });

  it("behavior: everybody is named once", () => {
    expect(castOf(story).sort()).toEqual([ANN, BEN, CAT, DAN].sort());
  });

  it("behavior: an odd wei of a bond is burned", () => {
    expect(spoilsOf(3, 5n)).toEqual({ reward: 7n, burned: 8n });
  });

  it("behavior: nothing is told of nothing", () => {
    expect(storyOf([])).toEqual({ roots: [], sealed: [], verdict: undefined, deeds: [] });
  });
});

describe("choresOf", () => {
  const rules = { bond: BOND, demandFloor: ETHER / 500n };
  /** What there is to do once this many of the events have happened. */
  const choresAfter = (
    last: Deed["eventName"],
    now: number,
    view: Partial<EpochView> = {},
    demandBond?: bigint,
  ) => {
    const until = deeds.findLastIndex(({ eventName }) => eventName === last);
    const told = storyOf(deeds.slice(0, until + 1));
    return choresOf({ ...VIEW, ...view }, told, { ...rules, demandBond }, now, name).map(
      ({ call, words }) => `${call.functionName}: ${words}`,
    );
  };

  it("default: bonds and rewards wait once the epoch is decided", () => {
    expect(choresAfter("Finalized", 55_100, { outcome: "decided" })).toEqual([
      "settleDemand: Ben showed all plants of root A, and gets the 0.005 ETH that the demand cost.",
      "settle: Ann gets its bond back, and 0.0025 ETH from the pot.",
      "settle: Ben gets its bond back, and 0.0025 ETH from the pot.",
      "claim: Root B fell: 0.1 ETH wait for Ann; 0.1 ETH are burned.",
    ]);
    expect(choresAfter("DemandSettled", 55_400, { outcome: "decided" })).toEqual([
      "settle: Ben gets its bond back, and 0.0025 ETH from the pot.",
    ]);
  });

  it("behavior: a closed seal costs its keeper from the end of the reveals on", () => {
    expect(choresAfter("Revealed", VIEW.revealEnds - 1)).toEqual([]);
    expect(choresAfter("Revealed", VIEW.revealEnds)).toEqual([
      "expire: Dan did not open its seal in time. Whoever says so gets 0.025 ETH, an eighth of its bond; another eighth is burned, the rest is its own again.",
    ]);
  });

  it("behavior: a demand can be raised while it waits, and fells the root when it is overdue", () => {
    expect(choresAfter("Demanded", 26_399, { openDemands: 1 })[0]).toMatch(/^raise: Nobody has/);
    expect(choresAfter("Demanded", 26_400, { openDemands: 1 })[0]).toBe(
      "silence: Nobody showed all plants of root A in time. The root can be felled for it: 0.2 ETH go to Cat, who demanded it.",
    );
  });

  it("behavior: while an answer costs more than the demand pays, it is raised and not felled for", () => {
    const firstAt = (now: number, demandBond: bigint) =>
      choresAfter("Demanded", now, { openDemands: 1 }, demandBond)[0];
    const raise =
      "raise: Nobody has shown all plants of root A yet, and at the present base fee an answer costs more than the 0.005 ETH that the demand pays: until it is raised, silence proves nothing.";
    expect(firstAt(26_399, ETHER / 99n)).toBe(raise);
    expect(firstAt(26_400, ETHER / 99n)).toBe(raise);
    expect(firstAt(26_400, ETHER / 100n)).toMatch(/^silence: /);
  });

  it("behavior: it is decided when every window is over, and not before", () => {
    expect(choresAfter("Felled", 54_999, { standing: 1 })).toEqual([]);
    expect(choresAfter("Felled", 55_000, { standing: 1 })[0]).toMatch(/^finalize: .*Root A stands/);
    expect(choresAfter("Felled", 55_000)[0]).toMatch(/^finalize: .*makes the epoch void/);
  });
});

describe("standingOf", () => {
  it("default: what the views tell is the same story, without its moments and demands", () => {
    const stand = { fallen: false, felledBy: NOBODY, fellAt: 0, claimed: false };
    const fell = { fallen: true, felledBy: ANN, fellAt: 14_100, claimed: true };
    const told = standingOf(
      { ...VIEW, outcome: "decided", share: ETHER / 400n },
      [
        { keeper: ANN, root: TRUTH, isSettled: true, stand },
        { keeper: CAT, root: LIE, isSettled: false, stand: fell },
        { keeper: BEN, root: TRUTH, isSettled: false, stand },
        { keeper: DAN, root: undefined, isSettled: false },
      ],
      { bond: BOND },
    );
    expect(told.roots.map(({ letter, root, keepers }) => [letter, root, keepers.length])).toEqual([
      ["A", TRUTH, 2],
      ["B", LIE, 1],
    ]);
    expect(told.roots[0]!.keepers.map(({ paid }) => paid)).toEqual([
      BOND + ETHER / 400n,
      undefined,
    ]);
    expect(told.roots[1]).toMatchObject({
      fall: { by: ANN, at: 14_100 },
      claim: { reward: BOND / 2n, burned: BOND / 2n },
    });
    expect(told.sealed.map(({ keeper }) => keeper)).toEqual([DAN]);
    expect(told.verdict).toMatchObject({ root: TRUTH, share: ETHER / 400n });
    expect(castOf(told)).toEqual([ANN, BEN, CAT, DAN]);
  });
});

describe("pacesOf", () => {
  it("default: an epoch's pace is counted from its weather on", () => {
    const stories = new Map([[EPOCH, story]]);
    const paces = pacesOf([VIEW, { ...VIEW, epoch: EPOCH - 1 }], stories);
    expect(paces).toEqual([
      {
        epoch: EPOCH - 1,
        toSeal: undefined,
        toReveal: undefined,
        committed: 0,
        revealed: 0,
        roots: 0,
      },
      { epoch: EPOCH, toSeal: 1_000, toReveal: 7_300, committed: 4, revealed: 3, roots: 2 },
    ]);
    expect(medianOf(paces.map(({ toSeal }) => toSeal))).toBe(1_000);
    expect(medianOf([undefined])).toBeUndefined();
  });
});

describe("saidIn", () => {
  const done = { epoch: 9, tokens: 12, renderMs: 3_400, backend: "webgpu" };

  it("default: the newest epoch that was painted to its end", () => {
    const open = { epoch: 10, tokens: 12, renderMs: null, backend: null };
    expect(saidIn("k", [open, done])).toEqual({
      source: "k",
      epoch: 9,
      pictures: 12,
      seconds: 3.4,
      backend: "webgpu",
    });
  });

  it("error: what is no such list says nothing, and no words of its own are shown", () => {
    expect(saidIn("k", { error: "none" })).toBeUndefined();
    expect(saidIn("k", [])).toBeUndefined();
    expect(saidIn("k", [{ ...done, backend: "trust me!" }])?.backend).toBe("a painter");
  });
});

describe("careerOf", () => {
  const view: EpochView = { ...VIEW, outcome: "decided", share: ETHER / 400n };
  const word = { epoch: EPOCH, isCommitted: true, isSettled: false, hasFallen: false };
  const rules = { bond: BOND };

  it("default: what a root came to, and what telling on others brought", () => {
    const words = [{ ...word, root: TRUTH }];
    const career = careerOf(ANN, [view], words, deeds, rules, 60_000);
    expect(career.seasons).toEqual([
      { epoch: EPOCH, fate: "won", root: TRUTH, gain: ETHER / 400n, isSettled: false },
    ]);
    expect(career.rewards).toEqual([
      { epoch: EPOCH, kind: "expired", amount: BOND / 8n },
      { epoch: EPOCH, kind: "felled", amount: BOND / 2n },
    ]);
    const won = ETHER / 400n + BOND / 8n + BOND / 2n;
    expect(courseOf(career, EPOCH - 1, EPOCH + 1)).toEqual({
      epochs: [EPOCH - 1, EPOCH, EPOCH + 1],
      gained: [0n, won, 0n],
      lost: [0n, 0n, 0n],
      sum: [0n, won, won],
    });
  });

  it("behavior: a fallen root costs the bond, a closed seal a quarter that only its event tells", () => {
    const fell = [{ ...word, root: LIE, hasFallen: true }];
    expect(careerOf(CAT, [view], fell, [], rules, 60_000).seasons[0]).toMatchObject({
      fate: "fell",
      gain: -BOND,
    });
    const silent = [{ ...word, isCommitted: false, root: undefined }];
    const career = careerOf(DAN, [view], silent, deeds, rules, 60_000);
    expect(career.seasons[0]).toMatchObject({ fate: "expired", gain: -BOND / 4n });
    expect(careerOf(DAN, [view], silent, [], rules, 60_000).seasons).toEqual([]);
  });

  it("behavior: while the epoch is open, nothing is gained or lost", () => {
    const sealed = [{ ...word, root: undefined }];
    const fateAt = (now: number, root?: Hex) =>
      careerOf(ANN, [VIEW], [{ ...sealed[0]!, root }], [], rules, now).seasons[0];
    expect(fateAt(VIEW.revealEnds - 1)).toMatchObject({ fate: "sealed", gain: 0n });
    expect(fateAt(VIEW.revealEnds)).toMatchObject({ fate: "late", gain: 0n });
    expect(fateAt(VIEW.revealEnds, TRUTH)).toMatchObject({ fate: "stands", gain: 0n });
  });
});

describe("phaseOf", () => {
  it("default: windows follow each other, and then it is decided", () => {
    const at = (now: number, change: Partial<EpochView> = {}) =>
      phaseOf({ ...VIEW, ...change }, now).kind;
    expect([8_199, 8_200, 11_799, 11_800, 54_999, 55_000].map((now) => at(now))).toEqual([
      ...["commit", "reveal", "reveal", "challenge", "challenge"],
      "due",
    ]);
    expect(at(55_000, { openDemands: 1 })).toBe("unanswered");
    expect(at(55_000, { waitUntil: 55_001 })).toBe("follow-up");
    expect(at(55_001, { waitUntil: 55_001 })).toBe("due");
    expect(at(2_000, { outcome: "void" })).toBe("void");
  });

  it("behavior: each phase has its own words", () => {
    const words = [
      phaseWords({ kind: "commit", until: 8_200 }, VIEW, 1_000),
      phaseWords({ kind: "reveal", until: 11_800 }, VIEW, 8_200),
      phaseWords({ kind: "challenge", until: 55_000 }, VIEW, 54_990),
      phaseWords({ kind: "unanswered" }, { ...VIEW, openDemands: 2 }, 55_000),
      phaseWords({ kind: "due" }, VIEW, 55_000),
      phaseWords({ kind: "void" }, { ...VIEW, standing: 0 }, 55_000),
      phaseWords({ kind: "void" }, VIEW, 55_000),
    ];
    expect(new Set(words).size).toBe(words.length);
    expect(words[0]).toContain("another 2 h");
    expect(words[2]).toContain("another 1 min");
  });
});

describe("telling", () => {
  it("default: every event is a sentence that names who and what", () => {
    const sentences = story.deeds.map((deed) => deedWords(deed, story, name));
    expect(sentences).toContain("Ben felled root B: the chain paints other pixels.");
    expect(sentences).toContain(
      "Dan never opened its seal: 0.025 ETH of its bond to Ann, 0.025 ETH burned.",
    );
    expect(sentences).toContain("Cat demanded to see all plants of root A, for 0.005 ETH.");
    expect(sentences).toContain("Ben showed all plants of root A, 4,096 bytes.");
    expect(sentences).toContain("Ann was paid 0.1 ETH for felling root B; 0.1 ETH were burned.");
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toMatch(/0x|undefined|\?/);
    }
  });

  it("behavior: what stands is one sentence", () => {
    expect(standingWords(story)).toBe(
      "Root A with 2 keepers stands, root B with 1 keeper has fallen.",
    );
    expect(standingWords(storyOf(deeds.slice(0, 3)))).toBe("3 keepers sealed an answer.");
    expect(standingWords(storyOf([]))).toBe("Nobody has committed.");
  });

  it("behavior: nodes are told by their plants and rows", () => {
    expect(nodeWords(26, 0)).toBe("all plants");
    expect(nodeWords(19, 2)).toBe("plants 256 to 383");
    expect(nodeWords(12, 7)).toBe("plant 7");
    expect(nodeWords(6, 7 * 64 + 1)).toBe("plant 7, rows 4 to 8");
    expect(nodeWords(6, 7 * 64 + 56)).toBe("plant 7, rows 238 to 239");
    expect([26, 19].map((height) => plantOf(height, 0))).toEqual([undefined, undefined]);
    expect(plantOf(12, 7)).toBe(7);
    expect(plantOf(6, 7 * 64 + 1)).toBe(7);
  });
});

describe("drawingOf", () => {
  const decided = { ...VIEW, outcome: "decided" as const };
  const draw = (count: number, now: number, view = VIEW, width = 800) =>
    drawingOf(view, storyOf(deeds.slice(0, count)), now, width);

  it("default: answers are seeds, roots are stems, the one that is left blossoms", () => {
    const { seeds, stems, sunX } = draw(deeds.length, 60_000, decided);
    expect(seeds.map(({ state }) => state).sort()).toEqual([
      "lost",
      "revealed",
      "revealed",
      "revealed",
    ]);
    expect(stems.map(({ letter, state }) => [letter, state])).toEqual([
      ["A", "blossoms"],
      ["B", "fallen"],
    ]);
    expect(stems[0]?.leaves).toMatchObject([{ isAnswered: true }]);
    expect(sunX).toBeUndefined();
  });

  it("behavior: time runs to the right, and nothing leaves the frame", () => {
    for (const width of [300, 375, 1_200]) {
      let before = 0;
      for (const [i, { time }] of deeds.entries()) {
        if (time > VIEW.challengeEnds) break;
        const drawing = draw(i + 1, time, VIEW, width);
        expect(drawing.sunX).toBeGreaterThanOrEqual(before);
        before = drawing.sunX!;
        for (const { x, y } of [...drawing.seeds, ...drawing.stems.map(({ tip }) => tip)]) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
          expect(y).toBeLessThanOrEqual(drawing.height);
        }
      }
    }
  });

  it("behavior: the window that runs is marked, and only while it runs", () => {
    const running = (now: number, view = VIEW) =>
      draw(7, now, view)
        .bands.filter(({ isNow }) => isNow)
        .map((band) => band.name);
    expect([2_000, 9_000, 20_000, 56_000].map((now) => running(now))).toEqual([
      ["commit"],
      ["reveal"],
      ["challenge"],
      ["decide"],
    ]);
    expect(running(56_000, decided)).toEqual([]);
  });

  it("behavior: two hundred keepers fit", () => {
    const many = Array.from({ length: 200 }, (_, i) => [
      deedOf(log("Committed", { keeper: addressOf(i + 9), commitment: TRUTH }, 2_000 + i), 0),
      deedOf(log("Revealed", { keeper: addressOf(i + 9), root: TRUTH, cid: CID }, 8_300 + i), 0),
    ]).flat();
    const { height } = drawingOf(VIEW, storyOf(many), 20_000, 375);
    expect(height).toBeLessThan(240);
  });
});

describe("fellingOf", () => {
  const node = { height: 6n, index: 449n, hash: LIE, path: [] };
  const inputs = { model: 0n, latent: LIE, condition: LIE };

  it("default: a challenge names the plant and the run", () => {
    const args = [55_371n, CAT, 7n, 1_163n, "0x", inputs, [], TRUTH] as const;
    const data = encodeFunctionData({ abi: almanacAbi, functionName: "challenge", args });
    expect(fellingOf(data)).toEqual({ tokenId: 7, run: 1_163 });
  });

  it("behavior: padding and silence name the node", () => {
    const padding = encodeFunctionData({
      abi: almanacAbi,
      functionName: "challengePadding",
      args: [55_371n, CAT, { ...node, inputs }, TRUTH],
    });
    const silence = encodeFunctionData({
      abi: almanacAbi,
      functionName: "silence",
      args: [55_371n, CAT, node.height, node.index, node.hash],
    });
    for (const data of [padding, silence]) {
      expect(fellingOf(data)).toEqual({ node: { height: 6, index: 449 } });
    }
  });

  it("behavior: what came through another contract is not guessed at", () => {
    expect(fellingOf("0x12345678")).toBeNull();
    expect(fellingOf("0x")).toBeNull();
  });
});

function addressOf(i: number): Address {
  return `0x${i.toString(16).padStart(40, "0")}`;
}

function hashOf(byte: string): Hex {
  return `0x${byte.repeat(32)}`;
}

/** A log as a node answers it: one block to a second. */
function log(eventName: Deed["eventName"], args: object, time: number): RawLog {
  const all = { epoch: BigInt(EPOCH), ...args } as Record<string, unknown>;
  const event = almanacAbi.find((item) => item.type === "event" && item.name === eventName);
  if (event?.type !== "event") throw new Error(`There is no event ${eventName}.`);
  const plain = event.inputs.filter(({ indexed }) => !indexed);
  return {
    address: ANN,
    topics: encodeEventTopics({
      abi: almanacAbi,
      eventName,
      args: all,
    } as never) as RawLog["topics"],
    data: encodeAbiParameters(plain, plain.map((input) => all[input.name]) as never),
    blockNumber: `0x${time.toString(16)}`,
    logIndex: "0x0",
    transactionHash: hashOf("77"),
    blockTimestamp: `0x${time.toString(16)}`,
  };
}
