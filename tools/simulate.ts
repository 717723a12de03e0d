// `npm run simulate`: a collection lives through the recorded weather, and every value of every trait is counted.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeSection } from "./sections.ts";
import { chartsOf } from "./simulate/charts.ts";
import { findingsOf } from "./simulate/findings.ts";
import { sectionsOf } from "./simulate/report.ts";
import { simulate, withGas } from "./simulate/run.ts";
import { HELP, type Options, readOptions } from "./simulate/settings.ts";
import { csvOf } from "./simulate/table.ts";

const DOCS = fileURLToPath(new URL("../docs/", import.meta.url));

async function main(options: Options): Promise<void> {
  const start = performance.now();
  const lived = await simulate(options);
  const seconds = (performance.now() - start) / 1000;
  // What other programs take of the machine does not show in it.
  const { user, system } = process.cpuUsage();
  const processor = (user + system) / 1e6;
  const simulation = options.gas ? await withGas(lived) : lived;
  const { settings: _, table, looks } = simulation;
  const findings = findingsOf(table);
  const sections = sectionsOf(simulation, findings);
  const charts = chartsOf(table, subtitleOf(options, looks));

  mkdirSync(options.out, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(options.out, name), text);
  write("shares.csv", csvOf(table));
  write("shares.json", `${JSON.stringify(table)}\n`);
  write("report.md", Object.values(sections).join("\n\n"));
  for (const { name, svg } of charts) write(`${name}.svg`, svg);

  const speed = `${seconds.toFixed(1)} s on ${availableParallelism()} cores, ${processor.toFixed(1)} s of processor time: ${Math.round(looks / processor).toLocaleString("en")} looks in a second of one core.`;
  if (options.docs) {
    const file = join(DOCS, "simulation.md");
    let document = readFileSync(file, "utf8");
    const command = `\`npm run simulate -- ${process.argv.slice(2).join(" ")}\``;
    for (const [name, body] of Object.entries({
      ...sections,
      run: `${command}: ${sections.run}`,
    })) {
      document = writeSection(document, name, body);
    }
    writeFileSync(file, writeSection(document, "speed", speed));
    for (const { name, svg } of charts) writeFileSync(join(DOCS, `simulation-${name}.svg`), svg);
  }
  if (options.json) console.log(JSON.stringify({ looks, seconds, ...findings }));
  else {
    for (const [name, body] of Object.entries(sections)) console.log(`# ${name}\n${body}\n`);
    console.log(`${speed} Table and charts are in ${options.out}.`);
  }
}

function subtitleOf({ tokens, seed, every }: Options, looks: number): string {
  const often = every === undefined ? "once a day" : `every ${every} epochs`;
  return `${tokens.toLocaleString("en")} tokens of seed ${seed} in the recorded weather of Seattle and New York, looked at ${often}: ${looks.toLocaleString("en")} looks`;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await main(options);
  else console.log(HELP);
} catch (error) {
  // Other people's errors go on for lines; the first says what happened.
  const message = error instanceof Error ? error.message : String(error);
  console.error(`heliotrope: ${message.split("\n")[0]}`);
  process.exit(1);
}
