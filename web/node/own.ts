// A node of the reader's own choice, kept on this machine and never sent anywhere.
import type { Address } from "viem";
import { readerOf } from "../client.ts";
import type { Deployment } from "../deployment.ts";
import { number } from "../words.ts";

/** What became of a check: whether the node can be used, and the sentence to show. */
export interface Checked {
  isUsable: boolean;
  sentence: string;
}

/** The node that the reader chose for this deployment's chain. */
export function ownNode({ chainId }: Deployment): string | undefined {
  try {
    return localStorage.getItem(keyOf(chainId)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The deployment as it is read from the reader's node, where one was chosen. */
export function withOwnNode(deployment: Deployment): Deployment {
  const rpc = ownNode(deployment);
  return rpc === undefined ? deployment : { ...deployment, rpc };
}

/** Keeps a node, or forgets it where none is given, and begins anew with it. */
export function keepNode({ chainId }: Deployment, url: string | undefined): void {
  if (url === undefined) localStorage.removeItem(keyOf(chainId));
  else localStorage.setItem(keyOf(chainId), url);
  window.location.reload();
}

/** Whether an address is a node that the page may ask and that has the contracts. */
export async function checkNode(deployment: Deployment, address: string): Promise<Checked> {
  const rpc = addressOf(address);
  if (rpc === undefined) {
    return refuse(
      "This is not an address that the page may ask. Give one that begins with https://, or with http://localhost for a node on this machine.",
    );
  }
  const client = readerOf({ ...deployment, rpc });
  let chainId: number;
  try {
    chainId = Number(await client.request({ method: "eth_chainId" }));
  } catch {
    return refuse(
      "Nothing answers there as a node does, or it answers no web pages (CORS). Check the address, or try another.",
    );
  }
  if (chainId !== deployment.chainId) {
    return refuse(
      `That node is on chain ${chainId}; the contracts are on chain ${deployment.chainId}. Give a node of that chain.`,
    );
  }
  try {
    const contracts = Object.entries(deployment.contracts) as [string, Address][];
    const codes = await Promise.all(contracts.map(([, address]) => client.getCode({ address })));
    const missing = contracts.find((_, i) => !codes[i] || codes[i] === "0x");
    if (missing) {
      return refuse(
        `That node knows no contract at ${missing[1]}, where ${missing[0]} should be. It may still be catching up; try again later, or try another.`,
      );
    }
    const block = await client.getBlockNumber();
    return {
      isUsable: true,
      sentence: `That node is on the right chain, has the contracts, and is at block ${number(Number(block))}.`,
    };
  } catch {
    return refuse("That node answered at first, then no more. Try again, or try another.");
  }
}

/** What the page's own policy lets it ask: TLS anywhere, plain HTTP on this machine. */
function addressOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, href } = new URL(text);
  const isHere = hostname === "localhost" || hostname === "127.0.0.1";
  return protocol === "https:" || (protocol === "http:" && isHere) ? href : undefined;
}

const keyOf = (chainId: number) => `heliotrope.node.${chainId}`;

const refuse = (sentence: string): Checked => ({ isUsable: false, sentence });
