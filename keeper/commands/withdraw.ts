/** `withdraw`: takes free ether of the keeper's key out of the almanac, while no other process of it is at work. */
import { formatEther } from "viem";
import { loadDeployment } from "../chain/deployment.ts";
import { connect } from "../chain/rpc.ts";
import { createSender } from "../chain/sender.ts";
import { withdraw as takeOut } from "../game/withdraw.ts";
import { confirmationsOf, pollMsOf } from "../settings/pace.ts";
import type { Given } from "../settings/read.ts";
import { openSigner } from "../signers/open.ts";
import { holderIn } from "../store/home.ts";
import { checkIdentity } from "../store/identity.ts";
import { takeLease } from "../store/lease.ts";
import { openStore } from "../store/open.ts";
import { openTerminal } from "../terminal.ts";

export async function withdraw(
  { settings: config, flags }: Given<"withdraw">,
  signal: AbortSignal,
): Promise<number> {
  const terminal = openTerminal(config.logLevel);
  const { log } = terminal;
  const closers: (() => unknown)[] = [terminal.close];
  try {
    const rpc = await connect(config.rpcUrls, { warn: (message) => log.warn(message) });
    const deployment = await loadDeployment(rpc, config.deployment);
    const account = await openSigner(config);
    const { databaseUrl, tipWei, limitWei } = config;
    const store = await openStore(config.dataDir, { databaseUrl, standby: false, signal, log });
    if (store === null) return 0;
    closers.push(() => store.close());
    await checkIdentity(store, rpc, deployment, account.address);
    const lease = await takeLease({
      db: store.db,
      holder: holderIn(store),
      log,
      standby: false,
      signal,
      name: `keeper ${account.address.toLowerCase()}`,
    });
    if (lease === null) return 0;
    closers.push(() => lease.release());
    const confirmations = confirmationsOf(config, rpc.chainId);
    const sender = await createSender({
      db: lease.fenced(store.db),
      rpc,
      account,
      confirmations,
      tipWei,
      limitWei,
      log,
    });
    const pollMs = pollMsOf({ pollMs: undefined }, rpc.chainId);
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, pollMs));
    const to = flags.to ?? account.address;
    const wei = await takeOut(
      { rpc, contracts: deployment.contracts, sender, db: store.db, pause },
      { amount: flags.ether ?? null, to },
    );
    console.log(`${formatEther(wei)} ether of ${account.address} went from the almanac to ${to}.`);
    return 0;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
