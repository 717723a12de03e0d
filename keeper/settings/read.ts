/** From command line and environment to a command with its settings. */
import { parseArgs } from "node:util";
import { FatalError } from "../errors.ts";
import { checkTogether } from "./checks.ts";
import {
  COMMAND_NAMES,
  COMMANDS,
  type CommandName,
  FLAGS,
  type Flag,
  type FlagName,
  type FlagsOf,
} from "./commands.ts";
import { written } from "./help.ts";
import { ROWS, type SettingsOf } from "./table.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, string | boolean | undefined>>;

/** What a command starts from. */
export interface Given<N extends CommandName> {
  readonly help: false;
  readonly name: N;
  readonly settings: SettingsOf<N>;
  readonly flags: FlagsOf<N>;
}

export type Command =
  | { readonly help: true; readonly name: CommandName | undefined }
  | { readonly [N in CommandName]: Given<N> }[CommandName];

/** Reads flags and environment; a flag wins. Throws FatalError with one sentence per setting that is wrong. */
export function readCommand(argv: readonly string[], env: Env): Command {
  const { values, words } = parse(argv);
  const asked = COMMAND_NAMES.find((name) => words.includes(name));
  if (values.help === true || words[0] === "help") return { help: true, name: asked };
  if (words.length !== 1 || asked === undefined) {
    const given = words.length === 0 ? "No command" : `"${words.join(" ")}"`;
    const known = COMMAND_NAMES.map((name) => `"${name}"`).join(", ");
    throw new FatalError(`${given} is not something the keeper does. Try ${known}, or --help.`);
  }
  const flags = readFlags(asked, values);
  const settings = readSettings(asked, values, env);
  checkTogether(asked, settings);
  return { help: false, name: asked, settings, flags } as Command;
}

function parse(argv: readonly string[]): { values: Values; words: readonly string[] } {
  const options: Record<string, { type: "boolean" | "string"; short?: string }> = {
    help: { type: "boolean", short: "h" },
  };
  for (const [name, flag] of Object.entries(FLAGS)) {
    options[name] = { type: "shape" in flag ? "string" : "boolean" };
  }
  for (const [, { flag }] of ROWS) if (flag !== undefined) options[flag] = { type: "string" };
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
    return { values: values as Values, words: positionals };
  } catch (error) {
    const [what] = (error as Error).message.split(". ");
    throw new FatalError(`${what}. See --help for what there is.`);
  }
}

function readFlags(command: CommandName, values: Values): Record<string, unknown> {
  const needs: Partial<Record<FlagName, "required" | "optional">> = COMMANDS[command].flags;
  const read: Record<string, unknown> = {};
  for (const name of Object.keys(FLAGS) as FlagName[]) {
    const flag: Flag = FLAGS[name];
    const value = values[name];
    const need = needs[name];
    if (need === undefined) {
      if (value === undefined) continue;
      const takers = COMMAND_NAMES.filter((one) => name in COMMANDS[one].flags);
      throw new FatalError(
        `--${name} does not go with "${command}", but with ${takers.map((one) => `"${one}"`).join(", ")}.`,
      );
    }
    if (flag.schema === undefined) {
      read[name] = value === true;
      continue;
    }
    const example =
      flag.example === undefined ? "" : `, as in "${command} --${name} ${flag.example}"`;
    if (value === undefined) {
      if (need === "required") {
        throw new FatalError(`"${command}" needs ${written(name)}${example}.`);
      }
      read[name] = undefined;
      continue;
    }
    const result = flag.schema.safeParse(value);
    if (!result.success) {
      throw new FatalError(`--${name} ${result.error.issues[0]!.message}${example}.`);
    }
    read[name] = result.data;
  }
  return read;
}

/** Only what the command reads: whatever else stands in the environment is not looked at. */
function readSettings(command: CommandName, values: Values, env: Env): Record<string, unknown> {
  const faults = new Set<string>();
  const read: Record<string, unknown> = {};
  for (const [name, row] of ROWS) {
    if (!row.commands.includes(command)) continue;
    const flag = row.flag === undefined ? undefined : values[row.flag];
    const given = typeof flag === "string" ? flag : env[name] || row.default;
    if (given === undefined) {
      read[row.as] = undefined;
      continue;
    }
    const result = row.schema.safeParse(given);
    if (result.success) {
      read[row.as] = result.data;
      continue;
    }
    for (const { path, message } of result.error.issues) {
      // Names only, never values: a mistyped key is still a key.
      const place = path.length > 0 ? ` (item ${Number(path[0]) + 1})` : "";
      faults.add(`${name}${place} ${message}`);
    }
  }
  if (faults.size > 0) {
    throw new FatalError(
      `${[...faults].join("; ")}. Correct it in the environment; --help lists every setting.`,
    );
  }
  return read;
}
