// What every query needs: the deploy record and a client on its node. Handed down through React, so
// that queries stay plain functions of it.
import { createContext, useContext } from "react";
import type { Address } from "viem";
import type { Reader } from "./client.ts";
import type { ContractName, Deployment } from "./deployment.ts";

export interface World {
  deployment: Deployment;
  client: Reader;
}

export const WorldContext = createContext<World | undefined>(undefined);

/** The world of this page. */
export function useWorld(): World {
  const world = useContext(WorldContext);
  if (!world) throw new Error("useWorld needs WorldContext above it.");
  return world;
}

/** Address of a contract in the deploy record. */
export function addressOf(world: World, name: ContractName): Address {
  return world.deployment.contracts[name];
}
