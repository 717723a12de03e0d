/** Takes the next step against a root that is not what this machine paints: demand, intend, then challenge. */
import { formatEther, type Hex, hexToBytes, keccak256, toHex } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import type { OwnTree } from "../../renderer/demands.ts";
import { intentHash, leafIndex, TOKEN_DEPTH } from "../../renderer/merkle.ts";
import { firstDifference, type Shown, type Step } from "../../renderer/walk.ts";
import { readInputs } from "../chain/inputs.ts";
import { RetryableError } from "../errors.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { saltOf } from "../store/salts.ts";
import { roomForDemands } from "./budget.ts";
import type { Game, Stand } from "./game.ts";
import { walkTurn } from "./order.ts";
import { propose } from "./propose.ts";
import type { Table } from "./table.ts";

/** Gas that the almanac counts an answer at, twice over. */
const DEMAND_GAS = 440_000n;

type Demanding = Extract<Step, { kind: "demand" }>;
type Telling = Exclude<Step, { kind: "demand" } | { kind: "same" }>;

/** One step against one root. Says whether there is more to do about it. */
export async function walk(
  context: Context,
  now: Survey,
  table: Table,
  game: Game,
  stand: Stand,
  own: OwnTree,
): Promise<boolean> {
  if (stand.root === own.root) return false;
  // A bare challenge felled it: whoever has an older intent takes its place.
  if (stand.fallen && stand.intended) return false;
  const step = await firstDifference(own, stand.root, shownBy(context, game, stand));
  if (step.kind === "same") return false;
  const { height, index } = step.kind === "demand" ? step.node : placeOf(step);
  const isOurTurn = now.next >= walkTurn(context, now, table, game, own.root, height + index);
  if (step.kind !== "demand") return tell(context, now, game, stand, step, isOurTurn);
  if (stand.fallen) return false;
  if (!isOurTurn) return true;
  await demand(context, now, table, game, stand, step);
  return true;
}

/** What the chain has of the root so far (answers are whole in their logs), and what other keepers serve. */
export function shownBy(
  context: Pick<Context, "rpc" | "contracts" | "peers">,
  { epoch, job, story }: Game,
  { root }: Stand,
): Shown {
  // The first one counts.
  const cid = story.revealed.find((each) => each.root === root)?.cid;
  const inputsOf = (tokenId: number) => readInputs(context, tokenId, epoch);
  return async (height, index, hash) => {
    const answered = story.answered.find(
      (each) =>
        each.root === root && each.height === height && each.index === index && each.hash === hash,
    );
    if (answered !== undefined) return hexToBytes(answered.data);
    if (cid === undefined) return undefined;
    return context.peers.shown({ epoch, job, root, cid, inputsOf }, height, index, hash);
  };
}

async function demand(
  context: Context,
  now: Survey,
  table: Table,
  game: Game,
  stand: Stand,
  { node }: Demanding,
): Promise<void> {
  const { rpc, log } = context;
  const { epoch } = game;
  const { height, index, hash, inputs, path } = node;
  const isDemanded = game.demands.some(
    (each) =>
      each.root === stand.root &&
      each.height === height &&
      each.index === index &&
      each.hash === hash,
  );
  // Whoever asked, the answer is for everybody.
  if (isDemanded) return;
  const { baseFeePerGas } = await rpc.client.getBlock();
  // The base fee may rise by an eighth until the demand is mined, and by more until it is settled.
  const byGas = (DEMAND_GAS * (baseFeePerGas ?? 0n) * 5n) / 4n;
  const value = byGas > table.rules.demandFloor ? byGas : table.rules.demandFloor;
  const room = await roomForDemands(context, table);
  if (value > room) {
    throw new RetryableError(
      `Root ${stand.root} of epoch ${epoch} lies, and a demand against it would cost ${formatEther(table.rules.demandFloor)} ether or more: DEMAND_LIMIT_ETHER leaves no room for it. Raise it, or wait until demands come home.`,
    );
  }
  const refusal = await propose(context, {
    kind: "demand",
    subject: `epoch ${epoch}, root ${stand.root}, height ${height}, index ${index}, hash ${hash}`,
    functionName: "demand",
    args: [
      epoch,
      stand.keepers[0],
      { height: BigInt(height), index: BigInt(index), hash, inputs, path },
    ],
    value,
    expiresAt: greatest(game.challengeEnds, now.now + BigInt(table.rules.followUpSeconds)),
  });
  if (refusal === null) {
    log.warn(
      { epoch: Number(epoch), root: stand.root, by: stand.keepers, height, index },
      "another root than ours was revealed; demanding to see what lies under it",
    );
  } else if (refusal.name === "DemandClosed") {
    throw new RetryableError(
      `Root ${stand.root} of epoch ${epoch} lies and will stand: demands closed before anybody had shown where.`,
    );
  }
}

