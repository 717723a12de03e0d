// Gives a chain names: ENS's universal resolver, as far as the page asks it, at its address.
import { type Address, namehash } from "viem";
import { RESOLVER } from "../../../web/queries/names.ts";
import { compile } from "../stage/compile.ts";
import type { Stage } from "../stage.ts";

export interface Names {
  /** Has a name point to an address. */
  point: (name: string, to: Address) => Promise<void>;
  /** Has a name answered by a server. */
  appoint: (name: string, server: string) => Promise<void>;
  /** Has an address call itself something. */
  claim: (who: Address, name: string) => Promise<void>;
  /** Whether the resolver looks where a primary name points. */
  neglect: (yes: boolean) => Promise<void>;
}

export async function giveNames({ client, wallet, send }: Stage): Promise<Names> {
  const { abi, bytecode } = compile("test/web/names/Resolver.sol");
  await client.setCode({ address: RESOLVER, bytecode });
  const write = async (functionName: string, args: readonly unknown[]) =>
    void (await send(wallet(9).writeContract({ address: RESOLVER, abi, functionName, args })));
  return {
    point: (name, to) => write("point", [namehash(name), to]),
    appoint: (name, server) => write("appoint", [namehash(name), server]),
    claim: (who, name) => write("claim", [who, name]),
    neglect: (yes) => write("neglect", [yes]),
  };
}
