/** Where a keeper gets its reports: from reporters of its own, from others over HTTP, and from contracts. */
import { type Address, isAddressEqual } from "viem";
import type { Call } from "../chain/assignment.ts";
import type { Rpc } from "../chain/rpc.ts";
import { oneLine } from "../errors.ts";
import type { Database } from "../store/database.ts";
import { openWords } from "../store/reports.ts";
import { healthy, type SourceHealth, type Watched } from "./health.ts";
import type { Recordings } from "./recordings.ts";
import { relayed } from "./relay.ts";
import { answerOf, readRemote } from "./remote.ts";
import { openReplay } from "./replay.ts";
import { openReporter, type Report, type Reporter } from "./reporter.ts";
import type { ReportSigner } from "./signing.ts";
import type { Source, Station } from "./source.ts";

/** Between two looks at what may be due; services are asked far less often. */
const WATCH_SECONDS = 60;
/** A reporter that had no answer is asked again after so long. */
const ASK_AGAIN_SECONDS = 5;

/** An epoch can be submitted until the next begins; whoever asks later is only curious. */
const KEPT_EPOCHS = 8n;

export interface Collection {
  readonly reports: readonly Report[];
  /** Members that have not given their word here, but still may. */
  readonly awaited: number;
  /** One sentence for each thing that stood in the way. */
  readonly faults: readonly string[];
}

export interface Bureau {
  /** Whether anybody at all may report here. */
  readonly isOpen: boolean;
  /** Everything that can be had for the call now. */
  collect(call: Call, now: bigint, at: At): Promise<Collection>;
  /** Reports by this bureau's own reporters alone. */
  report(call: Call, now: bigint): Promise<Collection>;
  /** Whether there are sources that only look ahead, and it is time to let them. */
  isWatchDue(): boolean;
  /** Lets them gather. `now` is the chain's time. */
  watch(stations: readonly Station[], now: bigint): Promise<void>;
  /** What this bureau's own reporters have said of an epoch; null when nothing, or too long ago. */
  said(epoch: bigint): ReturnType<typeof answerOf> | null;
  sources(): readonly SourceHealth[];
  reporters(): readonly Address[];
}

export interface At {
  readonly blockNumber: bigint;
  readonly startBlock: bigint;
}

export interface BureauOptions {
  readonly db: Database;
  readonly signers: readonly ReportSigner[];
  /** Live sources; without any, each reporter replays the recordings through instruments of its own. */
  readonly sources: readonly Watched[];
  readonly recordings: Recordings;
  /** Addresses of other reporters' HTTP. */
  readonly remotes?: readonly string[];
  readonly rpc?: Rpc;
  readonly clock?: () => number;
}

export function openBureau(options: BureauOptions): Bureau {
  const { db, signers, sources, recordings, remotes = [], rpc } = options;
  const { clock = () => performance.now() / 1000 } = options;
  const replayOf = ({ address }: ReportSigner): readonly Source[] => [
    openReplay(recordings, address),
  ];
  const words = openWords(db);
  const own: readonly Reporter[] = signers.map((signer) =>
    openReporter({ signer, sources: sources.length > 0 ? sources : replayOf(signer), words }),
  );
  // The recording cannot fall ill: whoever replays it is well.
  const replayed = own.length > 0 && sources.length === 0 ? replayOf(signers[0]!) : [];
  /** What was had from others for the epoch at hand, by signer. */
  let kept: { epoch: bigint; version: bigint; bySigner: Map<Address, Report> } | null = null;
  const said = new Map<bigint, ReturnType<typeof answerOf>>();
  const notBefore = new Map<string, number>();
  let watchAgain = 0;
  const isWatchDue = () =>
    own.length > 0 && sources.some(({ watch }) => watch !== undefined) && clock() >= watchAgain;

  async function report(call: Call, now: bigint): Promise<Collection> {
    const faults: string[] = [];
    const reports: Report[] = [];
    let awaited = 0;
    for (const reporter of own) {
      if (!call.members.some((member) => isAddressEqual(member, reporter.address))) continue;
      const outcome = await reporter.report(call, now);
      faults.push(...outcome.faults);
      if (outcome.report === null) awaited++;
      else reports.push(outcome.report);
    }
    if (reports.length > 0) {
      said.set(call.epoch, answerOf(call, reports));
      for (const old of said.keys()) if (old <= call.epoch - KEPT_EPOCHS) said.delete(old);
    }
    return { reports, awaited, faults: [...new Set(faults)] };
  }

  /** Asks those that have not answered, all at once, and remembers what is sound. */
  async function askOthers(call: Call, heard: Map<Address, Report>): Promise<string[]> {
    const due = remotes.filter((url) => clock() >= (notBefore.get(url) ?? 0));
    const faults = await Promise.all(
      due.map(async (url) => {
        notBefore.set(url, clock() + ASK_AGAIN_SECONDS);
        try {
          for (const one of await readRemote(url, call, call.members)) {
            heard.set(lower(one.signer), one);
          }
          return [];
        } catch (error) {
          return [`reporter ${hostOf(url)}: ${oneLine(error)}`];
        }
      }),
    );
    return faults.flat();
  }

  async function askContracts(call: Call, at: At, heard: Map<Address, Report>): Promise<void> {
    if (rpc === undefined) return;
    const silent = call.members.filter((member) => !heard.has(lower(member)));
    await Promise.all(
      silent.map(async (member) => {
        const one = await relayed(rpc, member, call, at);
        if (one !== null) heard.set(lower(member), one);
      }),
    );
  }

  return {
    isOpen: own.length > 0 || remotes.length > 0,
    report,
    isWatchDue,
    collect: async (call, now, at) => {
      if (kept?.epoch !== call.epoch || kept.version !== call.signerSetVersion) {
        kept = { epoch: call.epoch, version: call.signerSetVersion, bySigner: new Map() };
        notBefore.clear();
      }
      const { bySigner } = kept;
      const mine = await report(call, now);
      for (const one of mine.reports) bySigner.set(lower(one.signer), one);
      const isAllHeard = () => bySigner.size >= call.members.length;
      const faults = isAllHeard() ? [] : await askOthers(call, bySigner);
      if (!isAllHeard()) await askContracts(call, at, bySigner);
      const silent = call.members.length - bySigner.size;
      // Without others to ask, whoever is silent here stays silent.
      const awaited = remotes.length > 0 ? silent : mine.awaited;
      return { reports: [...bySigner.values()], awaited, faults: [...mine.faults, ...faults] };
    },
    watch: async (stations, now) => {
      if (!isWatchDue()) return;
      watchAgain = clock() + WATCH_SECONDS;
      // Their troubles are in their health; what they lack is said when it is wanted.
      for (const source of sources) await source.watch?.(stations, Number(now)).catch(() => {});
    },
    said: (epoch) => said.get(epoch) ?? null,
    sources: () => [...sources.map((source) => source.health()), ...replayed.map(healthy)],
    reporters: () => own.map(({ address }) => address),
  };
}

const lower = (address: Address) => address.toLowerCase() as Address;

/** Without what a log should not hold: a path or a password. */
function hostOf(url: string): string {
  return new URL(url).host;
}
