// The wallets, as wagmi wants them, made from the deploy record.
import { type Config, createConfig, http } from "wagmi";
import { chainOf } from "./client.ts";
import type { Deployment } from "./deployment.ts";
import { developmentWallet } from "./wallet/development.ts";
import { recallWallet } from "./wallet/recall.ts";

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
    // It would write accounts down, and take what it reads there for connections before any wallet was asked. What
    // is kept instead is which wallet it was.
    storage: null,
    transports: { [chain.id]: http(deployment.rpc, { retryCount: 1, timeout: 20_000 }) },
  });
  configs.set(deployment, config);
  recallWallet(config);
  return config;
}
