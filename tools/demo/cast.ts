// Who plays in the demonstration: two honest keepers, each painting for itself, and a villain where one is wanted.
import { mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Address } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { type Child, freePort, start } from "../processes.ts";
import { privateKey, RECORD } from "./chain.ts";

export type Part = "keeper" | "keeper-2" | "villain";

/** Which of the chain's own accounts plays which part. The first keeper also has the reporters' keys. */
const ACCOUNTS: Readonly<Record<Part, number>> = { keeper: 5, "keeper-2": 6, villain: 10 };
const REPORTER_ACCOUNTS = [1, 2, 3, 4];

export interface Player {
  readonly part: Part;
  readonly address: Address;
  readonly url: string;
  readonly child: Child;
  /** False from the moment it has ended. */
  readonly isRunning: () => boolean;
  /** The last line on its standard output. */
  readonly lastLine: () => string;
}

export const addressOf = (part: Part) => privateKeyToAddress(privateKey(ACCOUNTS[part]));

/** Starts a process; `onStart` hears of it at once, so that whoever gives up half way can still end it. */
export async function startPlayer(
  part: Part,
  {
    data,
    rpcUrl,
    once,
    firstPort,
    appUrl,
  }: { data: string; rpcUrl: string; once: boolean; firstPort: number; appUrl?: string },
  onStart: (child: Child) => void,
): Promise<Player> {
  const port = await freePort(firstPort);
  const folder = join(data, part);
  mkdirSync(folder, { recursive: true });
  const program =
    part === "villain"
      ? ["tools/villain/main.ts", "--cheat", "liar"]
      : ["keeper/main.ts", "run", ...(once ? ["--once"] : [])];
  let lastLine = "";
  let isRunning = true;
  const child = start(
    part,
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      ...program,
      ...["--rpc", rpcUrl, "--deployment", join(data, RECORD)],
      ...["--data-dir", folder, "--port", String(port)],
    ],
    {
      log: join(data, `${part}.log`),
      env: {
        KEEPER_KEY: privateKey(ACCOUNTS[part]),
        REPORTER_KEYS: part === "keeper" ? REPORTER_ACCOUNTS.map(privateKey).join(",") : "",
        // They share this machine, and each paints the whole collection.
        RENDER_WORKERS: String(Math.min(8, Math.max(1, Math.floor(availableParallelism() / 2)))),
        POLL_MS: "100",
        ...(appUrl !== undefined && { APP_URL: appUrl }),
      },
      onLine: (line) => {
        lastLine = line;
      },
    },
  );
  onStart(child);
  child.exited.finally(() => {
    isRunning = false;
  });
  return {
    part,
    address: addressOf(part),
    url: `http://127.0.0.1:${port}`,
    child,
    isRunning: () => isRunning,
    lastLine: () => lastLine,
  };
}

/** Why a player ended, for people. */
export function endOf(data: string, part: string, code: number): string {
  const log = join(data, `${part}.log`);
  const tail = readFileSync(log, "utf8").trimEnd().split("\n").slice(-5).join("\n");
  return `The ${part} ended with code ${code}. The end of ${log}:\n${tail}`;
}
