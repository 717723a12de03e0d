// The wallets, as wagmi wants them, made from the deploy record.
import { type Config, createConfig, http } from "wagmi";
import { chainOf } from "./client.ts";
import type { Deployment } from "./deployment.ts";
import { developmentWallet } from "./wallet/development.ts";

const configs = new WeakMap<Deployment, Config>();

/** wagmi's configuration, one for a deployment: wallets discovered through EIP-6963, and the development one. */
export function wagmiConfig(deployment: Deployment): Config {
  const known = configs.get(deployment);
  if (known) return known;
  const chain = chainOf(deployment);
  const config = createConfig({
    chains: [chain],
    connectors: deployment.development ? [developmentWallet()] : [],
    multiInjectedProviderDiscovery: true,
    // With a storage, wagmi's provider forgets every connection whenever it renders (it takes them for old
    // ones, read from there), and several of them render here with each page.
    storage: null,
    transports: { [chain.id]: http(deployment.rpc, { retryCount: 1, timeout: 20_000 }) },
  });
  // What an earlier visit left in the browser's storage is no connection until its wallet is asked.
  config.setState((state) => ({ ...state, connections: new Map() }));
  configs.set(deployment, config);
  return config;
}
