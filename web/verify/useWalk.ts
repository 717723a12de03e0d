// Demands against one root as the page follows them, answer by answer: what was shown so far, and what comes next.
import { useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { demandAbove } from "../../renderer/descent.ts";
import type { TreeNode } from "../../renderer/merkle.ts";
import type { Shown, Step } from "../../renderer/walk.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { usePulse } from "../queries/pulse.ts";
import { readAll } from "../queries/reads.ts";
import { addressOf, useWorld } from "../world.ts";
import { type Answered, shownOnChain } from "./answers.ts";
import { bondAt } from "./demanding.ts";

/** What is looked for under the root. */
export interface Quest {
  /** Its name among all of them. */
  key: string;
  next(shown: Shown): Promise<Step>;
}

export type Walked = ReturnType<typeof useWalk>;

export function useWalk(record: EpochRecord, root: Hex, keeper: Address, quest: Quest) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const { epoch } = record;
  const block = pulse?.block.toString();
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const e = BigInt(epoch);

  const { data: facts, error: factsError } = useQuery({
    queryKey: ["walk", epoch, root, block],
    queryFn: async () => {
      const [[[, revealEnds, challengeEnds], state, stand, rules], head] = await Promise.all([
        readAll(world, [
          { ...almanac, functionName: "windowsOf", args: [e] },
          { ...almanac, functionName: "epochOf", args: [e] },
          { ...almanac, functionName: "standOf", args: [e, keeper] },
          { ...almanac, functionName: "rules" },
        ]),
        world.client.getBlock(),
      ]);
      const bond = bondAt(head.baseFeePerGas, rules.demandFloor);
      return {
        bond,
        rules,
        hasFallen: stand.fallen,
        isFinal: state.outcome !== 0,
        revealEnds: Number(revealEnds),
        challengeEnds: Number(challengeEnds),
        // Whatever is demanded or answered changes one of these.
        turn: `${state.openDemands}/${stand.openDemands}/${state.waitUntil}`,
      };
    },
    placeholderData: (previous) => previous,
  });

  const answers = useQuery({
    queryKey: ["shown", epoch, root, facts?.turn],
    queryFn: () => shownOnChain(world, record, root),
    enabled: facts !== undefined,
    placeholderData: (previous) => previous,
    retry: 1,
  });
  // A node without past events tells nothing of what was shown: then a walk begins at its beginning.
  const shown: readonly Answered[] | undefined = answers.data ?? (answers.error ? [] : undefined);

  const { data: step, error: stepError } = useQuery({
    queryKey: ["step", epoch, root, quest.key, shown?.length],
    queryFn: () =>
      quest.next(
        (height, index) =>
          shown!.find((each) => each.height === height && each.index === index)?.data,
      ),
    enabled: shown !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    placeholderData: (previous) => previous,
  });

  const node = step?.kind === "demand" ? step.node : undefined;
  const { data: demands } = useQuery({
    queryKey: ["demanded", epoch, root, node?.height, node?.index, block],
    queryFn: async () => {
      const above = demandAbove(node!, root);
      const [demand, before] = await readAll(
        world,
        [node!, ...(above ? [above] : [])].map(
          ({ height, index, hash }: TreeNode) =>
            ({
              ...almanac,
              functionName: "demandOf",
              args: [e, root, BigInt(height), BigInt(index), hash],
            }) as const,
        ),
      );
      return { node: node!, demand: demand!, before };
    },
    enabled: node !== undefined,
    placeholderData: (previous) => previous,
  });

  return {
    facts,
    shown,
    step,
    /** Of the node that is to be demanded next; undefined while that is read. */
    demands: demands && node && isSame(demands.node, node) ? demands : undefined,
    time: pulse?.time,
    isBlind: answers.error !== null && answers.data === undefined,
    error: factsError ?? stepError,
  };
}

function isSame(a: TreeNode, b: TreeNode): boolean {
  return a.height === b.height && a.index === b.index && a.hash === b.hash;
}
