// Reads a contract over JSON-RPC, everything at one block, and tells a contract that refuses from a node
// that cannot answer.
import {
  type Abi,
  type Address,
  createClient,
  decodeErrorResult,
  encodeFunctionData,
  type Hex,
  HttpRequestError,
  http,
  numberToHex,
  parseAbi,
  RpcRequestError,
  TimeoutError,
} from "viem";
import { quote } from "./check.ts";

/** Why nothing can be said, in one line: exit code 2. */
export class CannotRun extends Error {}

export type Answer =
  | { readonly kind: "data"; readonly data: Hex }
  /** The contract refused, or there is no such function. */
  | { readonly kind: "revert"; readonly reason: string }
  | { readonly kind: "gas"; readonly reason: string }
  /** The node refused, for whatever it says. */
  | { readonly kind: "node"; readonly reason: string };

export interface Reader {
  readonly address: Address;
  readonly chainId: number;
  /** The head when reading began; every question is asked of this block. */
  readonly block: bigint;
  ask(abi: Abi, functionName: string, args?: readonly unknown[], gas?: bigint): Promise<Answer>;
  request<T>(method: string, params: unknown[]): Promise<T>;
}

/** What a call is granted: what geth, Erigon and reth grant where nobody has set another cap. */
export const CALL_GAS = 50_000_000n;

const ERRORS = parseAbi(["error Error(string)", "error Panic(uint256)"]);

/** @throws CannotRun when the node does not answer as a node. */
export async function openReader(
  url: string,
  address: Address,
  { timeout, retries }: { timeout: number; retries: number },
): Promise<Reader> {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new CannotRun(`--rpc ${quote(url)} is no http or https address of a node.`);
  }
  const client = createClient({
    transport: http(url, { timeout, retryCount: retries, retryDelay: 200 }),
  });
  const request = <T>(method: string, params: unknown[]) =>
    client.request({ method, params } as never) as Promise<T>;
  const certain = async <T>(method: string, params: unknown[]): Promise<T> => {
    try {
      return await request<T>(method, params);
    } catch (error) {
      throw new CannotRun(`${url}: ${reasonOf(error, timeout)}`);
    }
  };
  const chainId = await certain<unknown>("eth_chainId", []);
  const head = await certain<unknown>("eth_blockNumber", []);
  if (!isQuantity(chainId) || !isQuantity(head)) {
    throw new CannotRun(
      `${url} answers, but not as a node of an EVM chain does. Check the address of the RPC.`,
    );
  }
  const block = BigInt(head);
  return {
    address,
    chainId: Number(chainId),
    block,
    request: certain,
    async ask(abi, functionName, args = [], gas = CALL_GAS) {
      const data = encodeFunctionData({ abi, functionName, args });
      const call = { to: address, data, gas: numberToHex(gas) };
      try {
        return {
          kind: "data",
          data: await request<Hex>("eth_call", [call, numberToHex(block)]),
        };
      } catch (error) {
        return refusal(error, url, timeout);
      }
    },
  };
}

const isQuantity = (value: unknown): value is Hex =>
  typeof value === "string" && /^0x[0-9a-f]+$/i.test(value);

/** @throws CannotRun when it is the way to the node that failed. */
function refusal(error: unknown, url: string, timeout: number): Answer {
  const said = find(error, RpcRequestError);
  if (!said) throw new CannotRun(`${url}: ${reasonOf(error, timeout)}`);
  const message = said.details ?? said.message;
  const data = revertData(said.data);
  if (/out ?of ?gas|gas required exceeds|intrinsic gas/i.test(message)) {
    return { kind: "gas", reason: quote(message, 120) };
  }
  if (
    data !== undefined ||
    said.code === 3 ||
    /revert|invalid opcode|invalid jump/i.test(message)
  ) {
    return { kind: "revert", reason: revertReason(data) ?? quote(message, 120) };
  }
  return { kind: "node", reason: quote(message, 120) };
}

/** Some nodes put the data beside the message, some one level deeper. */
function revertData(data: unknown): Hex | undefined {
  if (typeof data === "string" && /^0x([0-9a-f]{2})*$/i.test(data)) return data as Hex;
  return typeof data === "object" && data !== null && "data" in data
    ? revertData(data.data)
    : undefined;
}

function revertReason(data: Hex | undefined): string | undefined {
  if (data === undefined) return undefined;
  if (data === "0x") return "no reason given, as where there is no such function";
  try {
    const { errorName, args } = decodeErrorResult({ abi: ERRORS, data });
    return errorName === "Panic" ? `panic ${args[0]}` : quote(args[0], 120);
  } catch {
    return `error ${data.slice(0, 10)}`;
  }
}

/** What is wrong with the way to a node, and what to do, in one line. */
function reasonOf(error: unknown, timeout: number): string {
  if (find(error, TimeoutError)) {
    return `no answer within ${timeout} ms. Try again, another node, or a longer --timeout.`;
  }
  const refused = find(error, RpcRequestError);
  if (refused) return `the node says ${quote(refused.details ?? refused.message, 160)}.`;
  const failed = find(error, HttpRequestError);
  const text = `${failed?.details ?? ""} ${error instanceof Error ? error.message : error}`;
  if (/<!doctype|<html|is not valid JSON|Unexpected token/i.test(text)) {
    return "it answers with something that is no JSON (a web page?). Check the address of the RPC, and its key.";
  }
  if (failed?.status) {
    return `HTTP ${failed.status}. Check the address of the RPC, its key and its rate limit.`;
  }
  return "cannot be reached. Check the address of the RPC and the network.";
}

function find<T>(error: unknown, kind: abstract new (...args: never[]) => T): T | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof kind) return at as T;
  }
  return undefined;
}
