// What the setup leaves behind for every stage: a folder with the built page, the chain and the stories.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Hex, keccak256 } from "viem";
import type { Story } from "./cast.ts";
import type { Proof, Told } from "./stories.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the scenery. */
    scenery: string;
  }
}

interface Written {
  epoch: number;
  job: Hex;
  /** The names of files: many rasters are the same. */
  rasters: Hex[];
  proofs: Proof[];
  painted: Record<number, Hex>;
}

/** The folder of the built page within the scenery. */
export const pageIn = (scenery: string): string => join(scenery, "page");
/** The folder of the chain within the scenery, as tools/demo/chain.ts keeps one. */
export const chainIn = (scenery: string): string => join(scenery, "chain");
const storiesIn = (scenery: string): string => join(scenery, "stories");

export function writeStories(scenery: string, stories: Record<Story, Told>): void {
  const folder = storiesIn(scenery);
  mkdirSync(folder);
  const written = Object.entries(stories).map(
    ([story, { rasters, ...told }]): [string, Written] => [
      story,
      {
        ...told,
        rasters: rasters.map((raster) => {
          const name = keccak256(raster);
          writeFileSync(join(folder, name), raster);
          return name;
        }),
      },
    ],
  );
  writeFileSync(join(folder, "stories.json"), JSON.stringify(Object.fromEntries(written)));
}

export function readStories(scenery: string): Record<Story, Told> {
  const folder = storiesIn(scenery);
  const written = JSON.parse(readFileSync(join(folder, "stories.json"), "utf8")) as Record<
    Story,
    Written
  >;
  const stories = Object.entries(written).map(([story, told]): [string, Told] => [
    story,
    { ...told, rasters: told.rasters.map((name) => readFileSync(join(folder, name))) },
  ]);
  return Object.fromEntries(stories) as Record<Story, Told>;
}

/** A copy of the chain, which may go on without the others' noticing. */
export function copyChain(scenery: string, folder: string): void {
  for (const name of ["chain.json", "deployment.json", "contracts.sha256"]) {
    copyFileSync(join(chainIn(scenery), name), join(folder, name));
  }
}
