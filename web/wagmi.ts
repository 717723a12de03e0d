// The chain and the wallets, as wagmi wants them, made from the deploy record.
import { defineChain } from "viem";
import { type Config, createConfig, http } from "wagmi";
import type { Deployment } from "./deployment.ts";
import { developmentWallet } from "./wallet/development.ts";

/** wagmi's configuration: one chain, wallets discovered through EIP-6963, and the development one. */
export function wagmiConfig(deployment: Deployment): Config {
  const chain = defineChain({
    id: deployment.chainId,
    name: deployment.development ? "Local chain" : `Chain ${deployment.chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [deployment.rpc] } },
  });
  return createConfig({
    chains: [chain],
    connectors: deployment.development ? [developmentWallet()] : [],
    multiInjectedProviderDiscovery: true,
    transports: { [chain.id]: http(deployment.rpc, { retryCount: 1, timeout: 20_000 }) },
  });
}
