// `node tools/screens.ts`: starts the demonstration, takes every page in light, dark and on a phone into
// docs/web/, measures a visit, and writes both into docs/web.md. `--url URL` uses one that already runs;
// `--only NAME` takes one page and leaves the document alone.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { CHROMIUM_FLAGS, ensureChromium } from "./chromium.ts";
import { type Child, freePort, run, start, stop } from "./processes.ts";
import { measure } from "./screens/figures.ts";
import { mintOne, SUBJECTS } from "./screens/pages.ts";
import { figuresTable, gallery } from "./screens/report.ts";
import { LOOKS, type Look, type Shot, shoot } from "./screens/shots.ts";
import { writeSection } from "./sections.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(ROOT, "docs", "web");
const DOCUMENT = join(ROOT, "docs", "web.md");
const TOKENS = 24;
/** Epochs that the plants have lived through before their picture is taken, and the time that takes. */
const LIFE_MS = 240_000;

const { values } = parseArgs({ options: { url: { type: "string" }, only: { type: "string" } } });

const data = mkdtempSync(join(tmpdir(), "heliotrope-screens-"));
let demonstration: Child | undefined;
let browser: Browser | undefined;
try {
  const url = values.url ?? (await demonstrate());
  browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...CHROMIUM_FLAGS, "--enable-precise-memory-info"],
  });
  mkdirSync(FOLDER, { recursive: true });
  const shots = await takeAll(browser, url);
  for (const { file, faults } of shots)
    for (const fault of faults) console.error(`${file}: ${fault}`);
  if (values.only === undefined) {
    const figures = await measure(browser, url);
    let text = readFileSync(DOCUMENT, "utf8");
    text = writeSection(text, "figures", figuresTable(await firstLoad(), figures, shots));
    text = writeSection(text, "pages", gallery(shots));
    writeFileSync(DOCUMENT, text);
  }
} finally {
  await browser?.close();
  if (demonstration) await stop(demonstration, 60_000);
  rmSync(data, { recursive: true, force: true });
}

async function takeAll(from: Browser, url: string): Promise<Shot[]> {
  const context = await from.newContext({ locale: "en-GB", serviceWorkers: "block" });
  context.setDefaultTimeout(120_000);
  await mintOne(await context.newPage(), url);
  await context.close();
  const shots: Shot[] = [];
  for (const subject of SUBJECTS) {
    if (values.only !== undefined && values.only !== subject.name) continue;
    for (const look of Object.keys(LOOKS) as Look[]) {
      console.error(`${subject.name}, ${look}`);
      try {
        shots.push(await shoot(from, url, subject, look, FOLDER));
      } catch (failure) {
        // The others are still worth having; whoever reads this looks into that one.
        console.error(`${subject.name}, ${look} could not be taken: ${failure}`);
        process.exitCode = 1;
      }
    }
  }
  return shots;
}

/** Starts the demonstration and lets its plants live for a while. */
async function demonstrate(): Promise<string> {
  const port = await freePort(4300);
  let opened = () => {};
  const isOpen = new Promise<void>((resolve) => {
    opened = resolve;
  });
  demonstration = start(
    "demonstration",
    process.execPath,
    [
      "tools/start.ts",
      ...["--port", String(port), "--rpc-port", String(await freePort(port + 1))],
      ...["--data", join(data, "demo"), "--tokens", String(TOKENS)],
    ],
    {
      log: join(data, "demonstration.log"),
      onLine: (line) => {
        if (line.includes("is open at")) opened();
      },
    },
  );
  await Promise.race([
    isOpen,
    demonstration.exited.then((code) => {
      const log = readFileSync(join(data, "demonstration.log"), "utf8");
      throw new Error(`The demonstration ended with code ${code}:\n${log.slice(-2000)}`);
    }),
  ]);
  console.error("The plants grow for four minutes …");
  await new Promise((resolve) => setTimeout(resolve, LIFE_MS));
  return `http://localhost:${port}/`;
}

/** What the build says of its first load. */
async function firstLoad(): Promise<string> {
  const { output } = await run("vite", ["build", "--outDir", join(data, "built")], {
    env: { NODE_ENV: "production" },
  });
  const [, said] = /first load: (.*)/.exec(output) ?? [];
  if (!said) throw new Error(`The build says nothing of its first load:\n${output.slice(-2000)}`);
  return said.replace(/ compressed \(limit \d+\)/, "");
}
