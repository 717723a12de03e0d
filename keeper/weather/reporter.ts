/** One reporter: looks at every station through its own sources, gives its word once, and signs it. */
import type { Address, Hex } from "viem";
import { bytesToHex } from "viem";
import { encodeReport } from "../../renderer/observation.ts";
import type { Word, Words } from "../store/reports.ts";
import { quantize } from "./quantize.ts";
import { look, type Seen } from "./read.ts";
import { type Assignment, type ReportSigner, reportData } from "./signing.ts";
import type { Source } from "./source.ts";

/** For this part of an epoch a reporter waits for stations that its sources do not have yet. */
const PATIENCE = 20;

/** Where a station's numbers in a report are from; nulls where the report has none. */
export interface Origin {
  readonly station: string;
  readonly source: string | null;
  readonly lineage: string | null;
}

export interface Report {
  readonly signer: Address;
  readonly observations: Hex;
  readonly signature: Hex;
  /** Per station, in the contract's order. */
  readonly origins: readonly Origin[];
}

/** Either a report, or what it still waits for. */
export type Outcome =
  | { readonly report: Report; readonly faults: readonly string[] }
  | { readonly report: null; readonly faults: readonly string[] };

export interface Reporter {
  readonly address: Address;
  /** Asking again gives the same word. `now` is the chain's time. */
  report(assignment: Assignment, now: bigint): Promise<Outcome>;
}

export interface ReporterOptions {
  readonly signer: ReportSigner;
  /** The first that has a station is believed. */
  readonly sources: readonly Source[];
  readonly words: Words;
}

export function openReporter({ signer, sources, words }: ReporterOptions): Reporter {
  const canWait = sources.some(({ kind }) => kind !== "recording");

  async function signed(assignment: Assignment, word: Word, faults: readonly string[]) {
    const { observations } = word;
    const signature = await signer.signTypedData(reportData(assignment, observations));
    const origins = JSON.parse(word.sources) as Origin[];
    return { report: { signer: signer.address, observations, signature, origins }, faults };
  }

  return {
    address: signer.address,
    report: async (assignment, now) => {
      const { chainId, climate, epoch, epochSeconds, stations } = assignment;
      const key = { chainId, climate, epoch, signer: signer.address };
      const given = await words.given(key);
      if (given !== null) return signed(assignment, given, []);

      const instant = Number(epoch) * epochSeconds;
      const seen = await look(sources, stations, { epoch, instant, seconds: epochSeconds });
      const faults = seen.flatMap(faultsOf);
      const isEarly = Number(now) < instant + epochSeconds / PATIENCE;
      // Its word is final, so it is not given while a station that is late may still come.
      if (canWait && isEarly && seen.some(({ weather }) => weather === null)) {
        return { report: null, faults };
      }
      const observations = bytesToHex(
        encodeReport(
          seen.map(({ weather }) => (weather === null ? null : quantize(weather, epochSeconds))),
        ),
      );
      const origins = seen.map(({ station, source, lineage }) => ({ station, source, lineage }));
      const word = { ...key, observations, sources: JSON.stringify(origins) };
      return signed(assignment, await words.give(word), faults);
    },
  };
}

function faultsOf({ station, faults }: Seen): string[] {
  return faults.map((fault) => `${station}: ${fault}`);
}
