// Gives a chain names: ENS's universal resolver, as far as the page asks it, at its address.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type Abi, type Address, type Hex, namehash } from "viem";
import { RESOLVER } from "../../../web/queries/names.ts";
import type { Stage } from "../stage.ts";

const SOURCE = "test/web/names/Resolver.sol";

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
  const { abi, bytecode } = compile();
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

/** With the project's own compiler: a second, and nothing binary to trust. */
function compile(): { abi: Abi; bytecode: Hex } {
  const input = JSON.stringify({
    language: "Solidity",
    sources: { [SOURCE]: { content: readFileSync(SOURCE, "utf8") } },
    settings: {
      evmVersion: "prague",
      optimizer: { enabled: true },
      outputSelection: { "*": { "*": ["abi", "evm.deployedBytecode.object"] } },
    },
  });
  const { stdout } = spawnSync(process.execPath, ["tools/solc"], { input, encoding: "utf8" });
  const { contracts, errors } = JSON.parse(stdout);
  const built = contracts?.[SOURCE]?.Resolver;
  if (!built) throw new Error(`${SOURCE} does not compile: ${JSON.stringify(errors)}`);
  return { abi: built.abi, bytecode: `0x${built.evm.deployedBytecode.object}` };
}
