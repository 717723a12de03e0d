/** `run`: puts the pieces together, runs them, takes them apart. */
import { privateKeyToAccount } from "viem/accounts";
import { modelsAbi } from "../../contracts/abi.ts";
import { listen } from "../api/server.ts";
import { loadDeployment } from "../chain/deployment.ts";
import { connect } from "../chain/rpc.ts";
import { createSender } from "../chain/sender.ts";
import { reconsider } from "../crew/reconsider.ts";
import { openTeam } from "../crew/team.ts";
import { createThreads } from "../crew/threads.ts";
import { oneLine } from "../errors.ts";
import { openPeers } from "../game/peers.ts";
import { type Loop, startLoop } from "../loop.ts";
import { createMetrics } from "../metrics.ts";
import { openPinning } from "../publish/open.ts";
import { openShelf } from "../render/models.ts";
import { createPool } from "../render/pool.ts";
import { confirmationsOf, pollMsOf } from "../settings/pace.ts";
import type { Given } from "../settings/read.ts";
import { openSigner } from "../signers/open.ts";
import { checkSeparate } from "../signers/separate.ts";
import type { Context } from "../steps/context.ts";
import { holderIn } from "../store/home.ts";
import { checkIdentity } from "../store/identity.ts";
import { takeLease } from "../store/lease.ts";
import { openStore } from "../store/open.ts";
import { openTerminal } from "../terminal.ts";
import { openWeather } from "../weather/open.ts";
import { openServing } from "./serving.ts";

export async function run(
  { settings: config, flags }: Given<"run">,
  signal: AbortSignal,
): Promise<number> {
  // Standard output is for the summary of --once alone.
  const terminal = openTerminal(config.logLevel);
  const { log } = terminal;
  const warn = (message: string) => log.warn(message);
  const closers: (() => unknown)[] = [terminal.close];
  try {
    const metrics = createMetrics();
    const rpc = await connect(config.rpcUrls, { warn, metrics });
    const confirmations = confirmationsOf(config, rpc.chainId);
    const deployment = await loadDeployment(rpc, config.deployment);
    const { contracts } = deployment;
    const account = await openSigner(config);
    const reporters = config.reporterKeys.map((key) => privateKeyToAccount(key));
    await checkSeparate(rpc, contracts, account.address, reporters);
    const { standby, once } = flags;
    const { databaseUrl } = config;
    const store = await openStore(config.dataDir, { databaseUrl, standby, signal, log });
    if (store === null) return 0;
    closers.push(() => store.close());
    await checkIdentity(store, rpc, deployment, account.address);
    const lease = await takeLease({
      db: store.db,
      name: `keeper ${account.address.toLowerCase()}`,
      holder: holderIn(store),
      log,
      standby,
      signal,
      onRenewal: (outcome) => {
        metrics.leaseRenewals.inc({ outcome });
        if (outcome === "lost") metrics.leaseHeld.set(0);
      },
    });
    if (lease === null) return 0;
    closers.push(() => lease.release());
    metrics.leaseHeld.set(1);
    metrics.leaseFence.set(Number(lease.fence));
    const models = openShelf({
      rpc,
      contracts,
      folder: store.folder,
      modelFile: config.modelFile,
      warn,
    });
    const { checkRuns, checkAll } = config;
    const pool = createPool({
      // Where it does not paint, all of them check what is delivered.
      size: config.workers || undefined,
      backend: config.backend,
      doubt: { runs: checkRuns, all: checkAll },
      warn,
    });
    closers.push(() => pool.close());
    const sender = await createSender({
      db: lease.fenced(store.db),
      rpc,
      account,
      confirmations,
      tipWei: config.tipWei,
      limitWei: config.limitWei,
      log,
      metrics,
    });
    const tools = { pool, models, metrics, log };
    const crew =
      databaseUrl === undefined
        ? createThreads(tools)
        : await openTeam({
            ...tools,
            url: databaseUrl,
            db: store.db,
            checkRuns,
            checkAll,
            isPainting: config.workers !== 0,
            reconsider: (workers) => reconsider({ ...tools, store }, workers),
          });
    closers.push(() => crew.close());
    const bureau = openWeather(config, {
      db: store.db,
      rpc,
      signers: reporters,
      remotes: config.reporters,
      metrics,
      log,
    });
    const { keepEpochs } = config;
    const publisher = openPinning(config, {
      rpc,
      contracts,
      store,
      pool,
      models,
      keepEpochs,
      metrics,
      log,
      bar: terminal.bar,
    });
    const context: Context = {
      ...(publisher === undefined ? {} : { publisher }),
      rpc,
      contracts,
      sender,
      bureau,
      store,
      pool,
      crew,
      models,
      confirmations,
      keepEpochs,
      startBlock: deployment.startBlock,
      peers: openPeers(config.peers),
      bondLimit: config.bondLimit,
      demandLimit: config.demandLimit,
      metrics,
      bar: terminal.bar,
      log,
    };

    // While the first epoch is awaited, the threads load TF.js and the newest model.
    let backendState: string | undefined = "not warmed up yet";
    warmUp(context).then(
      () => {
        backendState = undefined;
      },
      (error: unknown) => {
        log.warn({ why: oneLine(error) }, "not warmed up");
        backendState = "not warmed up";
      },
    );

    const serving = await openServing(config, context, {
      account,
      loop: () => loop,
      checks: {
        lease: () => (lease.isFresh() ? undefined : "the lease is not renewed"),
        backend: () => (pool.backend() === "auto" ? backendState : undefined),
      },
    });
    closers.push(() => serving.close());
    let loop: Loop | null = null;
    const url = await listen(serving.app, config.host, config.port);
    log.info({ url, keeper: sender.address, chainId: rpc.chainId }, "the keeper is up");

    loop = startLoop(context, {
      pollMs: pollMsOf(config, rpc.chainId),
      once,
      money: {
        tip: config.tipWei,
        reports: context.bureau.isOpen,
        alertEpochs: config.alertEpochs,
      },
      signal,
      drainMs: config.drainMs,
      lost: lease.lost,
    });
    const summary = await loop.ended;
    lease.lost.throwIfAborted();
    if (summary !== null) console.log(JSON.stringify(summary));
    return 0;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

async function warmUp({ rpc, contracts, models, pool }: Context): Promise<void> {
  const count = await rpc.client.readContract({
    address: contracts.Models,
    abi: modelsAbi,
    functionName: "count",
  });
  if (count > 0n) await pool.warm(await models.get(Number(count) - 1));
}
