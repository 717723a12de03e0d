import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";

export interface Child {
  name: string;
  process: ChildProcess;
  /** Resolves with the exit code (128 + signal where killed by one). */
  exited: Promise<number>;
}

/** Whatever still runs when this process ends, for whatever reason, ends with it. */
const living = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

function track(child: ChildProcess): void {
  living.add(child);
  child.once("close", () => living.delete(child));
}

/** Starts a program whose output goes to a log file, so that the terminal stays readable. */
export function start(
  name: string,
  command: string,
  args: string[],
  options: { log: string; env?: Record<string, string>; onLine?: (line: string) => void },
): Child {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
    // A group of its own: Ctrl-C reaches the launcher alone, which then ends its children in order.
    detached: process.platform !== "win32",
  });
  track(child);
  const log = createWriteStream(options.log, { flags: "a" });
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    log.write(chunk);
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) options.onLine?.(line);
  });
  child.stderr.pipe(log);
  const exited = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
  });
  return { name, process: child, exited };
}

/** Asks a child to end, and ends it by force when it has not within the time. */
export async function stop(child: Child, milliseconds = 10_000): Promise<void> {
  if (child.process.exitCode !== null || child.process.signalCode !== null) return;
  child.process.kill("SIGTERM");
  const force = setTimeout(() => child.process.kill("SIGKILL"), milliseconds);
  await child.exited.catch(() => undefined);
  clearTimeout(force);
}

/** Runs a program to its end; resolves with the exit code and what it printed. */
export function run(
  command: string,
  args: string[],
  options: { env?: Record<string, string>; echo?: boolean; cwd?: string } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
      ...(options.cwd ? { cwd: options.cwd } : {}),
    });
    track(child);
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (options.echo) process.stderr.write(chunk);
      });
    }
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }),
    );
  });
}

/** Asks again until a service that is starting answers, for 20 seconds or as long as is said. */
export async function answer<T>(ask: () => Promise<T>, seconds = 20): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= seconds * 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Whether a TCP port on this machine can be listened on. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** The wanted port where it is free, else the next free one after it. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port++) if (await isFree(port)) return port;
  throw new Error(
    `Ports ${wanted} to ${wanted + 99} are all taken. Free one of them, or name another with --port.`,
  );
}
