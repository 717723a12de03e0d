// One search as the console follows it: started, watched, stopped, begun again with other sources.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { EpochRecord } from "../queries/almanac.ts";
import { modelQuery } from "../queries/model.ts";
import { supplyOf } from "../verify/epoch.ts";
import { useWorld } from "../world.ts";
import { openField } from "./field.ts";
import { hunt, type Search } from "./hunt.ts";

export interface Hunt {
  start(): void;
  stop(): void;
  isRunning: boolean;
  isStopped: boolean;
  /** How far it is, or was when it was stopped. */
  search: Search | undefined;
  error: Error | null;
}

export function useHunt(record: EpochRecord | undefined, sources: readonly string[]): Hunt {
  const world = useWorld();
  const queries = useQueryClient();
  const [search, setSearch] = useState<Search>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const searching = useMutation({
    mutationFn: async () => {
      if (!record) throw new Error("The roots have not been read yet. Try again.");
      setSearch(undefined);
      running.current = new AbortController();
      const { signal } = running.current;
      const { epoch, job } = record;
      const roots = record.roots.filter(({ fallen }) => !fallen).map(({ root }) => root);
      const supply = await supplyOf(world, epoch);
      const quarry = { epoch, job, supply, roots, sources };
      const modelOf = async (id: number) =>
        (await queries.ensureQueryData(modelQuery(world, id))).bytes;
      const field = openField(world, quarry, modelOf, signal);
      try {
        return await hunt(quarry, field, setSearch, signal);
      } finally {
        field.close();
      }
    },
  });
  const isStopped = searching.error?.name === "AbortError";
  return {
    start: () => searching.mutate(),
    stop: () => running.current?.abort(),
    isRunning: searching.isPending,
    isStopped,
    search,
    error: isStopped ? null : searching.error,
  };
}
