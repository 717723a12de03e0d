// What `npm run preflight` takes, and what it prints.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openRenderer } from "./browser.ts";
import { quote } from "./check.ts";
import { inspect, type Options, type Report } from "./inspect.ts";
import { contactSheet } from "./picture.ts";
import { CannotRun } from "./reader.ts";
import { jsonOf, tableOf, tally } from "./report.ts";

const HELP = `npm run preflight -- --rpc URL --address A [options]

  --rpc URL       a node of the chain
  --address A     any ERC-721 contract
  --tokens LIST   the tokens to look at, such as 1,2,3 (default: the first three that exist)
  --all           every token, up to --limit
  --limit N       at most so many tokens, 1 to 100000 (1000)
  --fetch         fetch what stands behind https://, ipfs:// and ar:// too
  --gateway URL   what ipfs:// paths are appended to (https://ipfs.io/ipfs/)
  --out FOLDER    where the contact sheet goes (dist/preflight)
  --size N        pixels of one picture's side on it, 32 to 1024 (320)
  --chromium      show pictures and pages in Chromium too, without a network
  --timeout S     seconds that a node may take for an answer, 1 to 600 (30)
  --json          print one JSON object in place of the table
  --help          this text

Ends with 0 where nothing failed, 1 where something did, 2 where nothing could be said.
docs/preflight.md lists every check.`;

export interface Said {
  /** 0 where nothing failed, 1 where something did, 2 where nothing could be said. */
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly error: string;
}

/** Runs a preflight; `say` hears of progress. */
export async function preflight(args: string[], say: (line: string) => void): Promise<Said> {
  try {
    const { code, out } = await answered(args, say);
    return { code, out, error: "" };
  } catch (error) {
    // Only a fault of the program needs its place in the program.
    const isUsage = error instanceof TypeError && "code" in error;
    if (!(error instanceof CannotRun) && !isUsage) throw error;
    return { code: 2, out: "", error: error.message };
  }
}

async function answered(args: string[], say: (line: string) => void): Promise<Omit<Said, "error">> {
  const { values } = parseArgs({
    args,
    options: {
      rpc: { type: "string" },
      address: { type: "string" },
      tokens: { type: "string" },
      all: { type: "boolean", default: false },
      limit: { type: "string", default: "1000" },
      fetch: { type: "boolean", default: false },
      gateway: { type: "string", default: "https://ipfs.io/ipfs/" },
      out: { type: "string", default: "dist/preflight" },
      size: { type: "string", default: "320" },
      timeout: { type: "string", default: "30" },
      chromium: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    return { code: 0, out: HELP };
  }
  if (!values.rpc) throw new CannotRun("Name a node: --rpc URL. --help says more.");
  if (!values.address) throw new CannotRun("Name a contract: --address A. --help says more.");
  if (values.all && values.tokens !== undefined) {
    throw new CannotRun("--all and --tokens exclude each other: leave one of them away.");
  }
  const timeout = 1000 * whole("timeout", values.timeout, 1, 600);
  const size = whole("size", values.size, 32, 1024);
  const options: Options = {
    rpc: values.rpc,
    address: values.address,
    tokens: values.all ? "all" : values.tokens === undefined ? "sample" : ids(values.tokens),
    limit: whole("limit", values.limit, 1, 100_000),
    size,
    timeout,
    retries: 2,
    say,
    ...(values.fetch ? { fetch: { gateway: values.gateway, timeout } } : {}),
  };
  const browser = values.chromium ? await openRenderer() : undefined;
  const report = await inspect(browser ? { ...options, browser } : options).finally(() =>
    browser?.close(),
  );
  const files = await writeSheet(report, values.out, size);
  const out = values.json ? jsonOf(report, files) : [tableOf(report), ...files].join("\n");
  return { code: tally(report.findings).failures === 0 ? 0 : 1, out };
}

async function writeSheet(report: Report, folder: string, size: number): Promise<string[]> {
  const pictures = report.pictures.map(([, png]) => png);
  if (pictures.length === 0) return [];
  const file = join(folder, `${report.chainId}-${report.address.toLowerCase()}.png`);
  const sheet = await contactSheet(pictures, size);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, sheet);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotRun(`${file} cannot be written (${code}). Name another folder with --out.`);
  }
  return [file];
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new CannotRun(`--${name} ${quote(text)} is not a whole number from ${least} to ${most}.`);
}

function ids(list: string): bigint[] {
  const found = list.split(",").map((text) => text.trim());
  for (const text of found) {
    if (!/^(\d{1,78}|0x[0-9a-f]{1,64})$/i.test(text) || BigInt(text) >= 2n ** 256n) {
      throw new CannotRun(`--tokens: ${quote(text)} is no token id. Write ids such as 1,2,3.`);
    }
  }
  return [...new Set(found.map(BigInt))];
}
