// Where wallets are needed. wagmi travels with this file, so a visitor who only looks never waits for it.
import type { ReactNode } from "react";
import { WagmiContext } from "wagmi";
import { wagmiConfig } from "../wagmi.ts";
import { useWorld } from "../world.ts";

/**
 * Any number of these share one configuration, and so one connection. wagmi's own provider forgets all connections
 * whenever it is drawn, which is right for one at the root of a page and for no other.
 */
export function Wallets({ children }: { children: ReactNode }) {
  const { deployment } = useWorld();
  return <WagmiContext.Provider value={wagmiConfig(deployment)}>{children}</WagmiContext.Provider>;
}
