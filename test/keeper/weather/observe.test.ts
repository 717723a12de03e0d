import { pino } from "pino";
import { decodeFunctionData, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { climateAbi } from "../../../contracts/abi.ts";
import { createMetrics } from "../../../keeper/metrics.ts";
import type { Context } from "../../../keeper/steps/context.ts";
import { observe } from "../../../keeper/steps/observe.ts";
import type { Survey } from "../../../keeper/steps/survey.ts";
import { openBureau } from "../../../keeper/weather/bureau.ts";
import { loadRecordings, recordingsFile } from "../../../keeper/weather/recordings.ts";
import { answerOf as reportsOf } from "../../../keeper/weather/remote.ts";
import { openReplay } from "../../../keeper/weather/replay.ts";
import { openReporter, type Report } from "../../../keeper/weather/reporter.ts";
import { KEYS } from "../anvil.ts";
import { openBlank } from "../blank.ts";
import { type ClimateChain, EPOCH_SECONDS, startClimate } from "./climate.ts";
import { json, openService, type Service } from "./service.ts";

const accounts = KEYS.slice(1, 5).map((key) => privateKeyToAccount(key));
const recordings = loadRecordings(recordingsFile());
const seattleOnly = {
  ...recordings,
  byName: new Map([...recordings.byName].filter(([name]) => name === "Seattle")),
};
let chain: ClimateChain;
let service: Service;
const db = await openBlank();

beforeAll(async () => {
  service = await openService();
  chain = await startClimate(
    accounts.map(({ address }) => address),
    3n,
  );
});
afterAll(async () => {
  await chain?.close();
  await service?.close();
  await db.close();
});

/** A keeper with these reporters of its own, and one elsewhere; everything that it wanted sent, and its log. */
function keeper(keys: readonly number[], some = recordings) {
  const sent: { subject: string; data: Hex }[] = [];
  const lines: string[] = [];
  let clock = 0;
  const bureau = openBureau({
    db,
    sources: [],
    recordings: some,
    rpc: chain.rpc,
    remotes: [service.url],
    signers: keys.map((index) => accounts[index]!),
    clock: () => (clock += 10),
  });
  const context = {
    bureau,
    rpc: chain.rpc,
    startBlock: 0n,
    metrics: createMetrics(),
    contracts: { Climate: chain.climate },
    sender: { enqueue: async (wish: { subject: string; data: Hex }) => void sent.push(wish) },
    log: pino({ base: null, level: "info" }, { write: (line: string) => void lines.push(line) }),
  } as unknown as Context;
  const look = async (isAccepted = false) => {
    const { number, timestamp } = await chain.rpc.client.getBlock();
    await observe(context, {
      epoch: timestamp / EPOCH_SECONDS,
      epochSeconds: Number(EPOCH_SECONDS),
      blockNumber: number,
      now: timestamp,
      epochAccepted: isAccepted,
    } as Survey);
  };
  return { context, sent, log: () => lines.join(""), look };
}

/** What a reporter elsewhere says. */
async function elsewhere(index: number, some = recordings): Promise<void> {
  const call = await chain.call();
  const signer = accounts[index]!;
  const words = { given: async () => null, give: async <W>(word: W) => word };
  const sources = [openReplay(some, signer.address)];
  const { report } = await openReporter({ signer, sources, words }).report(call, 0n);
  service.reply = json(reportsOf(call, [report as Report]));
}

const silence = () => {
  service.reply = (response) => response.writeHead(404).end();
};

describe("observe", () => {
  test("default", async () => {
    await chain.nextEpoch();
    silence();
    const { sent, look, context } = keeper([0, 1, 2]);
    await look();
    await look();
    const { epoch } = await chain.call();
    expect(sent.map(({ subject }) => subject)).toEqual([`epoch ${epoch}`, `epoch ${epoch}`]);
    // Asked for twice and counted once; the same bytes each time.
    expect(sent[1]!.data).toBe(sent[0]!.data);
    const { values } = await context.metrics.reports.get();
    expect(values.map(({ value }) => value)).toEqual([1, 1, 1]);
    const { args } = decodeFunctionData({ abi: climateAbi, data: sent[0]!.data });
    await chain.submit(...(args as [bigint, Hex[], Hex[]]));
  });

  test("behavior: too few reports send nothing, and are complained of once", async () => {
    await chain.nextEpoch();
    silence();
    const { sent, look, log } = keeper([0, 1]);
    await look();
    await look();
    expect(sent).toEqual([]);
    expect(log().split("too few of the climate's signers").length).toBe(2);
    await elsewhere(2);
    await look();
    expect(sent).toHaveLength(1);
  });

  test("behavior: a report that would spare a station is waited for, but not for ever", async () => {
    await chain.nextEpoch();
    silence();
    // One of three does not know New York: with a fourth, nothing would be missing.
    const { sent, look, log } = keeper([0, 1]);
    await elsewhere(2, seattleOnly);
    await look();
    expect(sent).toEqual([]);
    expect(log()).toContain("waiting for the others");
    await elsewhere(3);
    await look();
    expect(sent).toHaveLength(1);
    expect(log()).not.toContain("reported missing");

    await chain.nextEpoch();
    const patient = keeper([0, 1]);
    await elsewhere(2, seattleOnly);
    await patient.look();
    expect(patient.sent).toEqual([]);
    const { timestamp } = await chain.rpc.client.getBlock();
    await chain.anvil.client.setNextBlockTimestamp({ timestamp: timestamp + EPOCH_SECONDS / 20n });
    await chain.anvil.client.mine({ blocks: 1 });
    await patient.look();
    expect(patient.sent).toHaveLength(1);
    expect(patient.log()).toContain('"missing":["New York"]');
  });

  test("behavior: an epoch that is accepted is left alone", async () => {
    const { sent, look } = keeper([0, 1, 2, 3]);
    await look(true);
    expect(sent).toEqual([]);
  });
});
