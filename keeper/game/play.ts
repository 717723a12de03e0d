/** The watchtower's turn: what each game asks of us now. */
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { answer } from "./answer.ts";
import { collect } from "./collect.ts";
import { expire } from "./expire.ts";
import { finalize } from "./finalize.ts";
import { type Game, hasFallen } from "./game.ts";
import { openSampler } from "./sample.ts";
import { silence } from "./silence.ts";
import type { Table } from "./table.ts";
import { openTrees } from "./trees.ts";
import { walk } from "./walk.ts";

export interface Player {
  /** Asks the sender for whatever is due. A game that fails does not hold up the others; throws what went wrong. */
  play(now: Survey, table: Table): Promise<void>;
}

/** What it keeps between turns saves work, and nothing is lost with it. */
export function openPlayer(context: Context): Player {
  const { log } = context;
  const trees = openTrees(context);
  const sampler = openSampler(context);
  /** Falls of our own that were told of. */
  const told = new Set<bigint>();

  async function playGame(now: Survey, table: Table, game: Game): Promise<void> {
    if (hasFallen(game) && !told.has(game.epoch)) {
      told.add(game.epoch);
      const { root, felledBy } = game.stands.find((stand) => stand.root === game.mine?.root)!;
      log.error(
        { epoch: Number(game.epoch), root, felledBy },
        "the root that this keeper revealed has fallen, and its bond is lost. Look into this machine (RENDER_BACKEND=integer is the reference); it commits to nothing while that game is in sight",
      );
    }
    const isOpen = !game.finalized && now.next >= game.revealEnds;
    await all([
      async () => isOpen && (await judge(now, table, game)),
      () => collect(context, now, game),
    ]);
  }

  async function judge(now: Survey, table: Table, game: Game): Promise<void> {
    let isWalking = false;
    const own = await trees.of(game.job);
    // What we stand behind ourselves is defended, whatever we paint today.
    const others = game.stands.filter(({ root }) => root !== game.mine?.root);
    await all([
      async () => own !== null && (await answer(context, now, table, game, own)),
      ...others.map((stand) => async () => {
        const tree = own ?? sampler.of(game, stand);
        if (tree === null) return;
        if (await walk(context, now, table, game, stand, tree)) isWalking = true;
      }),
      () => silence(context, now, table, game, game.mine?.root ?? own?.root ?? null),
      () => expire(context, now, table, game),
      () => {
        // A walk that is under way is not cut short by ourselves; one that cannot go on holds nobody up for long.
        const patience = isWalking ? BigInt(table.rules.followUpSeconds) : 0n;
        return finalize(context, { ...now, next: now.next - patience }, game);
      },
    ]);
  }

  return {
    play: async (now, table) => {
      await all(table.games.map((game) => () => playGame(now, table, game)));
      trees.keep(table.games.map(({ job }) => job));
    },
  };
}

/** Takes all steps, one after the other, whatever becomes of each; then throws what went wrong, as one. */
async function all(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  const fatal = failures.find((failure) => failure instanceof FatalError);
  if (fatal !== undefined) throw fatal;
  if (failures.length > 0) throw new RetryableError([...new Set(failures.map(oneLine))].join(" "));
}
