// A copy of what forge needs, to break, to compile otherwise or to instrument, beside the tree itself.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../processes.ts";

export interface Scratch {
  /** Its folder. */
  readonly root: string;
  /** Runs forge in it. */
  forge(args: string[], env?: Record<string, string>): Promise<{ code: number; output: string }>;
}

const HERE = fileURLToPath(new URL("../..", import.meta.url));

/** Paths that forge reads when it builds and tests. */
const NEEDED = [
  "contracts",
  "test/contracts",
  "test/vectors",
  "renderer/sky",
  "collection.json",
  "foundry.toml",
  "package.json",
  "tools/solc",
];

/**
 * Makes the copy, or brings it up to date: files that are the same stay untouched, so that forge compiles
 * only what changed since the last run.
 */
export function openScratch(
  name: string,
  rewrite = (_path: string, text: string) => text,
): Scratch {
  const root = join(HERE, ".heliotrope", "long", name);
  mkdirSync(root, { recursive: true });
  const listed = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "--", ...NEEDED],
    { cwd: HERE, encoding: "utf8" },
  );
  const files = new Set(listed.split("\n").filter((file) => file && existsSync(join(HERE, file))));
  for (const file of files) {
    const bytes = readFileSync(join(HERE, file));
    const isText = /\.(sol|toml|json|ts)$/.test(file);
    const wanted = isText ? Buffer.from(rewrite(file, bytes.toString())) : bytes;
    const path = join(root, file);
    if (existsSync(path) && readFileSync(path).equals(wanted)) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted, { mode: file === "tools/solc" ? 0o755 : 0o644 });
  }
  for (const path of globSync("{contracts,test}/**/*.sol", { cwd: root })) {
    if (!files.has(path)) rmSync(join(root, path));
  }
  const modules = join(root, "node_modules");
  if (!existsSync(modules)) symlinkSync(relative(root, join(HERE, "node_modules")), modules);
  return {
    root,
    forge: (args, env = {}) => run("nice", ["-n", "19", "forge", ...args], { env, cwd: root }),
  };
}

/**
 * The layers of the network keep 16 words on the stack, which only the optimizer can arrange: without it their
 * three constants are written out where they are used, and the deepest word is fetched first.
 */
export function withoutOptimizer(path: string, text: string): string {
  if (path !== "contracts/art/SkyNetwork.sol") return text;
  for (const name of ["ones", "lows", "past"]) {
    const [line, value] = new RegExp(`\\n *let ${name} := (0x[0-9a-f]+)`).exec(text)!;
    text = text.replace(line, "").replaceAll(`${name})`, `${value})`);
  }
  return text.replaceAll("add(mul(byte(0, w), x0), t)", "add(t, mul(byte(0, w), x0))");
}
