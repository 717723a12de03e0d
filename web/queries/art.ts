// Plants whose holder has adopted another art version than the one that this page's twins draw: the contract of
// that version draws them, and this page shows what the token itself answers.
import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
} from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { addressOf, type World } from "../world.ts";

/** What the token says of itself, where the twins cannot. */
export interface OwnArt {
  /** `tokenURI`; undefined of a past that the node cannot go back to. */
  uri: string | undefined;
  modelId: number;
  latent: Hex;
  condition: Hex;
}

/** What common nodes grant a call; with less of it `tokenURI` answers too, with less in it. */
const CALL_GAS = 50_000_000n;

/** Whether another contract than the one that this page's twins follow draws it. */
export function isOwnArt(world: World, drawer: Address): boolean {
  return !isAddressEqual(drawer, addressOf(world, "Metadata"));
}

/** What a token says of itself at a moment. */
export async function readOwnArt(
  world: World,
  id: bigint,
  moment: { shownEpoch: number; epochSeconds: number; isPast?: boolean },
): Promise<OwnArt> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const args = [id, BigInt(moment.shownEpoch)] as const;
  const [[model, latent, condition], uri] = await Promise.all([
    world.client.readContract({ ...token, functionName: "skyInputsAt", args }),
    moment.isPast
      ? readUri(world, id, moment.shownEpoch * moment.epochSeconds).catch(() => undefined)
      : readUri(world, id),
  ]);
  return { uri, modelId: Number(model), latent, condition };
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
