// The search for a pixel that fells a root. First one run of each plant, by chance, in plain integers: a lie about
// much is met at once. Then every picture as a whole, which misses nothing. Pure of network and painting, which
// `Field` brings, and of memory: no picture outlives its comparison.
import type { Hex } from "../../renderer/hex.ts";
import { toHex } from "../../renderer/hex.ts";
import { RUN_BYTES, RUNS, type SkyInputs } from "../../renderer/merkle.ts";
import { type Evidence, type Fault, judge, type Lie } from "../verify/judge.ts";

export interface Quarry {
  epoch: number;
  job: Hex;
  /** Plants that the epoch has. */
  supply: number;
  /** The roots that stand. */
  roots: readonly Hex[];
  sources: readonly string[];
}

export interface Sky {
  tokenId: number;
  inputs: SkyInputs;
}

/** What somebody serves of one run, tied to a root. */
export interface ServedRun {
  root: Hex;
  /** What fells that root, where the run is not what is painted here. */
  lie: Lie | undefined;
}

/** Where the search takes place. */
export interface Field {
  /** The chain's inputs of every plant, in order; a batch is read ahead. */
  skies(): AsyncGenerator<Sky>;
  /** A run of a sky as painted here: 48 bytes. */
  paintRun(sky: Sky, run: number): Promise<Hex>;
  /** The canonical raster. */
  paintPicture(sky: Sky): Promise<Uint8Array>;
  /** A reason in words where there is nothing. */
  fetchRun(source: string, sky: Sky, run: number, own: Hex): Promise<ServedRun | string>;
  fetchPicture(source: string, tokenId: number): Promise<Evidence>;
  /** By chance, below a bound, so that nobody can know which runs are looked at. */
  chance(below: number): number;
}

export interface Find {
  root: Hex;
  source: string;
  tokenId: number;
  lie: Lie;
  /** Of a false run, the same one as painted here. */
  here: Hex | undefined;
}

export interface Tally {
  /** Plants of which a run was compared, and of which the whole picture. */
  runs: number;
  pictures: number;
  /** Plants whose node is false, and whose pixels nobody serves: known to be a lie, and not to be proved. */
  hidden: number[];
  find?: Find | undefined;
}

export interface Search {
  stage: "runs" | "pictures" | "done";
  /** Plants that this stage is through with. */
  done: number;
  of: number;
  tallies: ReadonlyMap<Hex, Tally>;
  /** Who has nothing that leads to a root that stands. */
  silent: readonly Fault[];
}

/** Plants looked at at the same time: while one is fetched another is painted. */
const AT_ONCE = 4;
/** Whoever had nothing for so many plants is not asked about the others. */
const PATIENCE = 8;

/**
 * Searches until every root is convicted or every picture was compared.
 * @throws what kept this machine from painting or from reading the chain; AbortError when `signal` fires.
 */
