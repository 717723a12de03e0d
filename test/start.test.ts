import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicClient, http } from "viem";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { freePort } from "../tools/processes.ts";

const folder = mkdtempSync(join(tmpdir(), "heliotrope-start-"));
const launched: Launched[] = [];
afterEach(async () => {
  // Nothing to end where the test went well.
  for (const { child, ended } of launched.splice(0)) {
    child.kill("SIGTERM");
    await ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Launched {
  child: ChildProcess;
  ended: Promise<Ended>;
  printed: () => string;
}

function launch(args: string[], entry = ["tools/start.ts"]): Launched {
  const child = spawn(process.execPath, [...entry, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
  const running = { child, ended, printed: () => stdout + stderr };
  launched.push(running);
  return running;
}

async function until(words: string, { child, printed }: Launched) {
  while (!printed().includes(words)) {
    if (child.exitCode !== null) throw new Error(`ended without "${words}":\n${printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Processes whose command line names this test's folder: all of a start's children do. */
function leftRunning(data: string): string[] {
  const list = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" });
  return list.split("\n").filter((line) => line.includes(data) && !line.includes("ps -eo"));
}

describe("start", () => {
  it("error: a Node that is too old is named, with the remedy", async () => {
    const old = `Object.defineProperty(process, "version", { value: "v18.20.0" })`;
    const { code, stderr } = await launch(
      [],
      [
        "--import",
        `data:text/javascript,${encodeURIComponent(old)}`,
        "tools/bootstrap.mjs",
        "tools/start.ts",
      ],
    ).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("Node v18.20.0 is too old. Install Node 20.12 or newer");
  });

  it("error: a port out of range", async () => {
    const { code, stderr } = await launch(["--port", "99999"]).ended;
    expect(code).toBe(1);
    expect(stderr.trim()).toBe("heliotrope: --port 99999 is not a whole number from 1 to 65535.");
  });

  it("error: a folder that cannot be written", async () => {
    const { code, stderr } = await launch(["--data", "/dev/null/heliotrope"]).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/Cannot write to .* \(ENOTDIR\)\. Make the folder writable/);
  });

  it("default: one epoch, machine-readable, then a start that goes on and ends on a signal", async () => {
    const data = join(folder, "data");
    const port = await freePort(24_173);
    const rpcPort = await freePort(28_545);
    const squatter = createServer().listen(rpcPort, "127.0.0.1");
    const ports = ["--data", data, "--port", String(port), "--rpc-port", String(rpcPort)];

    const once = launch(["--once", "--json", "--tokens", "12", ...ports]);
    const { code, stdout, stderr } = await once.ended;
    expect(stderr).toContain(`Port ${rpcPort} is taken, so this start uses ${rpcPort + 1}`);
    expect(code, stderr).toBe(0);
    const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
    expect(summary).toMatchObject({ chainId: 31337, tokens: 12, revealed: true });
    expect(summary.root).toMatch(/^0x[0-9a-f]{64}$/);
    expect(summary.renderMs).toBeGreaterThan(0);
    expect(Object.keys(summary.contracts)).toEqual(
      expect.arrayContaining(["Heliotrope", "Genomes", "Climate", "Models", "Almanac"]),
    );
    // Nobody lied, so nobody was slashed.
    expect(summary).not.toHaveProperty("slashed");
    // Two keepers, each with folders and a log of its own, which name the same root.
    for (const name of ["keeper", "keeper-2"]) {
      expect(readFileSync(join(data, `${name}.log`), "utf8")).toMatch(
        new RegExp(`"root":"${summary.root}","msg":"revealed"`),
      );
    }
    expect(leftRunning(data)).toEqual([]);
    expect(existsSync(join(data, "lock"))).toBe(false);
    squatter.close();

    const build = join(data, "contracts.sha256");
    const built = readFileSync(build, "utf8");
    writeFileSync(build, "of other contracts");
    const stale = await launch(ports).ended;
    expect(stale.code).toBe(1);
    expect(stale.stderr).toContain("The contracts have changed since the chain in");
    expect(leftRunning(data)).toEqual([]);
    writeFileSync(build, built);

    const again = launch(ports);
    await until("is open at", again);
    const second = launch(["--data", data]);
    expect((await second.ended).stderr).toContain("Heliotrope already runs here");
    const origin = `http://127.0.0.1:${port}`;
    const deployment = await (await fetch(`${origin}/deployment.json`)).json();
    // The same contracts: the chain went on.
    expect(deployment.contracts.Heliotrope.address).toBe(summary.contracts.Heliotrope);
    expect(await (await fetch(origin)).text()).toContain("<title>");
    expect((await fetch(`${origin}/../../package.json`)).status).toBe(404);
    const head = await createPublicClient({ transport: http(`${origin}/rpc`) }).getBlock();
    // Time went on too: it did not jump to the machine's own.
    expect(Number(head.timestamp) / 25_200 - summary.epoch).toBeLessThan(20);
    // Both keepers are there, below the page's own address.
    expect(deployment.keepers).toEqual(["", "/keepers/2"]);
    const healths: { keeper: string }[] = [];
    for (const keeper of deployment.keepers) {
      const epochs = await (await fetch(`${origin}${keeper}/api/epochs`)).json();
      expect(epochs.some((epoch: { root: string }) => epoch.root === summary.root)).toBe(true);
      healths.push(await (await fetch(`${origin}${keeper}/healthz`)).json());
    }
    expect(healths[0]!.keeper).not.toBe(healths[1]!.keeper);

    again.child.kill("SIGINT");
    expect((await again.ended).code).toBe(0);
    expect(leftRunning(data)).toEqual([]);
    expect(existsSync(join(data, "lock"))).toBe(false);
  }, 600_000);

  it("behavior: with a villain, one epoch through the slash, named in the summary", async () => {
    const data = join(folder, "villain");
    const ports = ["--port", String(await freePort(25_173)), "--rpc-port"];
    ports.push(String(await freePort(29_545)));
    const args = ["--villain", "--once", "--json", "--tokens", "3", "--data", data, ...ports];
    const { code, stdout, stderr } = await launch(args).ended;
    expect(code, stderr).toBe(0);
    const summary = JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
    expect(summary).toMatchObject({ chainId: 31337, tokens: 3, revealed: true });
    const { slashed } = summary;
    expect(slashed).toMatchObject({ epoch: summary.epoch, ground: "Run" });
    expect(slashed.root).not.toBe(summary.root);
    expect(stderr).toContain(`the villain's root ${slashed.root} fell (Run) to ${slashed.by}`);
    // One of the two keepers, and never the villain itself, whose whole bond is gone: half of it to nobody.
    const keepers = ["keeper", "keeper-2"].map(
      (name) => /"keeper":"(0x\w{40})"/.exec(readFileSync(join(data, `${name}.log`), "utf8"))![1],
    );
    expect(keepers).toContain(slashed.by);
    expect(keepers).not.toContain(slashed.keeper);
    const { almanac } = JSON.parse(readFileSync("collection.json", "utf8"));
    expect(slashed.burned).toBe(slashed.reward);
    expect(BigInt(slashed.reward) + BigInt(slashed.burned)).toBe(BigInt(almanac.bondWei));
    expect(leftRunning(data)).toEqual([]);
  }, 600_000);
});
