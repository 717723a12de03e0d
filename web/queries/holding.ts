// What a holder may decide about a plant, and what has been decided.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { type Pulse, usePulse } from "./pulse.ts";
import { readAll, tryAll } from "./reads.ts";
import { NEWEST } from "./state.ts";
import { useEachBlock } from "./useEachBlock.ts";

/** What is chosen: as `stateAt` answers. */
interface Chosen {
  station: number;
  model: number;
  artVersion: number;
  /** Zero while the plant follows the weather. */
  pinnedEpoch: number;
}

export interface Holding {
  tokenId: number;
  /** Undefined once it is burned. */
  owner: Address | undefined;
  /** Zero while it is a seed. */
  birthEpoch: number;
  /** What counts in the running epoch. */
  now: Chosen;
  /** What was chosen last, whether it counts yet or not. */
  newest: Chosen;
  /** From this epoch on `newest` counts; undefined when it does already. */
  pendingFrom: number | undefined;
  /** The first epoch that a choice made now would count for. */
  nextEpoch: number;
  /** The first epoch that a move may count for. */
  movableFrom: number;
  /** How many choices have been made, replaced ones included. */
  nonce: number;
  /** What the token is, apart from the weather: what a buyer may insist on. */
  hash: Hex;
}

/** Read again with each block: a choice is shown as soon as a block has it. */
export function useHolding(tokenId: number | undefined) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const isThere = tokenId !== undefined && pulse !== undefined && tokenId < pulse.minted;
  const query = useQuery({
    queryKey: ["holding", tokenId],
    queryFn: () => readHolding(world, tokenId!, pulse!),
    enabled: isThere,
    placeholderData: keepPreviousData,
  });
  useEachBlock(query.refetch, isThere);
  return query;
}

async function readHolding(
  world: World,
  tokenId: number,
  { time, epochSeconds }: Pulse,
): Promise<Holding> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  const id = BigInt(tokenId);
  const running = BigInt(Math.floor(time / epochSeconds));
  const [[owner], [now, newest, stay, [pendingFrom], nonce, hash, cooldown, birthEpoch]] =
    await Promise.all([
      tryAll(world, [{ ...token, functionName: "ownerOf", args: [id] }]),
      readAll(world, [
        { ...token, functionName: "stateAt", args: [id, running] },
        { ...token, functionName: "stateAt", args: [id, NEWEST] },
        { ...token, functionName: "stayAt", args: [id, running] },
        { ...token, functionName: "pendingOf", args: [id] },
        { ...token, functionName: "stateNonce", args: [id] },
        { ...token, functionName: "stateHash", args: [id] },
        { ...token, functionName: "MOVE_COOLDOWN" },
        { ...genomes, functionName: "birthEpochOf", args: [id] },
      ]),
    ]);
  const nextEpoch = Number(running) + 1;
  return {
    tokenId,
    birthEpoch,
    now,
    newest,
    hash,
    nextEpoch,
    owner: owner.result,
    pendingFrom: pendingFrom > running ? Number(pendingFrom) : undefined,
    movableFrom: stay.since === 0 ? nextEpoch : Math.max(nextEpoch, stay.since + Number(cooldown)),
    nonce: Number(nonce),
  };
}
