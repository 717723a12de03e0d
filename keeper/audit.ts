/** `audit --epoch E`: paints an epoch once and holds every root that was revealed for it against that. */
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { almanacAbi, engineAbi, modelsAbi } from "../contracts/abi.ts";
import { type KeptToken, type OwnTree, ownTree } from "../renderer/demands.ts";
import {
  RASTER_SIDE,
  RUN_BYTES,
  RUN_PIXELS,
  RUNS,
  type SkyInputs,
  WORD,
} from "../renderer/merkle.ts";
import { firstDifference } from "../renderer/walk.ts";
import { type Contracts, loadDeployment } from "./chain/deployment.ts";
import { readInputs } from "./chain/inputs.ts";
import { openChronicle } from "./chain/logs.ts";
import { connect, type Rpc, readHead } from "./chain/rpc.ts";
import { FatalError } from "./errors.ts";
import { type Game, readGame, type Stand } from "./game/game.ts";
import { openPeers, type Peers } from "./game/peers.ts";
import { shownBy } from "./game/walk.ts";
import { type ModelShelf, openShelf } from "./render/models.ts";
import { createPool, type Pool } from "./render/pool.ts";
import { paintToken } from "./render/tree.ts";
import { confirmationsOf } from "./settings/pace.ts";
import type { SettingsOf } from "./settings/table.ts";
import { openTerminal, type StartBar } from "./terminal.ts";

/** Runs of our own that the chain's engine paints once more before anybody is called a liar. */
const PROOF_RUNS = 8;
/** Runs in a row of a raster. */
const ROW_RUNS = RASTER_SIDE / RUN_PIXELS;
const NOBODY: Address = "0x0000000000000000000000000000000000000000";

interface Verdict {
  readonly root: Hex;
  readonly keepers: readonly Address[];
  readonly kind: "honest" | "lies" | "not checkable";
  /** Where it lies, or why it cannot be checked; empty for an honest one. */
  readonly why: string;
  /** What the almanac thinks by now. */
  readonly fallen: boolean;
}

interface Tools {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly pool: Pool;
  readonly models: ModelShelf;
  readonly peers: Peers;
  readonly log: Logger;
  readonly bar: StartBar;
}

