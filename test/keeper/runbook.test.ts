// docs/keeper.md as an operator follows it: every line that is to be typed, in order, in one shell that gives up at
// the first failure, in an empty folder and against a chain that nobody has kept yet.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { keepRecord, startChain } from "../../tools/demo/chain.ts";
import { type Child, freePort, stop } from "../../tools/processes.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heliotrope-runbook-"));
const children: Child[] = [];
let group: number | undefined;

afterAll(async () => {
  try {
    // The keeper that the page starts in the background is of the same group.
    if (group !== undefined) process.kill(-group, "SIGKILL");
  } catch {
    // Nobody of it is left, as it should be.
  }
  for (const child of children) await stop(child);
  rmSync(folder, { recursive: true, force: true });
});

/** What stands in the page's shell blocks. */
function typed(): string {
  const page = readFileSync(join(root, "docs", "keeper.md"), "utf8");
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, lines]) => lines).join("");
}

/** In npm's place: npm would look first whether the installation is the lock file's, and change it under other tests. */
function putNpm(): string {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const script = `#!/bin/sh
test "$1 $2" = "run keeper" -o "$1 $2 $3" = "run --silent keeper" || exit 64
while test "$1" != --; do shift; done
shift
exec node "${join(root, "keeper", "main.ts")}" "$@"
`;
  writeFileSync(join(bin, "npm"), script, { mode: 0o755 });
  return bin;
}

test("default: every line of it does what the page says", async () => {
  const rpcPort = await freePort(20_000 + Math.floor(Math.random() * 20_000));
  const { rpcUrl, deployment } = await startChain(folder, rpcPort, (child) => children.push(child));
  keepRecord(folder, deployment);
  const home = join(folder, "home");
  const shell = spawn("bash", ["-e", "-c", typed()], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: [putNpm(), dirname(process.execPath), process.env.PATH].join(delimiter),
      KEEPER_HOME: home,
      RPC_URL: rpcUrl,
      DEPLOYMENT: join(folder, "deployment.json"),
      PORT: String(await freePort(rpcPort + 1)),
    },
  });
  group = shell.pid;
  let text = "";
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => shell.once("close", resolve));
  expect(code, text).toBe(0);
  const seen = [
    /Usage: npm run keeper -- run/,
    /^0x[0-9a-fA-F]{40}$/m,
    /The key's funds last for 0 epochs/,
    /not funded yet/,
    /the key has +10 ETH/,
    /"ready":true/,
    /^runs +ok at http/m,
    /Alerts\n {2}none/,
    /^heliotrope_keeper_epochs_left \d+$/m,
    /nothing lies free there yet/,
  ];
  let at = 0;
  for (const what of seen) {
    const place = text.slice(at).search(what);
    expect(place, `${what} after\n${text.slice(0, at)}\nin\n${text.slice(at)}`).not.toBe(-1);
    at += place + 1;
  }
  expect(readFileSync(join(home, "log"), "utf8")).toContain("the keeper is up");
  expect(existsSync(join(home, "backup", "pg"))).toBe(true);
});