/** Fells the root: an intent first, and from the next block on what it was for. False where nothing is left to do. */
async function tell(
  context: Context,
  now: Survey,
  game: Game,
  stand: Stand,
  step: Telling,
  isOurTurn: boolean,
): Promise<boolean> {
  const { rpc, contracts, sender, store, log } = context;
  const { epoch } = game;
  const { height, index } = placeOf(step);
  const of = { epoch: Number(epoch), root: stand.root, height, index } as const;
  const where = { chainId: rpc.chainId, almanac: contracts.Almanac, ...of } as const;
  // The salt is on the disk before anything is sent: an intent without its salt is worth nothing.
  const salt = await saltOf(store, keccak256(toHex(JSON.stringify([where, sender.address]))));
  const intent = intentHash({ ...where, challenger: sender.address, salt });
  const since = await rpc.client.readContract({
    address: contracts.Almanac,
    abi: almanacAbi,
    blockNumber: now.blockNumber,
    functionName: "intentOf",
    args: [intent],
  });
  if (stand.fallen && (since === 0n || since >= stand.fellAt)) return false;
  const subject = `epoch ${epoch}, root ${stand.root}, height ${height}, index ${index}`;
  const expiresAt = greatest(game.challengeEnds, now.now + BigInt(now.epochSeconds));
  if (since === 0n) {
    if (!isOurTurn) return true;
    await propose(context, {
      kind: "intend",
      subject,
      functionName: "intend",
      args: [intent],
      expiresAt,
    });
    return true;
  }
  const refusal = await propose(context, {
    kind: "challenge",
    subject,
    ...callOf(epoch, stand.keepers[0], step, salt),
    expiresAt,
  });
  if (refusal === null) {
    log.warn({ ...of, by: stand.keepers, ground: step.kind }, "challenging a root that lies");
  } else if (refusal.name === "RootHolds") {
    throw new RetryableError(
      `The chain agrees with root ${stand.root} of epoch ${epoch}, and not with ours: this machine paints wrong at ${wordsFor(step)}. Stop it, check its backend (RENDER_BACKEND=integer is the reference), and expect to lose the bonds of epochs that it revealed.`,
    );
  }
  return true;
}

/** The node that a challenge is about, as intents name it. */
function placeOf(step: Telling): { height: number; index: number } {
  if (step.kind === "challenge") return { height: 0, index: leafIndex(step.tokenId, step.run) };
  if (step.kind === "challengeInputs") return { height: TOKEN_DEPTH, index: step.tokenId };
  return { height: step.node.height, index: step.node.index };
}

function wordsFor(step: Telling): string {
  if (step.kind === "challenge") return `token ${step.tokenId}, run ${step.run}`;
  if (step.kind === "challengeInputs") return `the inputs of token ${step.tokenId}`;
  return `node ${step.node.index} at height ${step.node.height}`;
}

function callOf(epoch: bigint, keeper: Hex, step: Telling, salt: Hex) {
  if (step.kind === "challenge") {
    const { tokenId, run, pixels, inputs, path } = step;
    const args = [epoch, keeper, BigInt(tokenId), BigInt(run), pixels, inputs, path, salt] as const;
    return { functionName: "challenge", args } as const;
  }
  if (step.kind === "challengeInputs") {
    const { tokenId, inputs, runs, path } = step;
    const args = [epoch, keeper, BigInt(tokenId), inputs, runs, path, salt] as const;
    return { functionName: "challengeInputs", args } as const;
  }
  const { height, index, ...rest } = step.node;
  const node = { height: BigInt(height), index: BigInt(index), ...rest };
  return { functionName: "challengePadding", args: [epoch, keeper, node, salt] } as const;
}

function greatest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
