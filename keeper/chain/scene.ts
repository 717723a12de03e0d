/** What the chain says that a plant's picture depends on at an epoch. */
import type { Address } from "viem";
import { isAddressEqual } from "viem";
import { heliotropeAbi, metadataAbi, modelsAbi } from "../../contracts/abi.ts";
import { unpackExposure } from "../../renderer/exposure.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import type { Scene } from "../../renderer/scene.ts";
import type { Contracts } from "./deployment.ts";
import type { Rpc } from "./rpc.ts";

/** A scene, and the number of the art version that it is drawn by. */
export interface Drawn {
  readonly scene: Scene;
  readonly artVersion: number;
}

/** Null where another art version than `metadata`'s draws the plant: only that one's contract knows how. */
export async function readDrawn(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  metadata: Address,
  tokenId: number,
  epoch: number,
): Promise<Drawn | null> {
  const token = { address: contracts.Heliotrope, abi: heliotropeAbi } as const;
  const stateAt = (at: number) =>
    rpc.client.readContract({
      ...token,
      functionName: "stateAt",
      args: [BigInt(tokenId), BigInt(at)],
    });
  let state = await stateAt(epoch);
  // A pin takes the whole state at its epoch, whatever that says of a pin.
  if (state.pinnedEpoch !== 0) state = await stateAt(state.pinnedEpoch);
  const { artVersion } = state;
  const [drawer] = await rpc.client.readContract({
    address: contracts.Models,
    abi: modelsAbi,
    functionName: "artOf",
    args: [BigInt(artVersion)],
  });
  if (!isAddressEqual(drawer, metadata)) return null;
  const scene = await rpc.client.readContract({
    address: metadata,
    abi: metadataAbi,
    functionName: "sceneOf",
    args: [contracts.Heliotrope, BigInt(tokenId), BigInt(epoch)],
  });
  return {
    scene: {
      ...scene,
      time: Number(scene.time),
      now: unpackObservation(scene.now),
      life: unpackExposure(scene.life),
      recent: unpackExposure(scene.recent),
    },
    artVersion,
  };
}
