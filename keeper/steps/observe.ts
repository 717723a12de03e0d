import { encodeFunctionData } from "viem";
import { climateAbi } from "../../contracts/abi.ts";
import { type Call, readCall } from "../chain/assignment.ts";
import { chooseReports, independenceOf, missingIn } from "../weather/choose.ts";
import type { Context } from "./context.ts";
import type { Survey } from "./survey.ts";

/** For this part of an epoch, reports that would spare a station its missing weather are waited for. */
const PATIENCE = 20n;
/** What was complained of, by context: each epoch's troubles are told when they change, not at every look. */
const told = new WeakMap<Context, string>();
/** The epoch whose reports were counted. */
const counted = new WeakMap<Context, bigint>();

/**
 * When the present epoch has no weather yet, collects what reporters have seen and signed, and submits k of their
 * reports. Does nothing where this keeper knows no reporters.
 */
export async function observe(context: Context, now: Survey): Promise<void> {
  const { bureau, contracts, log, sender, startBlock } = context;
  // Also in an epoch that is accepted: the next one's hours pass meanwhile.
  if (!bureau.isOpen || (now.epochAccepted && !bureau.isWatchDue())) return;
  const { epoch, blockNumber } = now;
  const call = await readCall(context, epoch, now.epochSeconds, blockNumber);
  if (call === null) {
    log.debug(
      { epoch: Number(epoch) },
      "no signer set or no station was in force at this epoch's instant",
    );
    return;
  }
  await bureau.watch(call.stations, now.now);
  if (now.epochAccepted) return;
  const { reports, awaited, faults } = await bureau.collect(call, now.now, {
    blockNumber,
    startBlock,
  });
  const chosen = chooseReports(reports, call.threshold, epoch);
  if (chosen === null || (awaited > 0 && isWorthWaiting(call, chosen, now.now))) {
    complain(context, chosen === null, {
      epoch: Number(epoch),
      here: reports.length,
      needed: call.threshold,
      awaited,
      faults,
    });
    return;
  }
  await sender.enqueue({
    kind: "observe",
    subject: `epoch ${epoch}`,
    target: contracts.Climate,
    data: encodeFunctionData({
      abi: climateAbi,
      functionName: "submit",
      args: [
        epoch,
        chosen.map(({ observations }) => observations),
        chosen.map(({ signature }) => signature),
      ],
    }),
    expiresAt: (epoch + 1n) * BigInt(now.epochSeconds),
  });
  if (counted.get(context) === epoch) return;
  counted.set(context, epoch);
  const missing = missingIn(chosen);
  if (missing.length > 0) {
    log.warn(
      { epoch: Number(epoch), missing, faults },
      "no usable record for these stations; reported missing",
    );
  }
  for (const { signer } of chosen) {
    context.metrics.reports.inc({ reporter: signer, outcome: "submitted" });
  }
  const lineages = independenceOf(chosen);
  log.debug({ epoch: Number(epoch), reports: chosen.length, lineages }, "weather is on its way");
}

function isWorthWaiting(call: Call, chosen: Parameters<typeof missingIn>[0], now: bigint): boolean {
  const seconds = BigInt(call.epochSeconds);
  return now < call.epoch * seconds + seconds / PATIENCE && missingIn(chosen).length > 0;
}

function complain(context: Context, isShort: boolean, what: Record<string, unknown>): void {
  const text = JSON.stringify(what);
  if (told.get(context) === text) return;
  told.set(context, text);
  context.log[isShort ? "warn" : "info"](
    what,
    isShort
      ? "too few of the climate's signers have reported here to submit weather"
      : "some stations are missing in the reports that are here; waiting for the others",
  );
}
