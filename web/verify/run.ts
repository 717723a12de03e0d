// One run of sixteen pixels, painted by the contract in a call that costs nothing, by this machine in plain integers,
// and as keepers revealed it.
import { estimateContractGas } from "viem/actions";
import { engineAbi, modelsAbi } from "../../contracts/abi.ts";
import { fromHex, type Hex, toHex } from "../../renderer/hex.ts";
import {
  climb,
  leafHash,
  leafIndex,
  RASTER_SIDE,
  RUN_BYTES,
  RUN_PIXELS,
  type SkyInputs,
  TOKEN_DEPTH,
  tokenTree,
  verifyNode,
} from "../../renderer/merkle.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { paintRuns } from "../../renderer/sky/runs.ts";
import { addressOf, type World } from "../world.ts";
import { type Evidence, type Fault, type Lie, sameInputs } from "./judge.ts";
import { fetchRun } from "./keepers.ts";
import { paddingBeside } from "./padding.ts";

export const ROW_RUNS = RASTER_SIDE / RUN_PIXELS;

/** Sixteen pixels that lie under a revealed root: nobody has to believe who served them. */
export interface RevealedRun {
  root: Hex;
  source: string;
  pixels: Hex;
  /** What fells the root, where the contract paints other pixels or from something else. */
  lie: Lie | undefined;
}

export interface RunCheck {
  run: number;
  chain: Hex;
  here: Hex;
  /** What the call would cost in a transaction; undefined where the node does not estimate. */
  gas: bigint | undefined;
  revealed: readonly RevealedRun[];
  /** Who has no proof of this run, and why. */
  faults: readonly Fault[];
}

/** What a run is asked about. */
export interface Subject {
  epoch: number;
  tokenId: number;
  job: Hex;
  roots: readonly Hex[];
  inputs: SkyInputs;
  /** Plants that the epoch has; undefined where it is not known, and padding is not looked at. */
  supply?: number | undefined;
  model: Uint8Array;
}

/** @throws whatever kept the chain from painting. Keepers that are silent only leave faults. */
export async function checkRun(
  world: World,
  subject: Subject,
  run: number,
  known: readonly Evidence[],
  signal: AbortSignal,
): Promise<RunCheck> {
  const { inputs, model } = subject;
  const call = await skyRunCall(world, inputs, run);
  const [chain, gas, served] = await Promise.all([
    world.client.readContract(call),
    estimateContractGas(world.client, call as never).catch(() => undefined),
    fetchRuns(world, subject, run, known, signal),
  ]);
  const picture = { latent: inputs.latent, condition: inputs.condition, size: RASTER_SIDE };
  const here = toHex(paintRuns(parseModel(model), picture, [run])[0]!);
  const revealed: RevealedRun[] = [];
  const faults: Fault[] = [];
  for (const answer of served) {
    if (typeof answer.said === "string") {
      faults.push({ source: answer.source, reason: answer.said });
      continue;
    }
    const found = proven(subject, answer.said);
    if (found === undefined) {
      faults.push({ source: answer.source, reason: "its proof does not lead to a revealed root" });
    } else if (!revealed.some(({ root }) => root === found)) {
      const lie = lieIn(subject, answer.said, chain);
      revealed.push({ root: found, source: answer.source, pixels: answer.said.pixels, lie });
    }
  }
  return { run, chain, here, gas, revealed, faults };
}

/** What the engine itself paints. */
export async function paintOnChain(world: World, inputs: SkyInputs, run: number): Promise<Hex> {
  return world.client.readContract(await skyRunCall(world, inputs, run));
}

async function skyRunCall(world: World, { model, latent, condition }: SkyInputs, run: number) {
  const [, , address] = await world.client.readContract({
    address: addressOf(world, "Models"),
    abi: modelsAbi,
    functionName: "modelOf",
    args: [model],
  });
  const [x, y] = [(run % ROW_RUNS) * RUN_PIXELS, Math.floor(run / ROW_RUNS)];
  return {
    address,
    abi: engineAbi,
    functionName: "skyRun",
    args: [model, latent, condition, BigInt(RASTER_SIDE), BigInt(x), BigInt(y)],
  } as const;
}

type SaidRun = Extract<Lie, { kind: "run" }>;

/** Whole pictures that are here already, else what keepers have of this one run. */
async function fetchRuns(
  world: World,
  { epoch, tokenId, job, inputs }: Subject,
  run: number,
  known: readonly Evidence[],
  signal: AbortSignal,
): Promise<{ source: string; said: SaidRun | string }[]> {
  const whole = known.flatMap(({ source, raster, path, inputs: said = inputs }) => {
    if (!raster || !path) return [];
    const tree = tokenTree(job, tokenId, said, raster);
    const pixels = toHex(raster.subarray(run * RUN_BYTES, (run + 1) * RUN_BYTES));
    const lie: SaidRun = {
      kind: "run",
      run,
      pixels,
      inputs: said,
      path: [...tree.path(run), ...path],
    };
    return [{ source, said: lie }];
  });
  if (whole.length > 0) return whole;
  return Promise.all(
    world.deployment.keepers.map(async (source) => {
      const said = await fetchRun(source, epoch, tokenId, run, signal);
      return {
        source,
        said: typeof said === "string" ? said : { ...said, inputs: said.inputs ?? inputs },
      };
    }),
  );
}

/** What the almanac can judge: other inputs first, because other pixels follow from them; what lies beside last. */
export function lieIn(
  { job, tokenId, inputs: own, supply }: Pick<Subject, "job" | "tokenId" | "inputs" | "supply">,
  said: SaidRun,
  chain: Hex,
): Lie | undefined {
  const { inputs, path, pixels, run } = said;
  if (!sameInputs(inputs, own)) {
    const leaf = leafHash(job, leafIndex(tokenId, run), fromHex(pixels));
    const runs = climb(leaf, run, path.slice(0, TOKEN_DEPTH));
    return { kind: "inputs", inputs, runs, path: path.slice(TOKEN_DEPTH) };
  }
  if (pixels.toLowerCase() !== chain) return said;
  if (supply === undefined) return undefined;
  const index = leafIndex(tokenId, run);
  const hash = leafHash(job, index, fromHex(pixels));
  const node = paddingBeside({ height: 0, index, hash, inputs, path }, supply);
  return node && { kind: "padding", node };
}

/** The revealed root that a run lies under. */
export function proven(
  { job, tokenId, roots }: Pick<Subject, "job" | "tokenId" | "roots">,
  { run, pixels, inputs, path }: SaidRun,
): Hex | undefined {
  const bytes = fromHex(pixels);
  if (bytes.length !== RUN_BYTES) return undefined;
  const index = leafIndex(tokenId, run);
  const node = { height: 0, index, hash: leafHash(job, index, bytes), inputs, path };
  return roots.find((root) => verifyNode(node, root));
}
