/** `reporter`: signs each epoch's weather with its own keys, from its own sources, and serves what it signed. */
import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { createReporterApi } from "../api/reporter.ts";
import { listen } from "../api/server.ts";
import { loadDeployment } from "../chain/deployment.ts";
import { connect } from "../chain/rpc.ts";
import { createMetrics } from "../metrics.ts";
import { confirmationsOf, pollMsOf } from "../settings/pace.ts";
import type { Given } from "../settings/read.ts";
import { openStore } from "../store/open.ts";
import { openTerminal } from "../terminal.ts";
import { startDuty } from "../weather/duty.ts";
import { openWeather } from "../weather/open.ts";

export async function reporter(
  { settings }: Given<"reporter">,
  signal: AbortSignal,
): Promise<number> {
  const terminal = openTerminal(settings.logLevel);
  const { log } = terminal;
  const closers: (() => unknown)[] = [terminal.close];
  try {
    const rpc = await connect(settings.rpcUrls, { warn: (message) => log.warn(message) });
    const { contracts } = await loadDeployment(rpc, settings.deployment);
    // A folder below, so that a keeper and a reporter of one machine need no two settings.
    const store = await openStore(join(settings.dataDir, "reporter"));
    closers.push(() => store.close());
    const metrics = createMetrics();
    const signers = settings.reporterKeys.map((key) => privateKeyToAccount(key));
    const parts = { db: store.db, rpc, signers, remotes: [], metrics, log };
    const bureau = openWeather(settings, parts);
    const leaving = new AbortController();
    const duty = startDuty({
      rpc,
      contracts,
      bureau,
      metrics,
      log,
      signal: AbortSignal.any([signal, leaving.signal]),
      confirmations: confirmationsOf(settings, rpc.chainId),
      pollMs: pollMsOf(settings, rpc.chainId),
    });
    closers.push(() => {
      leaving.abort();
      // What it ended with is thrown where it is awaited.
      return duty.ended.catch(() => {});
    });
    duty.ended.catch(() => {});
    const api = createReporterApi({
      bureau,
      metrics,
      keys: settings.apiKeys,
      perMinute: settings.perMinute,
      checks: {
        chain: () => (duty.epoch() === null || duty.trouble() !== null ? "not read" : undefined),
        store: () => store.db.query("SELECT 1").then(() => undefined),
      },
      health: () => ({
        status: duty.trouble() !== null ? "troubled" : duty.epoch() === null ? "starting" : "ok",
        chainId: rpc.chainId,
        epoch: Number(duty.epoch() ?? 0),
        reporters: bureau.reporters(),
        sources: bureau.sources(),
      }),
    });
    closers.push(() => api.close());
    const url = await listen(api, settings.host, settings.port);
    log.info({ url, reporters: bureau.reporters(), chainId: rpc.chainId }, "the reporter is up");
    await duty.ended;
    return 0;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
