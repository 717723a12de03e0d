// Has solc's SMTChecker prove the properties of test/formal/*.sol, then shows that it can fail: it must
// refute each property's opposite, and find what is wrong with each mutant. The compiler from npm carries
// the solver z3, so nothing else is needed. Exits with 1 unless all of that holds.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { FORMAL_MUTANTS } from "./mutants.ts";

type Verdict = "proved" | "violated" | "undecided";

interface Assertion {
  readonly property: string;
  readonly says: string;
  readonly start: number;
}

const FILES = ["Median.sol", "Exposure.sol", "Accounting.sol", "Bonds.sol"];

/** What the bounded checker says of an assertion; no loop here is unbounded, so a proof is one. */
const CODES: Record<string, Verdict> = { 2961: "proved", 4661: "violated", 7812: "undecided" };

/** The solver in the compiler knows no time-out, so each question is a process of its own. */
const TIMEOUT_MS = 180_000;

/** A property: its comment, its name, and all up to its closing brace. */
const EXTERNAL = /((?: *\/\/\/ [^\n]*\n)+) *function (\w+)\([^)]*\)\s+external[\s\S]*?\n {4}\}\n/g;

/** Every assertion of a source, with the property that it belongs to. */
function assertionsOf(source: string): Assertion[] {
  const properties = [...source.matchAll(EXTERNAL)].map((match) => ({
    start: match.index,
    name: match[2]!,
    says: match[1]!
      .replaceAll(/ *\/\/\/ (?:@notice )?/g, " ")
      .replaceAll(/\s+/g, " ")
      .trim(),
  }));
  return [...source.matchAll(/\bassert\(/g)].map((match) => {
    const property = properties.findLast(({ start }) => start < match.index);
    if (!property)
      throw new Error("An assertion stands before the first property. Move it into one.");
    return { property: property.name, says: property.says, start: match.index };
  });
}

/** The verdict on each assertion of one property, in their order. */
function ask(source: string, property: string): Verdict[] {
  const alone = only(source, property);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), "--answer"],
    { input: alone, encoding: "utf8", timeout: TIMEOUT_MS },
  );
  const verdicts = new Map<number, Verdict>();
  // Undecided in time is no verdict.
  if (status === 0) for (const [start, verdict] of JSON.parse(stdout)) verdicts.set(start, verdict);
  else if (status !== null) throw new Error(`The compiler failed:\n${stderr}`);
  return assertionsOf(alone).map(({ start }) => verdicts.get(start) ?? "undecided");
}

/** The source without its other properties, which would only take time. */
function only(source: string, property: string): string {
  return source.replaceAll(EXTERNAL, (text, _says, name) => (name === property ? text : ""));
}

interface Message {
  readonly severity: string;
  readonly errorCode?: string;
  readonly formattedMessage: string;
  readonly sourceLocation?: { readonly start: number };
}

/** Runs the compiler over standard input; the answer goes to standard output. */
function answer(): void {
  const solc = createRequire(import.meta.url)("solc") as { compile: (input: string) => string };
  const input = {
    language: "Solidity",
    sources: { "formal.sol": { content: readFileSync(0, "utf8") } },
    settings: {
      modelChecker: {
        engine: "bmc",
        solvers: ["z3"],
        targets: ["assert"],
        showProvedSafe: true,
        showUnproved: true,
      },
      outputSelection: { "*": { "*": [] } },
    },
  };
  const { errors = [] } = JSON.parse(solc.compile(JSON.stringify(input))) as { errors?: Message[] };
  const broken = errors.filter(({ severity }) => severity === "error");
  if (broken.length > 0) throw new Error(broken.map((e) => e.formattedMessage).join("\n"));
  const verdicts = errors.flatMap(({ errorCode, sourceLocation }) => {
    const verdict = CODES[errorCode ?? ""];
    return verdict && sourceLocation ? [[sourceLocation.start, verdict]] : [];
  });
  process.stdout.write(JSON.stringify(verdicts));
}

/** The opposite of the assertion at `start`. */
function opposite(source: string, start: number): string {
  const open = start + "assert".length;
  const end = source.indexOf(";", open);
  return `${source.slice(0, open)}(!${source.slice(open, end)})${source.slice(end)}`;
}

function main(): number {
  let failures = 0;
  let count = 0;
  for (const file of FILES) {
    const source = readFileSync(new URL(file, import.meta.url), "utf8");
    const assertions = assertionsOf(source);
    for (const property of new Set(assertions.map((a) => a.property))) {
      const own = assertions.filter((a) => a.property === property);
      const isProved = ask(source, property).every((verdict) => verdict === "proved");
      // Nothing is proved by assumptions that cannot hold: then the opposite would be proved too.
      const isEmpty = own.some(
        ({ start }, i) => ask(opposite(source, start), property)[i] !== "violated",
      );
      const verdict = !isProved ? "FAILED" : isEmpty ? "EMPTY" : "proved";
      if (verdict !== "proved") failures++;
      count++;
      console.log(`${verdict} ${file.replace(".sol", "")}.${property}: ${own[0]!.says}`);
    }
  }
  for (const { file, property, text, replacement } of FORMAL_MUTANTS) {
    const source = readFileSync(new URL(file, import.meta.url), "utf8");
    if (source.split(text).length !== 2) throw new Error(`${file} must have once: ${text}`);
    if (ask(source.replace(text, replacement), property).includes("violated")) continue;
    failures++;
    console.log(`FAILED ${property} holds with "${replacement}" instead of "${text}", too`);
  }
  console.log(
    `${count} properties, the opposites of all their assertions and ${FORMAL_MUTANTS.length} mutants: ${failures} failures`,
  );
  return failures === 0 ? 0 : 1;
}

if (process.argv.includes("--answer")) answer();
else process.exit(main());
