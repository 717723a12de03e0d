/** `dry-run`: one turn with the steps of `run`, a sender that only writes down, and a store that is thrown away. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { loadDeployment } from "../chain/deployment.ts";
import { connect, readHead } from "../chain/rpc.ts";
import { createThreads } from "../crew/threads.ts";
import { oneLine } from "../errors.ts";
import { bond, isInDoubt } from "../game/bond.ts";
import { openPeers } from "../game/peers.ts";
import { openPlayer } from "../game/play.ts";
import { openTable } from "../game/table.ts";
import { createMetrics } from "../metrics.ts";
import { readFacts } from "../money/facts.ts";
import { COMMIT_GAS } from "../money/gas.ts";
import { keepingOf } from "../money/keeping.ts";
import { createRecorder, type Recorded } from "../money/recorder.ts";
import { moneyLines } from "../money/report.ts";
import { lookAt, whoseAffairs } from "../money/sight.ts";
import { columns } from "../money/table.ts";
import { alertOf } from "../money/watch.ts";
import { count, ether, gwei, moment, span } from "../money/words.ts";
import { openShelf } from "../render/models.ts";
import { createPool } from "../render/pool.ts";
import { confirmationsOf } from "../settings/pace.ts";
import type { Given } from "../settings/read.ts";
import { commit } from "../steps/commit.ts";
import type { Context } from "../steps/context.ts";
import { germinate } from "../steps/germinate.ts";
import { observe } from "../steps/observe.ts";
import { renderEpoch } from "../steps/render.ts";
import { type EpochView, type Survey, survey } from "../steps/survey.ts";
import { openStore } from "../store/open.ts";
import { type Render, renderOf } from "../store/renders.ts";
import { openTerminal } from "../terminal.ts";
import { openWeather } from "../weather/open.ts";

export async function dryRun({ settings, flags }: Given<"dry-run">): Promise<number> {
  const terminal = openTerminal(settings.logLevel);
  const { log } = terminal;
  const warn = (message: string) => log.warn(message);
  const rpc = await connect(settings.rpcUrls, { warn });
  const { contracts, startBlock } = await loadDeployment(rpc, settings.deployment);
  const sight = await lookAt(settings.host, settings.port);
  const keeper = whoseAffairs(flags.keeper, sight);
  const recorder = createRecorder(rpc, keeper);
  // Beside a keeper that runs: its own folder is locked, and nothing here is worth keeping.
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-dry-run-"));
  const closers: (() => unknown)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
    terminal.close,
  ];
  try {
    const store = await openStore(folder);
    closers.push(() => store.close());
    const pool = createPool({ size: settings.workers, backend: settings.backend, warn });
    closers.push(() => pool.close());
    const models = openShelf({ rpc, contracts, folder, modelFile: settings.modelFile, warn });
    const metrics = createMetrics();
    const crew = createThreads({ pool, models, metrics });
    closers.push(() => crew.close());
    const context: Context = {
      rpc,
      contracts,
      store,
      pool,
      crew,
      models,
      metrics,
      log,
      startBlock,
      sender: recorder,
      bureau: openWeather(settings, {
        db: store.db,
        rpc,
        metrics,
        log,
        signers: settings.reporterKeys.map((key) => privateKeyToAccount(key)),
        remotes: settings.reporters,
      }),
      confirmations: confirmationsOf(settings, rpc.chainId),
      keepEpochs: 1,
      peers: openPeers(settings.peers),
      bondLimit: settings.bondLimit,
      demandLimit: settings.demandLimit,
      bar: terminal.bar,
    };
    const now = await survey(context, await readHead(rpc.client));
    const { renders, held } = await turn(context, now, flags.quick);
    const recorded = await recorder.priced();
    const reports = context.bureau.isOpen;
    const { tipWei: tip, bondLimit } = settings;
    const facts = await readFacts({ rpc, contracts, keeper, tip, bondLimit, reports });
    const keeping = keepingOf(facts);
    const alert = alertOf(keeping, settings.alertEpochs, facts.epochSeconds);
    const lines = [
      `What ${keeper} would send at block ${count(now.blockNumber)} (${moment(now.now)}), at ${gwei(keeping.gasPrice)}`,
      ...callLines(recorded, keeping.gasPrice),
      ...section("Painted", renders.flatMap(renderLines)),
      ...section("Held back", held),
      ...section("Later", laterLines(now)),
      ...section("Money", moneyLines(facts, keeping)),
      ...section("Alerts", [alert ?? "none"]),
    ];
    console.log(lines.join("\n"));
    return alert === null ? 0 : 1;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** What the loop does in a turn, with its painting in the middle of it. */
