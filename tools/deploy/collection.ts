// Everything about one collection, from collection.json or the file that HELIOTROPE_COLLECTION names:
// checked before anything is sent.
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Address, isAddress } from "viem";
import { z } from "zod";

/** What a second collection borrows: the same weather, drawn by the same code. */
export const SHARED = [
  "Climate",
  "Models",
  "Engine",
  "Plant",
  "Skies",
  "Metadata",
  "ContractMetadata",
] as const;

export type Shares = Readonly<Record<(typeof SHARED)[number], Address>>;

export type Collection = Omit<z.infer<typeof schema>, "shares"> & { readonly shares?: Shares };

/** The almanac's epoch tree has this many places. */
export const MOST_TOKENS = 16_384;
const LATEST_TIME = 2 ** 40 - 1;

const address = z
  .string()
  .refine((value) => isAddress(value), "is no address, or its checksum is wrong; copy it again")
  .refine((value) => !/^0x0{40}$/.test(value), "is the zero address, which nobody holds")
  .transform((value) => value as Address);

const text = (most: number, least = 0) =>
  z.string().refine((value) => {
    const { length } = new TextEncoder().encode(value);
    return length >= least && length <= most;
  }, `has to be ${least} to ${most} bytes long`);

const whole = (least: number, most: number) =>
  z
    .number({ error: "has to be a number" })
    .refine(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      `has to be a whole number from ${least} to ${most}`,
    );

/** Wei do not fit a JSON number, which would lose the last digits. */
const wei = z
  .string({ error: 'has to be a text of wei, such as "20000000000000000" for 0.02 ether' })
  .regex(/^\d+$/, {
    error: "is in wei, digits only: 0.02 ether is 20000000000000000",
    abort: true,
  })
  .refine((value) => BigInt(value) < 2n ** 96n, "is more ether than there is");

const station = z.strictObject({
  name: text(31, 1),
  latMicroDeg: whole(-90_000_000, 90_000_000),
  lonMicroDeg: whole(-180_000_000, 180_000_000),
});

const climate = z.strictObject({
  epochSeconds: whole(1, 31_557_600),
  stations: z.array(station).min(1, "needs a station").max(256, "has room for 256 stations"),
  threshold: whole(1, 31).refine(
    (k) => k % 2 === 1,
    "has to be odd, so that the median is a report",
  ),
  developmentSigners: z.array(address).max(31, "has room for 31 signers"),
});

const window = whole(1, 31_557_600);
const amount = wei.refine((value) => BigInt(value) > 0n, "is zero, and the almanac refuses that");

/** The almanac's `Rules`, contracts/interfaces/IAlmanac.sol. */
const almanac = z.strictObject({
  commitSeconds: window,
  revealSeconds: window,
  challengeSeconds: window,
  answerSeconds: window,
  followUpSeconds: window,
  bondWei: amount,
  potWei: amount,
  demandFloorWei: amount,
});

/** A window in which plants are sold at a price. */
const sale = {
  priceWei: wei,
  opensAt: whole(0, LATEST_TIME),
  closesAt: whole(0, LATEST_TIME),
};

const root = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, {
    error: "is no root: 0x and 64 hexadecimal digits, as `npm run list` prints it",
    abort: true,
  })
  .refine((value) => BigInt(value) !== 0n, "is zero: leave list out where nobody is listed");

