// Where everything is: the deploy record and the addresses of a node and of keepers. It is the one
// file that the page asks its own server for.
import type { Address } from "viem";

/** The contracts that the page reads; the record may name more. */
const NAMES = [
  "Heliotrope",
  "Genomes",
  "Choices",
  "Climate",
  "Models",
  "Metadata",
  "Almanac",
] as const;

export type ContractName = (typeof NAMES)[number];

export interface Deployment {
  chainId: number;
  /** Block of the first deployment transaction: no event is older. */
  startBlock: bigint;
  contracts: Record<ContractName, Address>;
  /** Absolute URL of a JSON-RPC node. */
  rpc: string;
  /** Absolute URLs of keepers, without a trailing slash; any of them may be down or lie. */
  keepers: string[];
  /** Absolute URL of the list of who may mint early, where it is published. */
  list: string | undefined;
  /** True on a local chain, where a well-known development key may be offered as a wallet. */
  development: boolean;
}

/** The record could not be had, or says something that cannot be used. `message` is shown as is. */
export class DeploymentError extends Error {
  override name = "DeploymentError";
}

/**
 * Fetches and checks `deployment.json` beside the page.
 * @throws DeploymentError with what happened and what to do.
 */
export async function loadDeployment(base: string): Promise<Deployment> {
  const url = new URL("deployment.json", base).href;
  let response: Response;
  try {
    response = await fetch(url, { cache: "no-cache" });
  } catch {
    throw new DeploymentError(
      `The server of this page does not answer (${url}). Check that it is still running, then reload.`,
    );
  }
  if (!response.ok) {
    throw new DeploymentError(
      `This server has no deployment.json (${response.status} at ${url}), so the page cannot tell which contracts to read. Serve the deploy record there, then reload.`,
    );
  }
  let json: unknown;
  try {
    json = await response.json();
  } catch {
    throw new DeploymentError(`${url} is not JSON. Serve the deploy record there, then reload.`);
  }
  return parseDeployment(json, base);
}

/**
 * Checks a deploy record; relative URLs are resolved against `base`.
 * @throws DeploymentError naming the first field that is missing or malformed.
 */
export function parseDeployment(json: unknown, base: string): Deployment {
  const record = (json ?? {}) as Record<string, unknown>;
  const refuse = (field: string) =>
    new DeploymentError(
      `deployment.json has no usable "${field}". Write the record again with the deploy script, then reload.`,
    );
  if (!Number.isSafeInteger(record.chainId)) throw refuse("chainId");
  if (typeof record.rpc !== "string" || record.rpc === "") throw refuse("rpc");
  const given = (record.contracts ?? {}) as Record<string, { address?: unknown } | undefined>;
  const contracts = {} as Record<ContractName, Address>;
  for (const name of NAMES) {
    const address = given[name]?.address;
    if (typeof address !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(address)) {
      throw refuse(`contracts.${name}.address`);
    }
    contracts[name] = address as Address;
  }
  const keepers = Array.isArray(record.keepers) ? record.keepers : [];
  if (keepers.some((keeper) => typeof keeper !== "string")) throw refuse("keepers");
  return {
    chainId: record.chainId as number,
    startBlock: BigInt((record.startBlock as number | string | undefined) ?? 0),
    contracts,
    rpc: new URL(record.rpc, base).href,
    keepers: keepers.map((keeper: string) => new URL(keeper || ".", base).href.replace(/\/$/, "")),
    list: typeof record.list === "string" ? new URL(record.list, base).href : undefined,
    development: record.development === true,
  };
}
