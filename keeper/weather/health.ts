/** How a source has been doing, and when it may be asked again after it failed. */
import { oneLine, RetryableError } from "../errors.ts";
import { PauseError } from "./http.ts";
import type { Sighting, Source, Span, Station } from "./source.ts";

const FIRST_PAUSE_S = 15;
const LONGEST_PAUSE_S = 900;

export interface SourceHealth {
  readonly name: string;
  readonly attribution: string;
  readonly kind: Source["kind"];
  /** Null while it has not been asked. */
  readonly up: boolean | null;
  /** Unix time of this machine; null when never. */
  readonly lastSuccess: number | null;
  readonly failuresInARow: number;
  readonly answered: number;
  readonly failed: number;
  /** Why the last question failed, without secrets; null when it did not. */
  readonly why: string | null;
}

/** Of a source that needs nobody else. */
export function healthy({ name, attribution, kind }: Source): SourceHealth {
  const outcomes = { lastSuccess: null, failuresInARow: 0, answered: 0, failed: 0, why: null };
  return { name, attribution, kind, up: true, ...outcomes };
}

/** A source that is asked no more often than it can bear, and that remembers how it went. */
export interface Watched extends Source {
  readonly health: () => SourceHealth;
}

/** `clock`: seconds that only go forwards. `onOutcome` hears of each question's outcome. */
export function watched(
  source: Source,
  options: {
    readonly clock?: (() => number) | undefined;
    readonly onOutcome?: ((health: SourceHealth) => void) | undefined;
  } = {},
): Watched {
  const { clock = () => performance.now() / 1000, onOutcome = () => {} } = options;
  let answered = 0;
  let failed = 0;
  let inARow = 0;
  let lastSuccess: number | null = null;
  let why: string | null = null;
  let notBefore = 0;

  const health = (): SourceHealth => ({
    name: source.name,
    attribution: source.attribution,
    kind: source.kind,
    up: answered + failed === 0 ? null : inARow === 0,
    lastSuccess,
    failuresInARow: inARow,
    answered,
    failed,
    why,
  });

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    if (clock() < notBefore) {
      throw new RetryableError(`${source.name} is left alone for a while, because ${why}`);
    }
    try {
      const result = await work();
      answered++;
      inARow = 0;
      why = null;
      lastSuccess = Math.floor(Date.now() / 1000);
      return result;
    } catch (error) {
      failed++;
      inARow++;
      why = oneLine(error);
      const pause = Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (inARow - 1));
      notBefore = clock() + (error instanceof PauseError ? Math.max(pause, error.seconds) : pause);
      throw error;
    } finally {
      onOutcome(health());
    }
  }

  const { watch } = source;
  return {
    ...source,
    health,
    read: (stations: readonly Station[], span: Span): Promise<readonly Sighting[]> =>
      guarded(() => source.read(stations, span)),
    ...(watch && {
      watch: (stations: readonly Station[], now: number) => guarded(() => watch(stations, now)),
    }),
  };
}