async function turn(
  context: Context,
  now: Survey,
  isQuick: boolean,
): Promise<{ readonly renders: readonly Render[]; readonly held: readonly string[] }> {
  const { sender, store } = context;
  const held: string[] = [];
  const renders: Render[] = [];
  const attempt = (step: () => Promise<unknown>) =>
    step().catch((error: unknown) => void held.push(oneLine(error)));
  await attempt(() => germinate(context, now));
  await attempt(() => observe(context, now));
  const table = await openTable(context).read(now);
  await attempt(() => bond(context, now, table));
  for (const view of isQuick || isInDoubt(table) ? [] : now.epochs.filter(isWanted(now))) {
    await attempt(async () => {
      await renderEpoch(context, view, new AbortController().signal);
      const render = await renderOf(store.db, view.job);
      if (render !== null) renders.push(render);
    });
  }
  // A deposit goes first, so by then it is there.
  const deposited = (sender as ReturnType<typeof createRecorder>)
    .wishes()
    .filter(({ kind }) => kind === "deposit")
    .reduce((sum, { value = 0n }) => sum + value, now.account.balance);
  const bonded = { ...now, account: { ...now.account, balance: deposited } };
  if (!isInDoubt(table)) await attempt(() => commit(context, bonded));
  await attempt(() => openPlayer(context).play(now, table));
  return { renders, held };
}

/** Epochs that may be committed to, and are not. */
const isWanted =
  ({ now }: Survey) =>
  ({ supply, commitment, revealed, commitEnds }: EpochView) =>
    supply > 0 && commitment === null && revealed === null && now < commitEnds;

function callLines(recorded: readonly Recorded[], gasPrice: bigint): string[] {
  if (recorded.length === 0) return ["  nothing"];
  // It is refused while the deposit before it is not mined.
  const usual: Readonly<Record<string, bigint>> = { commit: COMMIT_GAS };
  let total = 0n;
  const rows = recorded.map(({ wish, gas, why }) => {
    const taken = gas ?? usual[wish.kind];
    if (taken !== undefined) total += taken * gasPrice;
    const value = wish.value ?? 0n;
    return [
      wish.kind,
      wish.subject.replace(/0x([0-9a-f]{8})[0-9a-f]{56}/g, "0x$1..."),
      taken === undefined ? "?" : `${count(taken)} gas`,
      taken === undefined ? "" : ether(taken * gasPrice),
      value > 0n ? `and ${ether(value)} along` : "",
      gas === null && usual[wish.kind] === undefined ? `not accepted now: ${why}` : "",
    ];
  });
  return [...columns(rows), `  ${ether(total)} for gas in all`];
}

function renderLines({ epoch, tokens, root, cid, backend, renderMs }: Render): string[] {
  return [
    `epoch ${epoch}: ${count(tokens)} plants on ${backend} in ${span(renderMs / 1000)}`,
    `  root ${root}`,
    `  CID  ${cid}`,
  ];
}

function laterLines(now: Survey): string[] {
  const lines = now.epochs.flatMap((view) => {
    const { epoch, commitment, revealed, settled, commitEnds, challengeEnds } = view;
    if (settled) return [];
    if (commitment !== null && revealed === null) {
      return [`epoch ${epoch}: reveal from ${moment(commitEnds)} on`];
    }
    if (revealed !== null && view.outcome === 0) {
      return [
        `epoch ${epoch}: answer for it, then finalize and settle from ${moment(challengeEnds)} on`,
      ];
    }
    return [];
  });
  const next = (now.epoch + 1n) * BigInt(now.epochSeconds);
  const wait = span(Number(next - now.now));
  return [...lines, `epoch ${now.epoch + 1n}: its weather from ${moment(next)} on, in ${wait}`];
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [
    "",
    title,
    ...lines.map((line) => (line.startsWith("  ") && title === "Money" ? line : `  ${line}`)),
  ];
}
