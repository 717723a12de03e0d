/** What the keeper can be told to do. A command is one row here, one file in keeper/commands, one line in main.ts. */
import { getAddress, isAddress } from "viem";
import { z } from "zod";
import { ether } from "./shapes.ts";

export interface Flag {
  /** How the value is written; a flag without one is only there or not. */
  readonly shape?: string;
  readonly text: string;
  readonly schema?: z.ZodType<unknown, string>;
  /** A value that is right, for complaints. */
  readonly example?: string;
}

/** Flags that belong to commands; those that stand for a setting are in its row (table.ts). */
export const FLAGS = {
  once: {
    text: "ends when one epoch is revealed that was accepted after the start and holds every minted plant; prints a JSON summary as the last line and exits 0",
  },
  standby: {
    text: "where another process is at work with the same key and database, waits, and takes over when it is gone",
  },
  epoch: {
    shape: "E",
    text: "the number of an epoch that the climate has accepted",
    schema: z
      .string()
      .regex(/^\d{1,10}$/, "is not the number of an epoch")
      .transform((value) => BigInt(value)),
    example: "1234",
  },
  token: {
    shape: "N",
    text: "the number of a token",
    schema: z
      .string()
      .regex(/^\d{1,5}$/, "is not the number of a token")
      .transform(Number),
    example: "7",
  },
  ether: {
    shape: "X",
    text: "an amount of ether; all that is free where it is left out",
    schema: ether.refine((wei) => wei > 0n, "is nothing"),
    example: "0.2",
  },
  to: {
    shape: "A",
    text: "the account that gets it; the keeper's own where it is left out",
    schema: z
      .string()
      .regex(/^0x[0-9a-fA-F]{40}$/, "is not the address of an account")
      .transform((value) => value as `0x${string}`),
    example: "0x...",
  },
  file: {
    shape: "F",
    text: "a picture: PNG, JPEG, AVIF or another that sharp reads, or a composed SVG",
    schema: z.string(),
    example: "7.png",
  },
  keeper: {
    shape: "ADDRESS",
    text: "whose affairs; without it, those of the keeper that runs at HOST and PORT",
    schema: z
      .string()
      .refine((value) => isAddress(value), "is not an address")
      .transform((value) => getAddress(value)),
  },
  quick: { text: "paints nothing, and so says neither root nor CID" },
  out: {
    shape: "FOLDER",
    text: "where to write it; epoch-E by default",
    schema: z.string(),
  },
  json: { text: "prints it for machines" },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

interface CommandRow {
  /** What it does, for --help. */
  readonly text: string;
  readonly flags: { readonly [F in FlagName]?: "required" | "optional" };
  /** Runs until it is told to end, and then ends in good order; others end at the first Ctrl-C. */
  readonly isService?: true;
}

export const COMMANDS = {
  run: {
    text: "germinates, reports weather, renders, commits, reveals, watches and challenges, epoch after epoch",
    flags: { once: "optional", standby: "optional" },
    isService: true,
  },
  worker: {
    text: "paints for the keeper whose database DATABASE_URL is, on the best backend of this machine, and needs nothing else: no chain and no key. As many as you like, on any number of machines",
    flags: {},
    isService: true,
  },
  reporter: {
    text: "reads the weather of every station from its own sources once an epoch, signs it with REPORTER_KEYS and serves it, for keepers that name this address in REPORTERS; sends nothing, and its keys need no ether",
    flags: {},
    isService: true,
  },
  status: {
    text: "prints how a keeper is, its latest epochs, what an epoch costs and brings at the present price of gas, the bond required, and how long the key's funds last; exits 1 when something wants attention. Sends nothing; needs neither key nor data folder",
    flags: { keeper: "optional", json: "optional" },
  },
  "dry-run": {
    text: "takes one turn with the steps of run and prints what it would send now, with gas and wei, and root and CID of what it would commit to. Sends nothing; needs neither key nor data folder, and reporters' keys only to show the weather that it would submit",
    flags: { keeper: "optional", quick: "optional" },
  },
  replay: {
    text: "paints epoch E from the chain alone, writes its folder (epoch.json, log.ndjson, nodes.bin, rasters) and the same as a CAR, and compares root and CID with what was revealed and decided; exits 1 where a root differs. Sends nothing, and needs no key",
    flags: { epoch: "required", out: "optional" },
  },
  audit: {
    text: "paints epoch E here, holds every root that was revealed for it against that, and prints a verdict for each: honest, lies (and where), or not checkable (and why); exits 0 when all are honest, 1 otherwise. Sends nothing, and needs no key",
    flags: { epoch: "required" },
  },
  verify: {
    text: "says whether file F is the picture of token N at epoch E, painted anew from what the chain says: honest (exits 0), the same picture in another file (2), another token's (3), another epoch's (4), none that it can find (5), or its plant over its sky as PNG, AVIF or the like (6). Sends nothing, and needs no key",
    flags: { token: "required", epoch: "required", file: "required" },
  },
  address: {
    text: "prints the address of the keeper's key, wherever that lies, so that it can be funded",
    flags: {},
  },
  withdraw: {
    text: "takes ether of the keeper's key that no commit has locked out of the almanac, and says how much. Stop the keeper first; afterwards it deposits again what its next bond lacks, as far as BOND_LIMIT_ETHER lets it",
    flags: { ether: "optional", to: "optional" },
  },
} as const satisfies Record<string, CommandRow>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

export const isService = (name: CommandName) => (COMMANDS[name] as CommandRow).isService === true;

type FlagValue<F extends FlagName> = (typeof FLAGS)[F] extends { readonly schema: infer S }
  ? z.output<S & z.ZodType>
  : boolean;

type Needs<N extends CommandName> = (typeof COMMANDS)[N]["flags"];

/** A command's flags: a switch is true or false; what may be left out may be undefined. */
export type FlagsOf<N extends CommandName> = {
  readonly [F in keyof Needs<N> & FlagName]: Needs<N>[F] extends "required"
    ? FlagValue<F>
    : FlagValue<F> extends boolean
      ? boolean
      : FlagValue<F> | undefined;
};
