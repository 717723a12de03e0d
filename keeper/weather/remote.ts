/** Reports over HTTP: how reporters serve them, and how keepers read and doubt them. */
import { type Address, type Hex, isAddress, isAddressEqual, isHex } from "viem";
import { z } from "zod";
import { OBSERVATION_RANGES, unpackObservation } from "../../renderer/observation.ts";
import { RetryableError } from "../errors.ts";
import { wordsOf } from "./choose.ts";
import { ask, shaped } from "./http.ts";
import type { Report } from "./reporter.ts";
import { type Assignment, isSignedBy } from "./signing.ts";

/** A contract has no more signers than this. */
const MOST_REPORTS = 31;
const TIMEOUT_MS = 5_000;
const USER_AGENT = "heliotrope-keeper";

const name = z.string().max(200);
const reportShape = z.object({
  signer: z
    .string()
    .refine((value) => isAddress(value, { strict: false }))
    .transform((value) => value as Address),
  observations: hex(2 * 16 * 1_000),
  // 65 bytes, or 64 in the compact form.
  signature: hex(130),
  origins: z
    .array(z.object({ station: name, source: name.nullable(), lineage: name.nullable() }))
    .max(1_000),
});
const answerShape = z.object({
  chainId: z.number().int(),
  climate: z.string(),
  epoch: z.string(),
  signerSetVersion: z.string(),
  reports: z.array(reportShape).max(MOST_REPORTS),
});

/** What `GET /reports/:epoch` answers: everything that the signatures bind, so that a stranger can check them. */
export function answerOf(assignment: Assignment, reports: readonly Report[]) {
  return {
    chainId: assignment.chainId,
    climate: assignment.climate,
    epoch: assignment.epoch.toString(),
    signerSetVersion: assignment.signerSetVersion.toString(),
    reports,
  };
}

/**
 * The reports that a reporter serves for the assignment, by those of `members` that really signed them. Throws
 * RetryableError when it has none, or when what it serves is not for this epoch of this climate.
 */
export async function readRemote(
  url: string,
  assignment: Assignment,
  members: readonly Address[],
): Promise<readonly Report[]> {
  const { body } = await ask({
    url: `${url}/reports/${assignment.epoch}`,
    userAgent: USER_AGENT,
    timeoutMs: TIMEOUT_MS,
  });
  const answer = shaped(answerShape, body);
  const { chainId, climate, epoch, signerSetVersion } = assignment;
  const isOurs =
    answer.chainId === chainId &&
    answer.climate.toLowerCase() === climate.toLowerCase() &&
    answer.epoch === epoch.toString();
  if (!isOurs) throw new RetryableError("its reports are of another epoch, climate or chain");
  if (answer.signerSetVersion !== signerSetVersion.toString()) {
    throw new RetryableError(
      `it signs for version ${answer.signerSetVersion.slice(0, 20)} of the signer set, where ${signerSetVersion} is in force`,
    );
  }
  const sound: Report[] = [];
  for (const report of answer.reports) {
    const why = await faultOf(report, assignment, members);
    if (why !== null) throw new RetryableError(`the report of ${report.signer} ${why}`);
    sound.push(report);
  }
  return sound;
}

/** Why a report would be refused by the contract, or would do harm there; null when it is sound. */
export async function faultOf(
  report: Report,
  assignment: Assignment,
  members: readonly Address[],
): Promise<string | null> {
  if (!members.some((member) => isAddressEqual(member, report.signer))) {
    return "is by nobody whom the climate knows";
  }
  const words = wordsOf(report.observations);
  const length = 2 + 32 * assignment.stations.length;
  if (report.observations.length !== length) return "is not of as many stations as there are";
  if (words.some((word) => !isInRange(word))) return "holds weather that cannot be";
  if (!(await isSignedBy(assignment, report))) return "is not signed by its signer";
  return null;
}

/** A median may come to lie on any report's number, so each of them is held to the contract's ranges. */
function isInRange(word: bigint): boolean {
  const seen = unpackObservation(word);
  return Object.entries(OBSERVATION_RANGES).every(([field, [lowest, highest]]) => {
    const value = seen[field as keyof typeof OBSERVATION_RANGES];
    return value >= lowest && value <= highest;
  });
}

function hex(longest: number) {
  return z
    .string()
    .max(longest + 2)
    .refine((value) => isHex(value))
    .transform((value) => value.toLowerCase() as Hex);
}
