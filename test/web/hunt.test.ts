import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { toHex } from "../../renderer/hex.ts";
import {
  epochTree,
  NO_INPUTS,
  RASTER_BYTES,
  RUN_BYTES,
  type SkyInputs,
  tokenTree,
} from "../../renderer/merkle.ts";
import { type Field, hunt, type Quarry, type Search } from "../../web/almanac/hunt.ts";
import type { Evidence } from "../../web/verify/judge.ts";
import { lieIn, proven } from "../../web/verify/run.ts";

const JOB: Hex = `0x${"1b".repeat(32)}`;
const INPUTS: SkyInputs = { ...NO_INPUTS, latent: `0x${"0c".repeat(32)}` };
/** More than a silent source is asked about. */
const SUPPLY = 10;
const NEVER = new AbortController().signal;
/** The run that every sample takes. */
const LOOKED_AT = 7;

/** Keepers are honest but for what they are told to alter. */
function keeperOf(alter: (raster: Uint8Array, tokenId: number) => void = () => {}) {
  const rasters = Array.from({ length: SUPPLY }, (_, tokenId) => {
    const raster = picture(tokenId);
    alter(raster, tokenId);
    return raster;
  });
  const tokens = rasters.map((raster, tokenId) => tokenTree(JOB, tokenId, INPUTS, raster));
  const nodes = Buffer.from(tokens.map(({ root }) => root.slice(2)).join(""), "hex");
  const tree = epochTree(nodes);
  return { rasters, tokens, tree, root: tree.root };
}

type Keeper = ReturnType<typeof keeperOf>;

function picture(tokenId: number): Uint8Array {
  return new Uint8Array(RASTER_BYTES).fill(tokenId + 1);
}

const runIn = (raster: Uint8Array, run: number) =>
  toHex(raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES));

interface Serving {
  keepers: Record<string, Keeper>;
  /** Sources that serve no runs, and those that serve no pixels at all. */
  runless?: string[];
  blind?: string[];
}

function searchIn({ keepers, runless = [], blind = [] }: Serving, roots: Hex[]) {
  const painted: number[] = [];
  const quarry: Quarry = {
    epoch: 9,
    job: JOB,
    supply: SUPPLY,
    roots,
    sources: [...Object.keys(keepers), "nobody"],
  };
  const field: Field = {
    async *skies() {
      for (let tokenId = 0; tokenId < SUPPLY; tokenId++) yield { tokenId, inputs: INPUTS };
    },
    paintRun: async ({ tokenId }, run) => runIn(picture(tokenId), run),
    paintPicture: async ({ tokenId }) => {
      painted.push(tokenId);
      return picture(tokenId);
    },
    fetchRun: async (source, { tokenId, inputs }, run, own) => {
      const keeper = keepers[source];
      if (!keeper || runless.includes(source) || blind.includes(source)) return "serves no runs";
      const said = {
        kind: "run" as const,
        run,
        inputs,
        pixels: runIn(keeper.rasters[tokenId]!, run),
        path: [...keeper.tokens[tokenId]!.path(run), ...keeper.tree.path(tokenId)],
      };
      const subject = { job: JOB, tokenId, roots, inputs };
      const root = proven(subject, said);
      return root ? { root, lie: lieIn(subject, said, own) } : "leads nowhere";
    },
    fetchPicture: async (source, tokenId): Promise<Evidence> => {
      const keeper = keepers[source];
      if (!keeper) return { source, failure: "does not answer" };
      return {
        source,
        path: keeper.tree.path(tokenId),
        node: keeper.tokens[tokenId]!.root,
        ...(!blind.includes(source) && { raster: keeper.rasters[tokenId] }),
      };
    },
    chance: () => LOOKED_AT,
  };
  const reports: Search[] = [];
  const run = (signal = NEVER, onReport: (search: Search) => void = () => {}) =>
    hunt(
      quarry,
      field,
      (search) => {
        reports.push(search);
        onReport(search);
      },
      signal,
    );
  return { run, reports, painted };
}

describe("hunt", () => {
  it("default: a lie about everything is met by the samples, and no picture is painted", async () => {
    const liar = keeperOf((raster) => raster.fill(200));
    const { run, painted } = searchIn({ keepers: { liar } }, [liar.root]);
    const { tallies } = await run();
    const { find } = tallies.get(liar.root)!;
    expect(find).toMatchObject({ source: "liar", lie: { kind: "run", run: LOOKED_AT } });
    expect(find!.here).toBe(runIn(picture(find!.tokenId), LOOKED_AT));
    expect(painted).toEqual([]);
  });

  it("behavior: one wrong pixel that no sample met is found by the whole pictures", async () => {
    const liar = keeperOf((raster, tokenId) => {
      if (tokenId === 4) raster[RUN_BYTES * 1163 + 3]! ^= 1;
    });
    const honest = keeperOf();
    const keepers = { liar, honest };
    const { run } = searchIn({ keepers }, [liar.root, honest.root]);
    const { stage, tallies } = await run();
    expect(stage).toBe("done");
    expect(tallies.get(liar.root)!.find).toMatchObject({
      tokenId: 4,
      source: "liar",
      lie: { kind: "run", run: 1163 },
      here: runIn(picture(4), 1163),
    });
    expect(tallies.get(honest.root)).toEqual({ runs: SUPPLY, pictures: SUPPLY, hidden: [] });
  });

  it("behavior: who serves whole pictures only is searched through them", async () => {
    const liar = keeperOf((raster) => raster.fill(9));
    const { run } = searchIn({ keepers: { liar }, runless: ["liar"] }, [liar.root]);
    const { tallies, silent } = await run();
    expect(tallies.get(liar.root)!.find?.lie.kind).toBe("run");
    expect(silent).toEqual([{ source: "nobody", reason: "does not answer" }]);
  });

  it("behavior: a false node without its pixels is told, and convicts nobody", async () => {
    const liar = keeperOf((raster, tokenId) => {
      if (tokenId === 2) raster[0]! ^= 1;
    });
    const { run } = searchIn({ keepers: { liar }, blind: ["liar"] }, [liar.root]);
    const { tallies } = await run();
    expect(tallies.get(liar.root)).toEqual({ runs: 0, pictures: SUPPLY, hidden: [2] });
  });

  it("behavior: what leads to another root says nothing about this one", async () => {
    const liar = keeperOf((raster) => raster.fill(9));
    const honest = keeperOf();
    const { run } = searchIn({ keepers: { liar } }, [honest.root]);
    const { tallies, silent } = await run();
    expect(tallies.get(honest.root)).toEqual({ runs: 0, pictures: 0, hidden: [] });
    expect(silent.map(({ source }) => source)).toEqual(["liar", "nobody"]);
  });

  it("behavior: it reports on the way and stops when told to", async () => {
    const honest = keeperOf();
    const stop = new AbortController();
    const { run, reports } = searchIn({ keepers: { honest } }, [honest.root]);
    const ended = run(stop.signal, ({ done }) => {
      if (done > 0) stop.abort();
    });
    await expect(ended).rejects.toThrow(/abort/i);
    expect(reports.at(-1)!.done).toBeGreaterThan(0);
    expect(reports.every(({ of, stage }) => of === SUPPLY && stage !== "done")).toBe(true);
  });
});
