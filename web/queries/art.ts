// Plants whose holder has adopted another art version than the one that this page's twins draw: the contract of
// that version draws them, and this page shows what the token itself answers, as far as it can be shown. Whatever
// that is, it concerns this plant alone: its neighbours are read all the same.
import {
  type Address,
  BaseError,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  HttpRequestError,
  isAddressEqual,
  TimeoutError,
} from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import type { ForeignArt } from "../foreign/told.ts";
import { addressOf, type World } from "../world.ts";

/** What the token says of itself, where the twins cannot. */
export interface OwnArt {
  /** What is shown; undefined where it cannot be. */
  told: ForeignArt | undefined;
  /** Why it cannot, going on from "it is not shown, because"; empty where it can. */
  refusal: string;
  /** What its sky is painted from; undefined where the contract does not say. */
  sky: { modelId: number; latent: Hex; condition: Hex } | undefined;
}

/** What common nodes grant a call; with less of it `tokenURI` answers too, with less in it. */
const CALL_GAS = 50_000_000n;

/** Whether another contract than the one that this page's twins follow draws it. */
export function isOwnArt(world: World, drawer: Address): boolean {
  return !isAddressEqual(drawer, addressOf(world, "Metadata"));
}

interface Moment {
  shownEpoch: number;
  epochSeconds: number;
  isPast?: boolean;
}

/** What a token says of itself at a moment. */
export async function readOwnArt(world: World, id: bigint, moment: Moment): Promise<OwnArt> {
  const [sky, answer] = await Promise.all([
    readSky(world, id, moment).catch(orRefused),
    readAnswer(world, id, moment),
  ]);
  return { ...answer, sky };
}

async function readSky(world: World, id: bigint, { shownEpoch }: Moment): Promise<OwnArt["sky"]> {
  const [model, latent, condition] = await world.client.readContract({
    address: addressOf(world, "Heliotrope"),
    abi: heliotropeAbi,
    functionName: "skyInputsAt",
    args: [id, BigInt(shownEpoch)],
  });
  return { modelId: Number(model), latent, condition };
}

async function readAnswer(
  world: World,
  id: bigint,
  { shownEpoch, epochSeconds, isPast }: Moment,
): Promise<Pick<OwnArt, "told" | "refusal">> {
  const uri = await (isPast
    ? readUri(world, id, shownEpoch * epochSeconds).catch(() => undefined)
    : readUri(world, id).catch(orRefused));
  if (uri === undefined) {
    const refusal = isPast
      ? "this node does not go back to that time. Another may."
      : `its contract gives no answer within ${CALL_GAS / 1_000_000n} million gas.`;
    return { told: undefined, refusal };
  }
  const { readTold } = await import("../foreign/told.ts");
  try {
    return { told: readTold(uri), refusal: "" };
  } catch (error) {
    return { told: undefined, refusal: error instanceof Error ? error.message : String(error) };
  }
}

/** A contract that refuses or answers nonsense has answered; a node that does not answer has not. */
function orRefused(error: unknown): undefined {
  const isNodes = (each: unknown) =>
    each instanceof HttpRequestError || each instanceof TimeoutError;
  if (!(error instanceof BaseError) || error.walk(isNodes)) throw error;
  return undefined;
}

/**
 * What the token says now, or would say if it were asked at another time: whatever it shows follows from the time of
 * the block, and the chain keeps all else. Not every node lets a call say what time it is.
 */
async function readUri(world: World, id: bigint, time?: number): Promise<string> {
  const token = { abi: heliotropeAbi, functionName: "tokenURI" } as const;
  const { data } = await world.client.call({
    ...(time !== undefined && { blockOverrides: { time: BigInt(time) } }),
    to: addressOf(world, "Heliotrope"),
    data: encodeFunctionData({ ...token, args: [id] }),
    gas: CALL_GAS,
  });
  return decodeFunctionResult({ ...token, data: data ?? "0x" });
}
