// The living page as the chain answers it, to be kept as one file: the same bytes, read as bytes, because text
// would pass through a decoder.
import { decodeAbiParameters, encodeFunctionData, hexToBytes } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { addressOf, type World } from "../world.ts";

/** What common nodes grant a call. */
const CALL_GAS = 50_000_000n;

/** `tokenHtml(tokenId)`, UTF-8. */
export async function readLivingPage(world: World, tokenId: number): Promise<Uint8Array> {
  const { data = "0x" } = await world.client.call({
    to: addressOf(world, "Heliotrope"),
    data: encodeFunctionData({
      abi: heliotropeAbi,
      functionName: "tokenHtml",
      args: [BigInt(tokenId)],
    }),
    gas: CALL_GAS,
  });
  // A string and bytes are encoded alike.
  const [html] = decodeAbiParameters([{ type: "bytes" }], data);
  return hexToBytes(html);
}
