/** What --help prints, made from the two tables. */
import { COMMAND_NAMES, COMMANDS, type CommandName, FLAGS, type FlagName } from "./commands.ts";
import { GROUPS, ROWS, type Row } from "./table.ts";

const WIDTH = 120;
/** Where explanations begin. */
const INDENT = 26;

/** All of it, or what one command needs. */
export function help(only?: CommandName): string {
  const names = only === undefined ? COMMAND_NAMES : [only];
  const commands = names.map((name) => [
    entry([name, ...requiredOf(name)].join(" "), COMMANDS[name].text),
    ...optionalOf(name).map((flag) => entry(`  ${written(flag)}`, FLAGS[flag].text)),
  ]);
  const groups = GROUPS.map((group) => {
    const rows = ROWS.filter(
      ([, row]) => row.group === group && row.commands.some((name) => names.includes(name)),
    );
    const lines = rows.map(([name, row]) => entry(`${name}=${row.shape}`, sayRow(row)));
    return rows.length === 0 ? [] : ["", group, ...lines];
  });
  return [
    `Usage: npm run keeper -- ${only ?? "<command>"} [options]`,
    "",
    only === undefined ? "Commands" : "Command",
    ...commands.flat(),
    entry("--help", "this text; after a command, what that command reads"),
    "",
    "Settings are read from the environment; some may be given as an option, which wins. Secrets never are.",
    ...groups.flat(),
  ].join("\n");
}

/** What is so without it, in brackets; empty where its absence needs no word. */
export function withoutIt({ default: value, unset }: Row): string {
  if (value !== undefined && value !== "") return `default ${value}`;
  return unset === undefined ? "" : `without it: ${unset}`;
}

export function written(flag: FlagName): string {
  const { shape } = FLAGS[flag] as { readonly shape?: string };
  return shape === undefined ? `--${flag}` : `--${flag} ${shape}`;
}

function flagsOf(name: CommandName, need: "required" | "optional"): FlagName[] {
  const flags = Object.entries(COMMANDS[name].flags) as [FlagName, string][];
  return flags.filter(([, one]) => one === need).map(([flag]) => flag);
}

const requiredOf = (name: CommandName) => flagsOf(name, "required").map(written);
const optionalOf = (name: CommandName) => flagsOf(name, "optional");

function sayRow(row: Row): string {
  const without = withoutIt(row);
  const flag = row.flag === undefined ? "" : ` [--${row.flag}]`;
  return `${row.text}${without === "" ? "" : ` (${without})`}${flag}`;
}

/** A term, and what it means beside it; below it where the term is long. */
function entry(term: string, text: string): string {
  const margin = " ".repeat(INDENT);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  const head = `  ${term}`;
  const [first, ...rest] = lines;
  const start =
    head.length < INDENT - 1 ? `${head.padEnd(INDENT)}${first}` : `${head}\n${margin}${first}`;
  return [start, ...rest.map((one) => `${margin}${one}`)].join("\n");
}
