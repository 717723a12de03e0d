import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface KeeperProcess {
  readonly child: ChildProcess;
  /** Exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Everything logged so far. */
  readonly log: () => string;
  /** Where its API listens, or null until it does. */
  readonly url: () => string | null;
  /** Resolves when the API listens, or when the process has ended. */
  readonly up: Promise<unknown>;
  /** Everything on standard output. */
  readonly output: () => string;
  /** The last line of it. */
  readonly lastLine: () => string;
}

/** What a child gets of our own environment: nothing but where programs are, and where Node keeps what it has compiled. */
const { PATH, NODE_COMPILE_CACHE } = process.env;
export const BARE = { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) };

const alive = new Set<ChildProcess>();

/** Ends whatever keepers a failed test has left behind. */
export function killKeepers(): void {
  for (const child of alive) child.kill("SIGKILL");
}

const MAIN = fileURLToPath(new URL("../../keeper/main.ts", import.meta.url));

/** The real keeper in a process of its own, as an operator starts it. */
export function startKeeper(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): KeeperProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...BARE, PORT: "0", ...env },
  });
  alive.add(child);
  child.once("close", () => alive.delete(child));
  let log = "";
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const url = () => /"url":"([^"]+)"/.exec(log)?.[1] ?? null;
  const heard = new Promise<void>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (url() !== null) resolve();
    });
  });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    child,
    exited,
    log: () => log,
    url,
    up: Promise.race([heard, exited]),
    output: () => output,
    lastLine: () => output.trimEnd().split("\n").at(-1) ?? "",
  };
}
