/** Standard error as people see it: log lines, and under them, where somebody watches, how far long work has come. */
import { MultiBar, type SingleBar } from "cli-progress";
import { type Logger, pino, stdTimeFunctions } from "pino";
import { span } from "./money/words.ts";

/** Long work that is under way. */
export interface Bar {
  to(done: number): void;
  end(): void;
}

/** Begins a bar. Where nobody watches, it does nothing. */
export type StartBar = (what: string, total: number) => Bar;

export interface Terminal {
  readonly log: Logger;
  readonly bar: StartBar;
  /** Takes the bars away. */
  close(): void;
}

interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What standard output gets is the command's answer alone, so everything else goes here. */
export function openTerminal(level: string, screen: Screen = process.stderr): Terminal {
  const options = { base: null, level, timestamp: stdTimeFunctions.isoTime };
  if (screen.isTTY !== true) {
    const target =
      screen === process.stderr ? pino.destination({ dest: 2, sync: true }) : { write };
    return { log: pino(options, target), bar: () => ({ to() {}, end() {} }), close() {} };
  }
  const open = new Set<SingleBar>();
  const bars = new MultiBar({
    stream: screen as NodeJS.WriteStream,
    format: "{what} {bar} {percentage} %, {value} of {total}, {eta_formatted} to go",
    // Before the first step the library says "NULL" here, and "INF" where nothing moves.
    formatTime: (left) => (Number.isFinite(left) ? span(left) : "some time"),
    clearOnComplete: true,
    stopOnComplete: false,
    // A process that is killed would leave the terminal without its cursor, or without its line breaks.
    hideCursor: false,
    linewrap: true,
    gracefulExit: false,
    fps: 4,
  });
  return {
    // A line that is written through a bar would tear it.
    log: pino(options, { write: (line) => void (open.size > 0 ? bars.log(line) : write(line)) }),
    bar: (what, total) => {
      const bar = bars.create(total, 0, { what });
      open.add(bar);
      return {
        to: (done) => bar.update(done),
        end: () => {
          open.delete(bar);
          bars.remove(bar);
          if (open.size === 0) bars.stop();
        },
      };
    },
    close: () => {
      // What was logged since the last look goes out first.
      if (open.size > 0) bars.update();
      bars.stop();
    },
  };

  function write(line: string): void {
    screen.write(line);
  }
}
