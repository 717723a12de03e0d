// Runs a TypeScript entry point under Node 24 with every dependency in place. Built-ins only, and plain
// JavaScript, so that it works straight after a clone, under the old Node that a machine may have.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 12];
const NEEDED_NODE = [24, 0];
const root = dirname(dirname(fileURLToPath(import.meta.url)));

function fail(message) {
  console.error(`heliotrope: ${message}`);
  process.exit(1);
}

function isOlder(version, [major, minor]) {
  const [a, b] = version.replace(/^v/, "").split(".").map(Number);
  return a < major || (a === major && b < minor);
}

/** Installs exactly what the lock file says, once per lock file. */
function install() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".heliotrope-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error("heliotrope: installing dependencies (npm ci)");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    // Standard output belongs to the program: `--json` promises one object as its last line.
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    fail(
      "npm ci failed (see above). Check the network and that the folder is writable, then try again.",
    );
  }
  try {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, lock);
  } catch (error) {
    fail(`cannot write ${stamp} (${error.code}). Make the folder writable, then try again.`);
  }
}

/** The folder of a Node that is new enough: this one, or the one that npm brought along. */
function nodeFolder() {
  if (!isOlder(process.version, NEEDED_NODE)) return dirname(process.execPath);
  const carried = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin");
  if (existsSync(join(carried, "node"))) return carried;
  return fail(
    `Node ${process.version} is too old and no Node 24 package exists for ${process.platform}-${process.arch}. Install Node 24 or newer, then try again.`,
  );
}

/** Where the npm package of a Foundry program keeps the program. */
function foundryFolder(tool) {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  return join(root, "node_modules", "@foundry-rs", `${tool}-${process.platform}-${arch}`, "bin");
}

const [entry, ...args] = process.argv.slice(2);
if (isOlder(process.version, OLDEST_NODE)) {
  fail(
    `Node ${process.version} is too old. Install Node ${OLDEST_NODE.join(".")} or newer, then try again.`,
  );
}
install();
const bin = nodeFolder();
const child = spawn(
  join(bin, "node"),
  ["--disable-warning=ExperimentalWarning", join(root, entry), ...args],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: [
        bin,
        // The programs themselves come before npm's wrappers: a signal must reach anvil, not a script that
        // ends before anvil has written its state.
        ...["forge", "anvil"].map(foundryFolder),
        join(root, "node_modules", ".bin"),
        process.env.PATH,
      ].join(delimiter),
    },
  },
);
// The child owns the shutdown; this process only waits, so that Ctrl-C leaves nothing behind. A terminal
// sends its Ctrl-C to both of them, so that one is not passed on a second time.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
