// The living page to be kept as one file: the same bytes that the contracts write, read as bytes, because text
// would pass through a decoder.
import { type Address, decodeAbiParameters, encodeFunctionData, type Hex, hexToBytes } from "viem";
import { heliotropeAbi, livingPageAbi, metadataAbi, plantAbi } from "../../contracts/abi.ts";
import { readAll } from "../queries/reads.ts";
import { addressOf, type World } from "../world.ts";

/** What common nodes grant a call. */
const CALL_GAS = 50_000_000n;

/** `tokenHtml(tokenId)`: the page of the present. */
export function readLivingPage(world: World, tokenId: number): Promise<Uint8Array> {
  return ask(world, addressOf(world, "Heliotrope"), tokenHtml(tokenId));
}

/**
 * The page of a past moment. The contracts keep all that it depends on, and each of them answers for any scene:
 * so they are asked one by one for what `tokenHtml` has them do about the present (contracts/Metadata.sol).
 * @param epoch that was accepted, not before the birth.
 */
export async function readPastPage(
  world: World,
  tokenId: number,
  epoch: number,
  epochSeconds: number,
): Promise<Uint8Array> {
  const metadata = { address: addressOf(world, "Metadata"), abi: metadataAbi } as const;
  const token = [addressOf(world, "Heliotrope"), BigInt(tokenId)] as const;
  const instant = BigInt(epoch * epochSeconds);
  const [scene, phenotype, plant, livingPage] = await readAll(world, [
    { ...metadata, functionName: "sceneOf", args: [...token, BigInt(epoch)] },
    { ...metadata, functionName: "phenotypeAt", args: [...token, instant] },
    { ...metadata, functionName: "plant" },
    { ...metadata, functionName: "livingPage" },
  ]);
  const layer = await world.client.readContract({
    address: plant,
    abi: plantAbi,
    functionName: "plantLayer",
    args: [phenotype, scene.genome],
  });
  const args = [scene, phenotype, layer] as const;
  const call = encodeFunctionData({ abi: livingPageAbi, functionName: "html", args });
  return ask(world, livingPage, call);
}

/**
 * The page of a past moment that another art version draws: what the token would say if it were asked then. Not
 * every node lets a call say what time it is.
 */
export async function readForeignPage(
  world: World,
  tokenId: number,
  epoch: number,
  epochSeconds: number,
): Promise<Uint8Array> {
  const time = BigInt(epoch * epochSeconds);
  try {
    return await ask(world, addressOf(world, "Heliotrope"), tokenHtml(tokenId), time);
  } catch (cause) {
    throw new Error(
      "another art version drew this moment, and this node does not go back to that time. Another node may.",
      { cause },
    );
  }
}

function tokenHtml(tokenId: number): Hex {
  const args = [BigInt(tokenId)] as const;
  return encodeFunctionData({ abi: heliotropeAbi, functionName: "tokenHtml", args });
}

async function ask(world: World, to: Address, call: Hex, time?: bigint): Promise<Uint8Array> {
  const { data = "0x" } = await world.client.call({
    ...(time !== undefined && { blockOverrides: { time } }),
    to,
    data: call,
    gas: CALL_GAS,
  });
  // A string and bytes are encoded alike.
  const [html] = decodeAbiParameters([{ type: "bytes" }], data);
  return hexToBytes(html);
}
