/** Turn after turn: look at the chain, let every step ask for what is due, send. Rendering runs beside it. */
import { BaseError, type Hex } from "viem";
import { openFinality } from "./chain/finality.ts";
import { NodeError } from "./chain/node.ts";
import type { Head } from "./chain/rpc.ts";
import { drain } from "./drain.ts";
import { FatalError, oneLine } from "./errors.ts";
import { bond, isInDoubt } from "./game/bond.ts";
import { openPlayer } from "./game/play.ts";
import { openTable, type Table } from "./game/table.ts";
import { openFallen, openGauges } from "./gauges.ts";
import { type MoneyOptions, watchFunds } from "./money/watch.ts";
import { commit } from "./steps/commit.ts";
import type { Context } from "./steps/context.ts";
import { germinate } from "./steps/germinate.ts";
import { observe } from "./steps/observe.ts";
import { dueRender, renderEpoch, rendersUntil } from "./steps/render.ts";
import { reveal } from "./steps/reveal.ts";
import { type EpochView, type Survey, survey } from "./steps/survey.ts";
import { renderOf } from "./store/renders.ts";

/** What `--once` prints about the epoch that it waited for. */
export interface Summary {
  readonly epoch: number;
  readonly root: Hex;
  readonly revealed: true;
  readonly renderMs: number;
  readonly backend: string;
  readonly tokens: number;
}

export interface LoopOptions {
  readonly pollMs: number;
  /** End with a summary once an epoch is revealed that was accepted after the start and holds every plant. */
  readonly once: boolean;
  /** Looks after the key's funds. */
  readonly money?: MoneyOptions;
  /** Ends the loop between two turns; what is in flight is seen through, for at most `drainMs`. */
  readonly signal: AbortSignal;
  readonly drainMs?: number;
  /** Ends the loop between two turns, and nothing is sent any more. */
  readonly lost?: AbortSignal;
}

export interface Loop {
  /** Resolves with the summary, or with null when the signal ended it. Throws FatalError. */
  readonly ended: Promise<Summary | null>;
  readonly rendering: () => EpochView | null;
  /** What the last finished turn acted on. */
  readonly latest: () => Survey | null;
  /** What does not work now and is tried again: "chain", or a step's name. Empty when all is well. */
  readonly trouble: () => readonly string[];
}

/** Looks at an unchanged chain that are let pass, at most, before what failed is tried again. */
const MOST_PASSED = 32;

