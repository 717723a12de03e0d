// A PostgreSQL of one's own for as long as a test or a bench lasts: in a temporary folder, on a free port.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { ensurePostgres } from "../postgres.ts";
import { answer, freePort } from "../processes.ts";

export interface Cluster {
  /** Makes an empty database and returns its address, for DATABASE_URL. */
  database(): Promise<string>;
  /** Stops the server as an operator does who restarts it: every connection is cut, nothing is lost. */
  stop(): Promise<void>;
  /** Ends the server and all its processes with SIGKILL, as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again, on the same port with the same databases. */
  start(): Promise<void>;
  /** Ends it and removes it from the disk. */
  close(): Promise<void>;
}

/** The user that serves where we are root, since PostgreSQL refuses to run as root. */
const USER = "postgres";

/** Nothing here outlives the test, so nothing is flushed. */
const SETTINGS = {
  fsync: "off",
  full_page_writes: "off",
  shared_buffers: "32MB",
  max_connections: "100",
  unix_socket_directories: "",
  listen_addresses: "127.0.0.1",
};

export async function startCluster(): Promise<Cluster> {
  const programs = ensurePostgres();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "heliotrope-postgres-")));
  const as = otherUser();
  if (as !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  const port = await freePort(30_000 + Math.floor(Math.random() * 10_000));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  const initialised = spawnSync(
    programs.initdb,
    [
      "-D",
      data,
      "--no-sync",
      "--auth=trust",
      `--username=${USER}`,
      "--encoding=UTF8",
      "--locale=C",
    ],
    { ...as, cwd: folder, encoding: "utf8" },
  );
  if (initialised.status !== 0) {
    clear();
    throw new Error(`initdb failed:\n${initialised.stderr || initialised.error}`);
  }

  let server: ChildProcess | null = null;
  let databases = 0;
  const urlOf = (name: string) => `postgresql://${USER}@127.0.0.1:${port}/${name}`;

  async function start(): Promise<void> {
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    const child = spawn(programs.postgres, ["-D", data, "-p", String(port), ...settings], {
      ...as,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      // Ctrl-C is for whoever started it.
      detached: true,
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
    server = child;
    const ended = new Promise<never>((_, reject) => {
      child.once("exit", (code) => reject(new Error(`postgres ended with code ${code}:\n${said}`)));
    });
    ended.catch(() => {});
    await Promise.race([answer(() => admin("SELECT 1"), 60), ended]);
  }

  async function admin(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: urlOf("postgres") });
    client.on("error", () => {});
    await client.connect();
    await client.query(statement).finally(() => client.end());
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (signal === "SIGKILL") {
      // Each of its processes leads a group of its own, and would live on for a moment: long enough to commit.
      child.kill("SIGSTOP");
      for (const pid of childrenOf(child.pid!)) process.kill(pid, signal);
    }
    child.kill(signal);
    await gone;
  }

  const killAtExit = () => {
    // The others end by themselves without it.
    server?.kill("SIGKILL");
  };
  process.once("exit", killAtExit);
  const cluster: Cluster = {
    database: async () => {
      const name = `keeper${++databases}`;
      await admin(`CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    stop: () => end("SIGINT"),
    kill: () => end("SIGKILL"),
    start,
    close: async () => {
      process.off("exit", killAtExit);
      await end("SIGKILL");
      clear();
    },
  };
  try {
    await start();
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

function childrenOf(parent: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid!);
}

function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => {
    try {
      return Number(execFileSync("id", [flag, USER], { encoding: "utf8" }));
    } catch {
      throw new Error(
        `PostgreSQL does not run as root, and there is no user ${USER}. Add one (useradd --system ${USER}), or run as another user.`,
      );
    }
  };
  return { uid: idOf("-u"), gid: idOf("-g") };
}
