import type { Hex } from "viem";
import type { OwnTree } from "../../renderer/demands.ts";
import { treeOf } from "../render/tree.ts";
import type { Context } from "../steps/context.ts";
import { renderOf } from "../store/renders.ts";

/** Our own trees, kept in memory while their games go on: a megabyte each. */
export interface Trees {
  /** Null where the epoch was not painted here. */
  of(job: Hex): Promise<OwnTree | null>;
  /** Forgets all others. */
  keep(jobs: readonly Hex[]): void;
}

export function openTrees(context: Context): Trees {
  const trees = new Map<Hex, OwnTree>();
  return {
    of: async (job) => {
      const known = trees.get(job);
      if (known !== undefined) return known;
      const render = await renderOf(context.store.db, job);
      if (render === null) return null;
      const tree = treeOf(context, render);
      trees.set(job, tree);
      return tree;
    },
    keep: (jobs) => {
      for (const job of trees.keys()) if (!jobs.includes(job)) trees.delete(job);
    },
  };
}
