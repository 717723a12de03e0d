// Where wallets are needed. wagmi travels with this file, so a visitor who only looks never waits for it.
import type { ReactNode } from "react";
import { WagmiProvider } from "wagmi";
import { wagmiConfig } from "../wagmi.ts";
import { useWorld } from "../world.ts";

/** Any number of these share one configuration, and so one connection. */
export function Wallets({ children }: { children: ReactNode }) {
  const { deployment } = useWorld();
  return (
    <WagmiProvider config={wagmiConfig(deployment)} reconnectOnMount={false}>
      {children}
    </WagmiProvider>
  );
}
