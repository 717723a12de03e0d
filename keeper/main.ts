/** The command line: reads which command it is and hands over to it. The only place that ends the process. */
import { FatalError, RetryableError } from "./errors.ts";
import { type CommandName, isService } from "./settings/commands.ts";
import { help } from "./settings/help.ts";
import { type Given, readCommand } from "./settings/read.ts";

/** Resolves to the code to exit with. The signal tells a service to end in good order. */
type Program<N extends CommandName> = (given: Given<N>, signal: AbortSignal) => Promise<number>;

/** Ctrl-C may arrive twice, from the terminal and through npm; only one that comes later is meant as a second. */
const SECOND_SIGNAL_MS = 1_000;

/** Loaded on demand: a command carries only what it uses. */
const PROGRAMS: { readonly [N in CommandName]: () => Promise<Program<N>> } = {
  run: async () => (await import("./commands/run.ts")).run,
  worker: async () => (await import("./commands/worker.ts")).worker,
  reporter: async () => (await import("./commands/reporter.ts")).reporter,
  status: async () => (await import("./commands/status.ts")).status,
  "dry-run": async () => (await import("./commands/dry-run.ts")).dryRun,
  address: async () => (await import("./commands/address.ts")).address,
  replay: async () => (await import("./commands/replay.ts")).replay,
  audit: async () => (await import("./commands/audit.ts")).audit,
  verify: async () => (await import("./commands/verify.ts")).verify,
  withdraw: async () => (await import("./commands/withdraw.ts")).withdraw,
};

async function main(): Promise<number> {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.help) {
    console.log(help(command.name));
    return 0;
  }
  const stopping = new AbortController();
  let since = 0;
  if (isService(command.name)) {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(name, () => {
        if (!stopping.signal.aborted) since = performance.now();
        else if (performance.now() - since > SECOND_SIGNAL_MS) process.exit(1);
        stopping.abort();
      });
    }
  }
  // Name and settings belong together, which the compiler cannot follow through the table.
  const program = (await PROGRAMS[command.name]()) as unknown as (
    given: typeof command,
    signal: AbortSignal,
  ) => Promise<number>;
  return program(command, stopping.signal);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    // What we foresaw has its sentence; what we did not needs its stack.
    const isForeseen = error instanceof FatalError || error instanceof RetryableError;
    const text = isForeseen ? error.message : (error as Error).stack;
    console.error(`heliotrope keeper: ${text}`);
    process.exit(1);
  },
);
