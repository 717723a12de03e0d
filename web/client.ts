// The one client that every question to the node goes through.
import { type Chain, type Client, createClient, defineChain, http, type PublicClient } from "viem";
import {
  call,
  getBalance,
  getBlock,
  getBlockNumber,
  getCode,
  getGasPrice,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  multicall,
  readContract,
  simulateContract,
} from "viem/actions";
import type { Deployment } from "./deployment.ts";
import { patientFetch } from "./node/limit.ts";

/**
 * What the pages ask a node, and no more: all of viem's actions together are twice as large as the rest
 * of the first page. A page that needs another takes it from "viem/actions" and hands it this client.
 */
export type Reader = Client &
  Pick<
    PublicClient,
    | "call"
    | "getBalance"
    | "getBlock"
    | "getBlockNumber"
    | "getCode"
    | "getGasPrice"
    | "getTransaction"
    | "getTransactionCount"
    | "getTransactionReceipt"
    | "multicall"
    | "readContract"
    | "simulateContract"
  >;

/** The chain of a deploy record, as viem and wallets want it. */
export function chainOf(deployment: Deployment): Chain {
  return defineChain({
    id: deployment.chainId,
    name: deployment.development ? "Local chain" : `Chain ${deployment.chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [deployment.rpc] } },
  });
}

/** A client on the deploy record's node; `ccipRead` false keeps contracts from sending it elsewhere. */
export function readerOf(
  deployment: Deployment,
  { ccipRead }: { ccipRead?: false | undefined } = {},
): Reader {
  const client = createClient({
    ccipRead,
    chain: chainOf(deployment),
    // Patience and its end are the fetch's own: a pause that the node asked for is no silence.
    transport: http(deployment.rpc, { fetchFn: patientFetch, retryCount: 1, timeout: 0 }),
  });
  // The actions are generic, and a binding of a generic function can only be said by its type.
  const bind = (action: unknown) => (parameters: unknown) =>
    (action as (client: Client, parameters: unknown) => unknown)(client, parameters);
  const actions = {
    call,
    getBalance,
    getBlock,
    getBlockNumber,
    getCode,
    getGasPrice,
    getTransaction,
    getTransactionCount,
    getTransactionReceipt,
    multicall,
    readContract,
    simulateContract,
  };
  return client.extend(
    () =>
      Object.fromEntries(
        Object.entries(actions).map(([name, action]) => [name, bind(action)]),
      ) as never,
  ) as unknown as Reader;
}
