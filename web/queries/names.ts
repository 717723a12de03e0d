// Whether this chain has ENS, and what addresses are called there. Only then is the rest loaded (./ens.ts).
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useWorld, type World } from "../world.ts";

/** ENS's universal resolver, at the same address on every chain that has it. */
export const RESOLVER = "0xeeeeeeee14d718c2b47d9923deab1335e144eeee";

const KEEP_MS = 600_000;

const known = new WeakMap<World, Promise<boolean>>();

/** Asked once for all. */
export function hasNames(world: World): Promise<boolean> {
  const asked =
    known.get(world) ??
    world.client.getCode({ address: RESOLVER }).then((code) => code !== undefined && code !== "0x");
  known.set(world, asked);
  asked.catch(() => known.delete(world));
  return asked;
}

/** What an address calls itself and rightly so; undefined where it has no name, or until it is known. */
export function usePrimaryName(address: Address | undefined): string | undefined {
  const world = useWorld();
  const { data } = useQuery({
    queryKey: ["primary name", address],
    queryFn: async () =>
      (await hasNames(world)) ? (await import("./ens.ts")).primaryName(world, address!) : null,
    enabled: address !== undefined,
    staleTime: KEEP_MS,
    retry: false,
  });
  return data ?? undefined;
}
