/** A reporter's day: at each look, whether an epoch has begun whose weather is not signed yet. */
import type { Logger } from "pino";
import { climateAbi } from "../../contracts/abi.ts";
import { type Call, readCall } from "../chain/assignment.ts";
import type { Contracts } from "../chain/deployment.ts";
import { type Rpc, readHead } from "../chain/rpc.ts";
import { FatalError, oneLine } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import { pause } from "../pause.ts";
import type { Bureau } from "./bureau.ts";
import { missingIn } from "./choose.ts";

export interface DutyOptions {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly bureau: Bureau;
  readonly confirmations: bigint;
  readonly pollMs: number;
  readonly signal: AbortSignal;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export interface Duty {
  /** Resolves when the signal has ended it. */
  readonly ended: Promise<void>;
  /** What does not work now and is tried again; null when all is well. */
  readonly trouble: () => string | null;
  /** The epoch that it last looked at; null before the first look. */
  readonly epoch: () => bigint | null;
}

export function startDuty(options: DutyOptions): Duty {
  const { rpc, contracts, bureau, confirmations, pollMs, signal, metrics, log } = options;
  const { client } = rpc;
  const climate = { address: contracts.Climate, abi: climateAbi } as const;
  let trouble: string | null = null;
  let epochSeconds: bigint | null = null;
  let call: Call | null = null;
  let epoch: bigint | null = null;
  /** The epoch of which every reporter here has given its word, and the last complaint. */
  let done: bigint | null = null;
  let told = "";

  async function look(): Promise<void> {
    epochSeconds ??= BigInt(
      await client.readContract({ ...climate, functionName: "EPOCH_SECONDS" }),
    );
    const head = await readHead(client);
    const blockNumber = head.number > confirmations ? head.number - confirmations : 0n;
    const { timestamp } = confirmations === 0n ? head : await client.getBlock({ blockNumber });
    epoch = timestamp / epochSeconds;
    if (done === epoch && !bureau.isWatchDue()) return;
    // What is wanted of an epoch is fixed when it begins; a fork may still begin it anew.
    if (call?.epoch !== epoch)
      call = await readCall(options, epoch, Number(epochSeconds), blockNumber);
    if (call === null) return;
    await bureau.watch(call.stations, timestamp);
    if (done === epoch) return;
    const { reports, awaited, faults } = await bureau.report(call, timestamp);
    if (reports.length === 0 && awaited === 0) {
      tell("none of REPORTER_KEYS is in the climate's signer set", { epoch: Number(epoch) });
      return;
    }
    if (awaited > 0)
      tell("waiting for stations that have no weather yet", { epoch: Number(epoch), faults });
    if (awaited === 0) {
      done = epoch;
      const missing = missingIn(reports);
      const signers = reports.map(({ signer }) => signer);
      for (const reporter of signers) metrics.reports.inc({ reporter, outcome: "signed" });
      log.info({ epoch: Number(epoch), signers, missing, faults }, "signed the weather");
    }
  }

  function tell(message: string, what: Record<string, unknown>): void {
    const text = JSON.stringify([message, what]);
    if (text !== told) log.warn(what, message);
    told = text;
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await look();
        if (trouble !== null) log.info("works again");
        trouble = null;
      } catch (error) {
        if (error instanceof FatalError) throw error;
        const why = oneLine(error);
        if (why !== trouble) log.warn({ why }, "a look did not finish; trying again");
        trouble = why;
      }
      await pause(pollMs, signal);
    }
  }

  return { ended: run(), trouble: () => trouble, epoch: () => epoch };
}
