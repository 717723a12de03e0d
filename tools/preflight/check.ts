// What a check is: data. The report, docs/preflight.md and the tests all read these same tables.

export interface Check {
  /** A failure breaks something for somebody; a warning costs reach, or beauty. */
  readonly severity: "failure" | "warning";
  /** What is so when it passes. */
  readonly what: string;
  /** Whom it hurts when it does not. */
  readonly why: string;
  readonly remedy: string;
}

/** Checks of one topic, by their ids. */
export type Checks = Readonly<Record<string, Check>>;

/** What is wrong with one thing that was looked at. */
export interface Fault<Id extends string = string> {
  readonly check: Id;
  readonly found: string;
  /** Nothing else of the topic could be looked at. */
  readonly isLast?: true;
}

export interface Finding {
  readonly check: string;
  readonly outcome: "pass" | Check["severity"];
  /** What was looked at: `token 3`, `contractURI`, `contract`. */
  readonly subject: string;
  readonly found: string;
  /** Of several passes the heaviest is shown: the most gas, the longest answer. */
  readonly weight?: number;
}

/** What passes have found, by their checks. */
export type Notes = Readonly<Record<string, string | { found: string; weight: number }>>;

/** One finding for each check of a topic that was looked at. */
export function judged(
  checks: Checks,
  subject: string,
  faults: readonly Fault[],
  notes: Notes = {},
): Finding[] {
  const isCut = faults.some(({ isLast }) => isLast);
  return Object.entries(checks).flatMap(([check, { severity, what }]): Finding[] => {
    const own = faults.filter((fault) => fault.check === check);
    if (own.length === 0 && isCut) return [];
    if (own.length === 0) {
      const note = notes[check] ?? what;
      const said = typeof note === "string" ? { found: note } : note;
      return [{ check, outcome: "pass", subject, ...said }];
    }
    const more = own.length > 1 ? ` (and ${own.length - 1} more)` : "";
    return [{ check, outcome: severity, subject, found: own[0]!.found + more }];
  });
}

/** The checks of a table that are named: where only some of a topic apply. */
export function some<T extends Checks>(checks: T, ...ids: (keyof T & string)[]): Checks {
  return Object.fromEntries(ids.map((id) => [id, checks[id]!]));
}

/** Text of a stranger, short and harmless enough for a terminal. */
export function quote(text: string, length = 60): string {
  const short = text.length > length ? `${text.slice(0, length)}…` : text;
  return JSON.stringify(short).replaceAll(
    /[\p{Cc}\u2028\u2029\p{Cf}\p{Cs}]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function comma(value: bigint | number): string {
  return value.toLocaleString("en");
}