export async function hunt(
  quarry: Quarry,
  field: Field,
  report: (search: Search) => void,
  signal: AbortSignal,
): Promise<Search> {
  const { roots, sources, supply } = quarry;
  const tallies = new Map<Hex, Tally>(
    roots.map((root) => [root.toLowerCase() as Hex, { runs: 0, pictures: 0, hidden: [] }]),
  );
  let stage: Search["stage"] = "runs";
  let done = 0;
  const misses = new Map<string, { count: number; reason: string }>();
  /** Roots that a source's proofs lead to: one, since a keeper has one tree. */
  const serves = new Map<string, Hex>();
  const search = (): Search => ({
    stage,
    done,
    of: supply,
    tallies: new Map([...tallies].map(([root, tally]) => [root, { ...tally }])),
    silent: [...misses].flatMap(([source, { reason }]) =>
      serves.has(source) ? [] : [{ source, reason }],
    ),
  });
  const tallyOf = (root: Hex) => tallies.get(root.toLowerCase() as Hex);
  const isWanted = (source: string) => {
    const root = serves.get(source);
    if (root) return tallyOf(root)?.find === undefined;
    return (misses.get(source)?.count ?? 0) < PATIENCE;
  };
  const miss = (source: string, reason: string) =>
    misses.set(source, { count: (misses.get(source)?.count ?? 0) + 1, reason });

  const lookAt = async (sky: Sky, run: number, isSample: boolean) => {
    const own = await field.paintRun(sky, run);
    for (const source of sources.filter(isWanted)) {
      const said = await field.fetchRun(source, sky, run, own);
      if (typeof said === "string") {
        miss(source, said);
        continue;
      }
      const tally = tallyOf(said.root);
      if (!tally) continue;
      serves.set(source, said.root);
      if (isSample) tally.runs += 1;
      if (said.lie) tally.find ??= findOf(said.root, source, sky.tokenId, said.lie, own);
    }
  };

  const sample = async (sky: Sky) => {
    await lookAt(sky, field.chance(RUNS), true);
    // Beside the last path of all lies everything that must be empty.
    if (sky.tokenId === supply - 1) await lookAt(sky, RUNS - 1, false);
  };

  const compare = async (sky: Sky) => {
    const { tokenId, inputs } = sky;
    const asked = sources.filter(isWanted);
    const evidence = await Promise.all(asked.map((each) => field.fetchPicture(each, tokenId)));
    const useful = evidence.filter(({ path }) => path !== undefined);
    for (const { source, failure } of evidence) {
      if (!useful.some((each) => each.source === source)) miss(source, failure ?? "has no path");
    }
    if (useful.length === 0) return;
    const recomputed = await field.paintPicture(sky);
    const { job } = quarry;
    for (const one of useful) {
      const question = { job, tokenId, inputs, supply, roots, recomputed };
      const verdicts = judge({ ...question, evidence: [one] });
      for (const verdict of verdicts) {
        if (verdict.kind !== "matches" && verdict.kind !== "root-wrong") continue;
        const tally = tallyOf(verdict.root)!;
        serves.set(one.source, verdict.root);
        tally.pictures += 1;
        if (verdict.kind === "matches") continue;
        const { lie } = verdict;
        if (!lie) tally.hidden.push(tokenId);
        else if (!tally.find) {
          const at = lie.kind === "run" ? lie.run * RUN_BYTES : 0;
          const own = toHex(recomputed.subarray(at, at + RUN_BYTES));
          tally.find = findOf(verdict.root, one.source, tokenId, lie, own);
        }
      }
      if (!verdicts.some(({ kind }) => kind === "matches" || kind === "root-wrong")) {
        // Its pixels may be right and its tree hold more than pixels: beside the last run's path that is seen.
        const own = toHex(recomputed.subarray(-RUN_BYTES));
        const said = await field.fetchRun(one.source, sky, RUNS - 1, own);
        const tally = typeof said === "string" ? undefined : tallyOf(said.root);
        if (typeof said !== "string" && said.lie && tally) {
          serves.set(one.source, said.root);
          tally.find ??= findOf(said.root, one.source, tokenId, said.lie, own);
        }
      }
      if (!serves.has(one.source)) miss(one.source, "its proofs lead to none of these roots");
    }
  };

  const pass = async (look: (sky: Sky) => Promise<void>) => {
    done = 0;
    const skies = field.skies();
    const work = async () => {
      while (sources.some(isWanted)) {
        const next = await skies.next();
        signal.throwIfAborted();
        if (next.done) return;
        await look(next.value);
        signal.throwIfAborted();
        done += 1;
        report(search());
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, supply) }, work));
  };

  report(search());
  await pass(sample);
  stage = "pictures";
  // Whoever serves no single runs may serve whole pictures.
  for (const [source, { reason }] of misses) misses.set(source, { count: 0, reason });
  report(search());
  await pass(compare);
  stage = "done";
  const end = search();
  report(end);
  return end;
}

function findOf(root: Hex, source: string, tokenId: number, lie: Lie, own: Hex): Find {
  return { root, source, tokenId, lie, here: lie.kind === "run" ? own : undefined };
}