/** The page fetches it itself, from beside it or over TLS. */
const published = z
  .string()
  .refine(
    (value) => /^https:\/\/[^\s"\\]+$/.test(value) || /^(?!.*\.\.)[\w-][\w./-]*$/.test(value),
    "has to start with https://, or to be a file beside the page, such as list.json",
  );

const schema = z.strictObject({
  name: text(64, 1),
  symbol: text(16, 1),
  description: text(1_000),
  externalUrl: text(200).refine(
    (value) => value === "" || /^(https|ipfs):\/\/[^\s"\\]+$/.test(value),
    "has to be empty or start with https:// or ipfs://",
  ),
  maxSupply: whole(1, MOST_TOKENS),
  reserve: whole(0, MOST_TOKENS),
  sale: z.strictObject({ ...sale, walletLimit: whole(0, 65_535) }),
  list: z
    .strictObject({ root, ...sale, file: z.string().optional(), url: published.optional() })
    .optional(),
  royaltyBps: whole(0, 1_000),
  germinationRewardWei: wei,
  accountImplementation: address,
  entropy: z.enum(["auto", "prevrandao", "blockhash"], {
    error: 'has to be "auto", "prevrandao" or "blockhash"',
  }),
  timelockSeconds: whole(0, 31_557_600),
  models: z
    .array(
      z
        .string()
        .startsWith(
          "renderer/sky/",
          "has to lie in renderer/sky/, where the deploy script may read",
        ),
    )
    .length(1, "names one file, the first sky model"),
  model: whole(0, 65_535),
  artVersion: whole(0, 65_535),
  almanac,
  climate: climate.optional(),
  shares: z
    .union([z.string(), z.strictObject(Object.fromEntries(SHARED.map((name) => [name, address])))])
    .optional(),
});

/**
 * Reads and checks the collection in `file`.
 * @throws Error that names every mistake, the place of each, and what would be right.
 */
export function readCollection(file: string): Collection {
  return parseCollection(readText(file), file);
}

/** `parseCollection` reads no file but the record that `shares` may name, relative to `file`. */
export function parseCollection(json: string, file: string): Collection {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}.`);
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success)
    throw refusal(
      file,
      parsed.error.issues.map((issue) => describe(issue, raw)),
    );
  const { shares, ...rest } = parsed.data;
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw refusal(file, problems);
  return shares === undefined ? rest : { ...rest, shares: sharesOf(shares, file) };
}

/** What no single value shows. */
function contradictions(c: z.infer<typeof schema>): string[] {
  const found: string[] = [];
  const refuse = (isWrong: boolean, problem: string) => {
    if (isWrong) found.push(problem);
  };
  refuse(
    c.reserve > c.maxSupply,
    `reserve ${c.reserve} is more than maxSupply ${c.maxSupply}: keep back less`,
  );
  for (const name of ["sale", "list"] as const) {
    const terms = c[name];
    if (terms === undefined) continue;
    refuse(
      terms.closesAt <= terms.opensAt && terms.closesAt !== 0,
      `${name}.closesAt is not after ${name}.opensAt: set both to 0 for a sale that the artist opens later`,
    );
    refuse(
      BigInt(c.germinationRewardWei) > BigInt(terms.priceWei),
      `germinationRewardWei is more than ${name}.priceWei: it is paid out of the price`,
    );
  }
  if (c.shares !== undefined) {
    refuse(
      c.climate !== undefined,
      "climate is set, but shares brings one: leave out one of the two",
    );
    return found;
  }
  refuse(c.climate === undefined, "climate is missing: describe one, or name shares");
  refuse(
    c.model !== 0 || c.artVersion !== 0,
    "model and artVersion have to be 0 in a register that is new: other numbers need shares",
  );
  refuse(
    !existsSync(c.models[0]!),
    `models[0] ${c.models[0]} does not exist: name the file of the sky model`,
  );
  const names = c.climate?.stations.map(({ name }) => name) ?? [];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  refuse(twice !== undefined, `climate.stations has ${twice} twice: give each its own name`);
  return found;
}

/** Addresses as they stand, or those of another deployment's record. */
function sharesOf(shares: string | Record<string, Address>, file: string): Shares {
  if (typeof shares !== "string") return shares as Shares;
  const record = resolve(dirname(file), shares);
  const { contracts } = JSON.parse(readText(record)) as {
    contracts?: Record<string, { address?: string }>;
  };
  const missing = SHARED.filter((name) => !isAddress(contracts?.[name]?.address ?? ""));
  if (missing.length > 0) {
    throw new Error(
      `${record}, which shares names in ${file}, has no address of ${missing.join(", ")}. Name the record of a whole deployment.`,
    );
  }
  return Object.fromEntries(SHARED.map((name) => [name, contracts![name]!.address])) as Shares;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function describe(issue: z.core.$ZodIssue, raw: unknown): string {
  const path = issue.path.reduce<string>(
    (before, key) =>
      typeof key === "number"
        ? `${before}[${key}]`
        : before
          ? `${before}.${String(key)}`
          : String(key),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => (path ? `${path}.${key}` : key));
    return `${keys.join(", ")}: no such setting; look for a slip of the pen`;
  }
  const value = issue.path.reduce<unknown>((from, key) => (from as never)?.[key], raw);
  return value === undefined ? `${path} is missing` : `${path}: ${issue.message}`;
}

function refusal(file: string, problems: string[]): Error {
  return new Error(
    `${file} cannot be deployed; nothing was sent:\n${problems.map((line) => `  ${line}`).join("\n")}`,
  );
}
