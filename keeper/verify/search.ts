/** Whose picture a file may be: the token's at other epochs, and other tokens' at its own. */
import { climateAbi, genomesAbi } from "../../contracts/abi.ts";
import { IDENTICAL, likeness, runAt, SPOTS, squares } from "../../renderer/likeness.ts";
import type { SkyInputs } from "../../renderer/merkle.ts";
import type { Contracts } from "../chain/deployment.ts";
import { readInputs } from "../chain/inputs.ts";
import type { Rpc } from "../chain/rpc.ts";
import type { StartBar } from "../terminal.ts";
import type { Easel } from "./easel.ts";

/** Other epochs that are tried, nearest first: more than a year of them, before and after. */
const MOST_EPOCHS = 2_500;
/** Questions to the node at a time. */
const BATCH = 32;

export interface Candidate {
  readonly tokenId: number;
  readonly epoch: bigint;
  readonly inputs: SkyInputs;
  /** Decibels over the sampled runs. */
  readonly likeness: number;
}

export interface Search {
  /** Best first, at most two. */
  readonly best: readonly Candidate[];
  readonly tried: number;
}

interface Place {
  readonly tokenId: number;
  readonly epoch: bigint;
}

/** Ends early at a candidate whose sampled runs are the file's own. */
export async function search(
  tools: {
    readonly rpc: Rpc;
    readonly contracts: Contracts;
    readonly easel: Easel;
    readonly bar: StartBar;
  },
  of: Place,
  pixels: Uint8Array,
): Promise<Search> {
  const places = [...(await otherEpochs(tools, of)), ...(await otherTokens(tools, of))];
  const bar = tools.bar("comparing", places.length);
  let best: readonly Candidate[] = [];
  let tried = 0;
  try {
    for (let from = 0; from < places.length; from += BATCH) {
      for (const candidate of await inputsOf(tools, places.slice(from, from + BATCH))) {
        const found = { ...candidate, likeness: await compare(tools.easel, candidate, pixels) };
        best = [...best, found].sort((a, b) => (a.likeness < b.likeness ? 1 : -1)).slice(0, 2);
        bar.to(++tried);
        if (found.likeness === IDENTICAL) return { best, tried };
      }
    }
  } finally {
    bar.end();
  }
  return { best, tried };
}

/** Decibels over the sampled runs; of what is nothing like it after a few, over those. */
async function compare(
  easel: Easel,
  { inputs }: Pick<Candidate, "inputs">,
  pixels: Uint8Array,
): Promise<number> {
  let sum = 0;
  let bytes = 0;
  for (const [i, spot] of SPOTS.entries()) {
    const run = await easel.run(inputs, spot);
    sum += squares(run, runAt(pixels, spot));
    bytes += run.length;
    if (i % 6 === 5 && likeness(sum, bytes) < HOPELESS_DB) break;
  }
  return likeness(sum, bytes);
}

/** So far from any likeness that more of it need not be painted. */
const HOPELESS_DB = 18;

async function otherEpochs(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  { tokenId, epoch }: Place,
): Promise<Place[]> {
  const climate = { address: contracts.Climate, abi: climateAbi } as const;
  const last = await rpc.client.readContract({ ...climate, functionName: "lastEpoch" });
  const numbers: bigint[] = [];
  for (let away = 1n; away <= MOST_EPOCHS / 2; away++) {
    if (epoch + away <= last) numbers.push(epoch + away);
    if (epoch > away) numbers.push(epoch - away);
  }
  return numbers.map((one) => ({ tokenId, epoch: one }));
}

async function otherTokens(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  { tokenId, epoch }: Place,
): Promise<Place[]> {
  const supply = await rpc.client.readContract({
    address: contracts.Genomes,
    abi: genomesAbi,
    functionName: "supplyAt",
    args: [epoch],
  });
  const ids = Array.from({ length: Number(supply) }, (_, id) => id);
  return ids.filter((id) => id !== tokenId).map((id) => ({ tokenId: id, epoch }));
}

/** Without epochs that were never accepted, and tokens not born by then. */
async function inputsOf(
  tools: { readonly rpc: Rpc; readonly contracts: Contracts },
  places: readonly Place[],
): Promise<(Place & { readonly inputs: SkyInputs })[]> {
  const read = await Promise.all(
    places.map(async (place) => {
      const { tokenId, epoch } = place;
      if (!(await isPainted(tools, place))) return null;
      return { ...place, inputs: await readInputs(tools, tokenId, epoch) };
    }),
  );
  return read.filter((one) => one !== null);
}

/** Whether keepers paint the token at the epoch: it is accepted, and the token was born. */
export async function isPainted(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  { tokenId, epoch }: Place,
): Promise<boolean> {
  const [acceptedAt, supply] = await Promise.all([
    rpc.client.readContract({
      address: contracts.Climate,
      abi: climateAbi,
      functionName: "acceptedAt",
      args: [epoch],
    }),
    rpc.client.readContract({
      address: contracts.Genomes,
      abi: genomesAbi,
      functionName: "supplyAt",
      args: [epoch],
    }),
  ]);
  return acceptedAt !== 0 && BigInt(tokenId) < supply;
}