export function startLoop(context: Context, options: LoopOptions): Loop {
  const { rpc, sender, metrics, log } = context;
  const ending = AbortSignal.any([options.signal, ...(options.lost ? [options.lost] : [])]);
  const table = openTable(context);
  const player = openPlayer(context);
  const tell = openGauges(context);
  const tellFallen = openFallen(metrics);
  const finality = openFinality(rpc, context.store.db);
  const funds = options.money === undefined ? null : watchFunds(context, options.money);
  let latest: Survey | null = null;
  let startedAt: bigint | null = null;
  let rendering: { view: EpochView; abort: AbortController; ended: Promise<void> } | null = null;
  /** What ended a render for good; the loop throws it on. */
  let fatal: unknown = null;
  let isStale = true;
  /** Looks that were let pass since the last turn, and how many are to be: more each time, for some faults last. */
  let passed = 0;
  let patience = 0;
  let wake: () => void = () => {};
  /** What failed when it was last tried, and why: a fault that lasts is complained of once. */
  const troubles = new Map<string, string>();

  /** Whether the step finished. If not, a later turn tries again: every step decides afresh from the chain. */
  async function attempt(what: string, step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      if (recovered(what)) log.info({ step: what }, "works again");
      return true;
    } catch (error) {
      if (error instanceof FatalError) throw error;
      complain(what, error, "a step did not finish; it is tried again");
      return false;
    }
  }

  function complain(what: string, error: unknown, message: string): void {
    const why = oneLine(error);
    const isNew = troubles.get(what) !== why;
    log[isNew ? "warn" : "debug"]({ step: what, why }, message);
    troubles.set(what, why);
    metrics.trouble.set({ step: what }, 1);
    metrics.stepFailures.inc({ step: what });
    isStale = true;
  }

  /** Whether it did not work until now. */
  function recovered(what: string): boolean {
    metrics.trouble.set({ step: what }, 0);
    return troubles.delete(what);
  }

  /** What is no failure, and still keeps an operator from sleeping. */
  function alert(what: string, alerts: readonly string[]): void {
    const why = alerts.join(" ");
    if (why === "") {
      if (recovered(what)) log.info({ step: what }, "works again");
    } else if (troubles.get(what) !== why) {
      log.warn({ step: what, why }, "nothing has failed, and somebody should look into it");
      troubles.set(what, why);
      metrics.trouble.set({ step: what }, 1);
    }
  }

  async function turn(head: Head): Promise<Summary | null> {
    const now = await survey(context, head);
    startedAt ??= now.now;
    await attempt("germinate", () => germinate(context, now));
    await attempt("observe", () => observe(context, now));
    await almanac(now);
    await attempt("send", () => sender.turn(head));
    alert("fees", sender.alerts());
    await attempt("direct", () => directRender(now));
    await attempt("publish", async () => context.publisher?.turn(now));
    await attempt("figures", () => tell(now, head));
    if (funds !== null) {
      await attempt("money", async () => alert("funds", await funds.look(now)));
    }
    latest = now;
    return options.once ? summaryOf(now) : null;
  }

  /** The bond before the commit that it is for, and no commit where what we revealed was found to be wrong. */
  async function almanac(now: Survey): Promise<void> {
    const seen: { state?: Table } = {};
    await attempt("table", async () => {
      seen.state = await table.read(now);
    });
    const { state } = seen;
    if (state !== undefined) tellFallen(state.games);
    if (state !== undefined) await attempt("bond", () => bond(context, now, state));
    if (state === undefined || !isInDoubt(state)) {
      await attempt("commit", () => commit(context, now));
    }
    await attempt("reveal", () => reveal(context, now));
    if (state !== undefined) await attempt("watch", () => player.play(now, state));
  }

  async function directRender(now: Survey): Promise<void> {
    if (rendering !== null) {
      const { view, abort } = rendering;
      if (!now.epochs.some(({ job }) => job === view.job) || now.now >= rendersUntil(view)) {
        abort.abort();
      }
      return;
    }
    const view = await dueRender(context, now);
    if (view === null) return;
    const abort = new AbortController();
    const ended = attempt("render", () => renderEpoch(context, view, abort.signal)).then(
      (isDone) => {
        rendering = null;
        isStale = true;
        // After a failure the next look is soon enough: what fails at once would be tried without a pause.
        if (!isDone) return;
        patience = 0;
        wake();
      },
      (error: unknown) => {
        rendering = null;
        fatal = error;
        wake();
      },
    );
    rendering = { view, abort, ended };
  }

  async function summaryOf(now: Survey): Promise<Summary | null> {
    if (now.minted === 0n || now.germinated !== now.minted) return null;
    for (const view of now.epochs) {
      if (view.revealed === null || view.acceptedAt <= startedAt!) continue;
      if (BigInt(view.supply) !== now.minted) continue;
      const render = await renderOf(context.store.db, view.job);
      if (render === null) continue;
      const { root, renderMs, backend, tokens } = render;
      return { epoch: Number(view.epoch), root, revealed: true, renderMs, backend, tokens };
    }
    return null;
  }

  /** Until the next look: at most `pollMs`, less when a render ends or the loop is told to. */
  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, options.pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (ending.aborted) wake();
    });
  }

  async function run(): Promise<Summary | null> {
    let seen: Hex | null = null;
    ending.addEventListener("abort", () => wake(), { once: true });
    try {
      while (!ending.aborted) {
        if (fatal !== null) throw fatal;
        try {
          const head = await rpc.head();
          const isNew = head.hash !== seen;
          if (isNew || (isStale && passed++ >= patience)) {
            await finality.check();
            isStale = false;
            patience = isNew ? 0 : Math.min(MOST_PASSED, 2 * patience + 1);
            passed = 0;
            seen = head.hash;
            const ended = metrics.turnSeconds.startTimer();
            const summary = await turn(head);
            ended();
            metrics.turns.inc();
            metrics.turnTime.setToCurrentTime();
            if (recovered("chain")) log.info("the chain answers again");
            recovered("turn");
            if (summary !== null) return summary;
          }
        } catch (error) {
          if (error instanceof FatalError) throw error;
          if (error instanceof BaseError || error instanceof NodeError) {
            complain("chain", error, "the chain does not answer; trying again");
          } else {
            complain("turn", error, "a turn did not finish; trying again");
          }
        }
        await pause();
      }
      rendering?.abort.abort();
      const { pollMs, drainMs = 0, lost } = options;
      if (drainMs > 0 && !lost?.aborted) await drain(context, { pollMs, drainMs, lost, latest });
      return null;
    } finally {
      // Pictures already begun are finished and kept; the store must not close under them.
      rendering?.abort.abort();
      await rendering?.ended;
    }
  }

  return {
    ended: run(),
    rendering: () => rendering?.view ?? null,
    latest: () => latest,
    trouble: () => [...troubles.keys()],
  };
}
