import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Address } from "viem";
import { isAddress } from "viem";
import { z } from "zod";
import { FatalError } from "../errors.ts";
import type { Rpc } from "./rpc.ts";

/** The contracts that the keeper talks to, by their names in the deploy record. */
const NAMES = ["Heliotrope", "Genomes", "Climate", "Models", "Almanac"] as const;

/** Those that it can do without: an older record does not name them all. */
const OPTIONAL = ["Metadata", "Provenance"] as const;

export type Contracts = Readonly<Record<(typeof NAMES)[number], Address>> &
  Readonly<Partial<Record<(typeof OPTIONAL)[number], Address>>>;

export interface Deployment {
  readonly chainId: number;
  readonly startBlock: bigint;
  readonly contracts: Contracts;
}

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }))
  .transform((value) => value as Address);
const entry = z.object({ address });
const schema = z.object({
  chainId: z.coerce.number().int(),
  startBlock: z.coerce.bigint(),
  contracts: z.object({
    Heliotrope: entry,
    Genomes: entry,
    Climate: entry,
    Models: entry,
    Almanac: entry,
    Metadata: entry.optional(),
    Provenance: entry.optional(),
  }),
});

/**
 * Reads the deploy record at `file` (by default that of the chain) and checks that the contracts are there. Throws
 * FatalError when the record is missing, malformed, of another chain, or names an address without code.
 */
export async function loadDeployment(rpc: Rpc, file: string | undefined): Promise<Deployment> {
  const path = resolve(file ?? `deployments/${rpc.chainId}.json`);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new FatalError(
      `The deploy record ${path} cannot be read (${(error as NodeJS.ErrnoException).code}). Deploy the contracts to chain ${rpc.chainId} first, or point DEPLOYMENT at their record.`,
    );
  }
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(".") || "the whole file";
    throw new FatalError(
      `The deploy record ${path} is malformed at ${where}. Deploy again, or restore the file.`,
    );
  }
  const { chainId, startBlock, contracts } = parsed.data;
  if (chainId !== rpc.chainId) {
    throw new FatalError(
      `The deploy record ${path} is for chain ${chainId}, but ${rpc.urls[0]} is chain ${rpc.chainId}. Point RPC_URL or DEPLOYMENT at the other.`,
    );
  }
  const addresses: Partial<Record<keyof Contracts, Address>> = {};
  for (const name of [...NAMES, ...OPTIONAL]) {
    const at = contracts[name]?.address;
    if (at === undefined) continue;
    addresses[name] = at;
    const code = await rpc.client.getCode({ address: at });
    if (code === undefined || code === "0x") {
      throw new FatalError(
        `${name} is not at ${at} on chain ${chainId}, though ${path} says so. The chain was probably started afresh: deploy again.`,
      );
    }
  }
  return { chainId, startBlock, contracts: addresses as Contracts };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