/** @throws FatalError where there is nothing to audit (yet). */
export async function audit(
  settings: SettingsOf<"audit">,
  epoch: bigint,
): Promise<readonly Verdict[]> {
  // Standard output is for the verdicts alone.
  const terminal = openTerminal(settings.logLevel);
  const { log, bar } = terminal;
  const warn = (message: string) => log.warn(message);
  const rpc = await connect(settings.rpcUrls);
  const { contracts, startBlock } = await loadDeployment(rpc, settings.deployment);
  // Beside a keeper that runs: its own folder is locked, and nothing here is worth keeping.
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-audit-"));
  const pool = createPool({ size: settings.workers, backend: settings.backend, warn });
  try {
    const models = openShelf({ rpc, contracts, folder, modelFile: settings.modelFile, warn });
    const tools = { rpc, contracts, pool, models, peers: openPeers(settings.peers), log, bar };
    const game = await gameOf(tools, epoch, startBlock, confirmationsOf(settings, rpc.chainId));
    if (game.stands.length === 0) return [];
    const own = await paintTree(tools, game);
    const doubt = await doubtOf(tools, game, own);
    return await Promise.all(game.stands.map((stand) => judge(tools, game, stand, own, doubt)));
  } finally {
    terminal.close();
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One line for a terminal. */
export function sentenceOf({ root, keepers, kind, why, fallen }: Verdict): string {
  const by = `revealed by ${keepers.join(", ")}${fallen ? "; it has fallen" : ""}`;
  return `${root} ${kind}${why === "" ? "" : ` ${why}`} (${by})`;
}

async function gameOf(
  { rpc, contracts }: Tools,
  epoch: bigint,
  startBlock: bigint,
  confirmations: bigint,
): Promise<Game> {
  const head = await readHead(rpc.client);
  const blockNumber = head.number > confirmations ? head.number - confirmations : 0n;
  const { timestamp } = await rpc.client.getBlock({ blockNumber });
  const accounts = await rpc.client.readContract({
    address: contracts.Almanac,
    abi: almanacAbi,
    blockNumber,
    functionName: "accountCount",
  });
  const chronicle = openChronicle(rpc.client, contracts.Almanac, startBlock);
  const auditor = { rpc, contracts, sender: { address: NOBODY } };
  const now = { blockNumber, now: timestamp };
  const game = await readGame(auditor, chronicle, now, epoch, accounts);
  if (game === null) {
    throw new FatalError(
      `The climate has not accepted epoch ${epoch}, so nobody rendered it. Take one of its accepted epochs.`,
    );
  }
  if (timestamp < game.revealEnds) {
    const ends = new Date(Number(game.revealEnds) * 1000).toISOString();
    throw new FatalError(
      `Reveals of epoch ${epoch} are not over: they close at ${ends} of the chain's time, and it is ${new Date(Number(timestamp) * 1000).toISOString()} there. Come back then.`,
    );
  }
  return game;
}

/** Paints all tokens, keeping 32 bytes of each; whichever is asked about later is painted again. */
async function paintTree(tools: Tools, { job, epoch, supply }: Game): Promise<OwnTree> {
  const { pool, log } = tools;
  const bar = tools.bar(`painting epoch ${epoch}`, supply);
  let done = 0;
  const nodes = new Uint8Array(supply * WORD);
  let next = 0;
  const paintNext = async (): Promise<void> => {
    for (let tokenId = next++; tokenId < supply; tokenId = next++) {
      const { node } = await paint(tokenId);
      nodes.set(hexToBytes(node), tokenId * WORD);
      bar.to(++done);
    }
  };
  await Promise.all(Array.from({ length: pool.size }, paintNext));
  bar.end();
  log.info({ epoch: Number(epoch), tokens: supply, backend: pool.backend() }, "painted");
  let last: { readonly tokenId: number; readonly kept: KeptToken } | null = null;
  return ownTree(job, nodes, async (tokenId) => {
    if (last?.tokenId !== tokenId) last = { tokenId, kept: await paint(tokenId) };
    return last.kept;
  });

  async function paint(tokenId: number): Promise<KeptToken & { readonly node: Hex }> {
    const inputs = await readInputs(tools, tokenId, epoch);
    const { pixels, root } = await paintToken(tools, job, tokenId, inputs);
    return { inputs, raster: pixels, node: root };
  }
}

/** Why nothing here should be believed: the chain's engine paints another run than this machine. Else null. */
async function doubtOf(
  tools: Tools,
  { supply, epoch }: Game,
  own: OwnTree,
): Promise<string | null> {
  for (let i = 0; i < PROOF_RUNS && supply > 0; i++) {
    const tokenId = randomInt(supply);
    const band = randomInt(Math.ceil(RUNS / 64));
    const pixels = await own.answer(6, tokenId * 64 + band);
    const place = randomInt(pixels.length / RUN_BYTES);
    const run = band * 64 + place;
    const ours = bytesToHex(pixels.subarray(place * RUN_BYTES, (place + 1) * RUN_BYTES));
    const inputs = await readInputs(tools, tokenId, epoch);
    if ((await engineRun(tools, inputs, run)) !== ours) {
      return `because this machine paints another run ${run} of token ${tokenId} than the chain does: try RENDER_BACKEND=integer`;
    }
  }
  return null;
}

/** What the chain itself paints. */
async function engineRun(
  { rpc, contracts }: Tools,
  { model, latent, condition }: SkyInputs,
  run: number,
): Promise<Hex> {
  const [, , engine] = await rpc.client.readContract({
    address: contracts.Models,
    abi: modelsAbi,
    functionName: "modelOf",
    args: [model],
  });
  const x = BigInt((run % ROW_RUNS) * RUN_PIXELS);
  const y = BigInt(Math.floor(run / ROW_RUNS));
  return rpc.client.readContract({
    address: engine,
    abi: engineAbi,
    functionName: "skyRun",
    args: [model, latent, condition, BigInt(RASTER_SIDE), x, y],
  });
}

async function judge(
  tools: Tools,
  game: Game,
  stand: Stand,
  own: OwnTree,
  doubt: string | null,
): Promise<Verdict> {
  const { root, keepers, fallen } = stand;
  const verdict = (kind: Verdict["kind"], why = ""): Verdict => ({
    root,
    keepers,
    kind,
    why,
    fallen,
  });
  if (root === own.root) return verdict("honest");
  if (doubt !== null) return verdict("not checkable", doubt);
  const step = await firstDifference(own, root, shownBy(tools, game, stand));
  switch (step.kind) {
    case "same":
      return verdict("honest");
    case "challenge": {
      const { tokenId, run, pixels, inputs } = step;
      const where = `at token ${tokenId}, run ${run}`;
      if ((await engineRun(tools, inputs, run)) !== pixels) return verdict("lies", where);
      return verdict("not checkable", `because the chain agrees with it ${where}, and not with us`);
    }
    case "challengeInputs":
      return verdict("lies", `at token ${step.tokenId}, which was painted from other inputs`);
    case "challengePadding": {
      const { height, index } = step.node;
      return verdict("lies", `at node ${index} of height ${height}, where nothing may be`);
    }
    case "demand": {
      const { height, index } = step.node;
      return verdict(
        "lies",
        `somewhere under node ${index} of height ${height}: it is another root than the epoch's, ${own.root}, and nobody has shown more of it`,
      );
    }
  }
}
