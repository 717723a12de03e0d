// Contracts that only the page's tests need, which forge does not build.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Abi, Hex } from "viem";

/** The contract that a file is named after, by the project's own compiler: a second, and nothing binary to trust. */
export function compile(source: string): { abi: Abi; bytecode: Hex } {
  const input = JSON.stringify({
    language: "Solidity",
    sources: { [source]: { content: readFileSync(source, "utf8") } },
    settings: {
      evmVersion: "prague",
      optimizer: { enabled: true },
      outputSelection: { "*": { "*": ["abi", "evm.deployedBytecode.object"] } },
    },
  });
  const { stdout } = spawnSync(process.execPath, ["tools/solc"], { input, encoding: "utf8" });
  const { contracts, errors } = JSON.parse(stdout);
  const built = contracts?.[source]?.[basename(source, ".sol")];
  if (!built) throw new Error(`${source} does not compile: ${JSON.stringify(errors)}`);
  return { abi: built.abi, bytecode: `0x${built.evm.deployedBytecode.object}` };
}
