import type { PGlite } from "@electric-sql/pglite";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { climateAbi } from "../../../contracts/abi.ts";
import { type Bureau, openBureau } from "../../../keeper/weather/bureau.ts";
import { chooseReports, independenceOf } from "../../../keeper/weather/choose.ts";
import { loadRecordings, recordingsFile } from "../../../keeper/weather/recordings.ts";
import { answerOf as reportsOf } from "../../../keeper/weather/remote.ts";
import { packObservation, unpackObservation } from "../../../renderer/observation.ts";
import { KEYS } from "../anvil.ts";
import { openBlank } from "../blank.ts";
import { killKeepers, startKeeper } from "../process.ts";
import { type ClimateChain, startClimate } from "./climate.ts";
import { json, type Loose, openService, raw, type Service } from "./service.ts";

const accounts = KEYS.slice(1, 5).map((key) => privateKeyToAccount(key));
const recordings = loadRecordings(recordingsFile());
let chain: ClimateChain;
let service: Service;
let db: PGlite;

beforeAll(async () => {
  db = await openBlank();
  service = await openService();
  // Four keys and a contract, of which three are wanted.
  chain = await startClimate(
    accounts.map(({ address }) => address),
    3n,
  );
});
afterAll(async () => {
  killKeepers();
  await chain?.close();
  await service?.close();
  await db?.close();
});

const open = (keys: readonly number[], remotes: readonly string[] = []): Bureau =>
  openBureau({
    db,
    recordings,
    sources: [],
    remotes,
    rpc: chain.rpc,
    signers: keys.map((index) => accounts[index]!),
  });

/** What a bureau has at the present head. */
async function collect(bureau: Bureau) {
  const call = await chain.call();
  const { number, timestamp } = await chain.rpc.client.getBlock();
  const at = { blockNumber: number, startBlock: 0n };
  return { call, ...(await bureau.collect(call, timestamp, at)) };
}

describe("openBureau", () => {
  test("default", async () => {
    await chain.nextEpoch();
    const { call, reports, awaited, faults } = await collect(open([0, 1, 2, 3]));
    expect(reports).toHaveLength(4);
    // The contract may report as long as it likes; nobody here waits for it.
    expect({ awaited, faults }).toEqual({ awaited: 0, faults: [] });
    const chosen = chooseReports(reports, call.threshold, call.epoch)!;
    await submitted(call.epoch, chosen);
  });

  test("behavior: own keys, a reporter elsewhere and a contract make one submission", async () => {
    await chain.nextEpoch();
    const call = await chain.call();
    const { timestamp } = await chain.rpc.client.getBlock();
    const elsewhere = await open([3]).report(call, timestamp);
    service.reply = json(reportsOf(call, elsewhere.reports));
    const bureau = open([0], [service.url]);
    expect((await collect(bureau)).reports).toHaveLength(2);
    await chain.deliver(call.epoch, elsewhere.reports[0]!.observations);
    const { reports } = await collect(bureau);
    expect(reports).toHaveLength(3);
    expect(reports.map(({ signer }) => signer.toLowerCase())).toContain(chain.contract);
    const chosen = chooseReports(reports, call.threshold, call.epoch)!;
    expect(independenceOf(chosen)).toBe(2);
    await submitted(call.epoch, chosen);
  });

  test("behavior: a contract is not relayed in an epoch of which it said nothing", async () => {
    await chain.nextEpoch();
    const { reports } = await collect(open([0]));
    expect(reports.map(({ signer }) => signer)).toEqual([accounts[0]!.address]);
  });

  test("behavior: what it said of an epoch it says to whoever asks", async () => {
    await chain.nextEpoch();
    const bureau = open([0, 1]);
    const { call, reports } = await collect(bureau);
    expect(bureau.said(call.epoch)).toEqual(reportsOf(call, reports));
    expect(bureau.said(call.epoch + 1n)).toBeNull();
    expect(bureau.sources()).toMatchObject([{ name: "replay", kind: "recording", up: true }]);
  });

  const change = (observations: string, field: object): string => {
    const word = BigInt(`0x${observations.slice(2, 34)}`);
    const other = packObservation({ ...unpackObservation(word), ...field });
    return `0x${other.toString(16).padStart(32, "0")}${observations.slice(34)}`;
  };
  test.each<[string, (answer: Loose) => unknown, string]>([
    [
      "of another chain",
      (a) => {
        a.chainId = 1;
      },
      "are of another epoch, climate or chain",
    ],
    [
      "of another climate",
      (a) => {
        a.climate = `0x${"11".repeat(20)}`;
      },
      "are of another epoch, climate or chain",
    ],
    [
      "of an old epoch",
      (a) => {
        a.epoch = String(BigInt(a.epoch) - 1n);
      },
      "are of another epoch, climate or chain",
    ],
    [
      "of a time to come",
      (a) => {
        a.epoch = String(BigInt(a.epoch) + 1n);
      },
      "are of another epoch, climate or chain",
    ],
    [
      "of another signer set",
      (a) => {
        a.signerSetVersion = "2";
      },
      "signs for version 2 of the signer set, where 1 is in force",
    ],
    [
      "by a stranger",
      (a) => {
        a.reports[0].signer = privateKeyToAccount(KEYS[5]).address;
      },
      "is by nobody whom the climate knows",
    ],
    [
      "in another's name",
      (a) => {
        a.reports[0].signer = accounts[1]!.address;
      },
      "is not signed by its signer",
    ],
    [
      "changed on the way",
      (a) => {
        a.reports[0].observations = change(a.reports[0].observations, { tempCentiC: 1 });
      },
      "is not signed by its signer",
    ],
    [
      "out of range",
      (a) => {
        a.reports[0].observations = change(a.reports[0].observations, { cloudPct: 101 });
      },
      "holds weather that cannot be",
    ],
    [
      "with an unknown code",
      (a) => {
        a.reports[0].observations = change(a.reports[0].observations, { codeRank: 31 });
      },
      "holds weather that cannot be",
    ],
    [
      "of too few stations",
      (a) => {
        a.reports[0].observations = a.reports[0].observations.slice(0, 34);
      },
      "is not of as many stations as there are",
    ],
    [
      "signed with nonsense",
      (a) => {
        a.reports[0].signature = "0x1234";
      },
      "is not signed by its signer",
    ],
    [
      "too many",
      (a) => {
        a.reports = Array.from({ length: 40 }, () => a.reports[0]);
      },
      "has changed its shape at reports",
    ],
    ["in another shape", (a) => [a], "has changed its shape at its top"],
  ])("error: reports that are %s are refused", async (_, spoil, reason) => {
    const call = await chain.call();
    const { timestamp } = await chain.rpc.client.getBlock();
    const { reports } = await open([3]).report(call, timestamp);
    const answer = JSON.parse(JSON.stringify(reportsOf(call, reports)));
    service.reply = json(spoil(answer) ?? answer);
    const collected = await collect(open([0], [service.url]));
    expect(collected.reports).toHaveLength(1);
    expect(collected.faults).toHaveLength(1);
    expect(collected.faults[0]).toContain(reason);
  });

  test("error: a reporter that is down is asked again, and its address is not told", async () => {
    let clock = 0;
    service.reply = raw(404, "");
    const bureau = openBureau({
      db,
      recordings,
      sources: [],
      rpc: chain.rpc,
      clock: () => clock,
      remotes: [`${service.url}/secret-path`],
      signers: [accounts[0]!],
    });
    service.asked.length = 0;
    const { faults, awaited } = await collect(bureau);
    expect(awaited).toBe(4);
    expect(faults[0]).toMatch(/^reporter 127\.0\.0\.1:\d+: it answers HTTP 404$/);
    await collect(bureau);
    expect(service.asked).toHaveLength(1);
    clock = 5;
    await collect(bureau);
    expect(service.asked).toHaveLength(2);
  });
});

