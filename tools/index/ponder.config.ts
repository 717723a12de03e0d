// What is indexed: the contracts of one deploy record, from the block in which they appeared.
import { readFileSync } from "node:fs";
import { createConfig } from "ponder";
import { almanacAbi, climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";

const { RPC_URL, DEPLOYMENT, DATABASE_URL, INDEX_DATA = ".ponder" } = process.env;
if (DEPLOYMENT === undefined) throw new Error("DEPLOYMENT is not set: run tools/index/main.ts.");
const record = JSON.parse(readFileSync(DEPLOYMENT, "utf8")) as {
  chainId: number;
  startBlock: number;
  contracts: Record<string, { address: `0x${string}` }>;
};
const at = (name: string) => ({
  chain: "home" as const,
  address: record.contracts[name]!.address,
  startBlock: record.startBlock,
});
const isLocal = record.chainId === 31_337;

export default createConfig({
  database: DATABASE_URL
    ? { kind: "postgres", connectionString: DATABASE_URL }
    : { kind: "pglite", directory: INDEX_DATA },
  chains: {
    home: {
      id: record.chainId,
      rpc: (RPC_URL || "http://127.0.0.1:8545").split(","),
      pollingInterval: isLocal ? 250 : 2_000,
      // A local chain is started afresh under the same number.
      disableCache: isLocal,
    },
  },
  contracts: {
    Heliotrope: { abi: heliotropeAbi, ...at("Heliotrope") },
    Genomes: { abi: genomesAbi, ...at("Genomes") },
    Climate: { abi: climateAbi, ...at("Climate") },
    Almanac: { abi: almanacAbi, ...at("Almanac") },
  },
});