describe("keeper reporter", () => {
  const env = () => ({
    RPC_URL: chain.anvil.url,
    DEPLOYMENT: `${chain.folder}/deployment.json`,
    DATA_DIR: chain.folder,
    REPORTER_KEYS: KEYS[1],
    POLL_MS: "50",
  });
  const ask = async (url: string, path: string): Promise<Loose> => (await fetch(url + path)).json();

  test("behavior: killed and started again, it says what it said", async () => {
    await chain.nextEpoch();
    const call = await chain.call();
    const heard = async () => {
      const reporter = startKeeper(["reporter"], env());
      await reporter.up;
      for (;;) {
        const answer = await ask(reporter.url()!, `/reports/${call.epoch}`);
        if (answer.reports !== undefined) return { reporter, answer };
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const first = await heard();
    expect(await ask(first.reporter.url()!, "/api/weather")).toMatchObject({
      reporters: [accounts[0]!.address],
      sources: [{ name: "replay", attribution: expect.stringContaining("NOAA") }],
    });
    first.reporter.child.kill("SIGKILL");
    await first.reporter.exited;
    const second = await heard();
    expect(second.answer).toEqual(first.answer);
    // A keeper takes it for what it is.
    const { reports } = await collect(open([1, 2], [second.reporter.url()!]));
    expect(reports).toHaveLength(3);
    await submitted(call.epoch, chooseReports(reports, 3, call.epoch)!);
    const status = (path: string) =>
      fetch(second.reporter.url() + path).then((response) => response.status);
    expect(await status("/reports/1")).toBe(404);
    expect(await status("/reports/x")).toBe(400);
    expect(await status("/readyz")).toBe(200);
    second.reporter.child.kill("SIGTERM");
    expect(await second.reporter.exited).toBe(0);
  });

  test("error: no key, nothing to say", async () => {
    const reporter = startKeeper(["reporter"], { ...env(), REPORTER_KEYS: "" });
    expect(await reporter.exited).toBe(1);
    expect(reporter.log()).toContain("REPORTER_KEYS is not set");
  });
});

async function submitted(epoch: bigint, chosen: NonNullable<ReturnType<typeof chooseReports>>) {
  await chain.submit(
    epoch,
    chosen.map(({ observations }) => observations),
    chosen.map(({ signature }) => signature),
  );
  const at = await chain.rpc.client.readContract({
    address: chain.climate,
    abi: climateAbi,
    functionName: "acceptedAt",
    args: [epoch],
  });
  expect(at).toBeGreaterThan(0);
}
