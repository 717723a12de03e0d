/** Asks the chain for what keeping costs and brings. */
import type { Address } from "viem";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";
import type { Contracts } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import type { Facts } from "./keeping.ts";

/** Judged epochs that say what one brings. */
const LOOKED_AT = 8;
const ZERO_WORD = `0x${"00".repeat(32)}`;
/** `Outcome` in contracts/interfaces/IAlmanac.sol. */
const [OPEN, DECIDED] = [0, 1];

export interface FactsOptions {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly keeper: Address;
  readonly tip: bigint;
  readonly bondLimit: bigint;
  readonly reports: boolean;
}

/** As of the newest block: what is shown need not be final. */
export async function readFacts(options: FactsOptions): Promise<Facts> {
  const { rpc, contracts, keeper, tip, bondLimit, reports } = options;
  const { client } = rpc;
  const { number: blockNumber, baseFeePerGas } = await client.getBlock();
  const climate = { address: contracts.Climate, abi: climateAbi, blockNumber } as const;
  const almanac = { address: contracts.Almanac, abi: almanacAbi, blockNumber } as const;
  const [balance, account, rules, treasury, epochSeconds, stations, lastEpoch] = await Promise.all([
    client.getBalance({ address: keeper, blockNumber }),
    client.readContract({ ...almanac, functionName: "accountOf", args: [keeper] }),
    client.readContract({ ...almanac, functionName: "rules" }),
    client.readContract({ ...almanac, functionName: "treasury" }),
    client.readContract({ ...climate, functionName: "EPOCH_SECONDS" }),
    client.readContract({ ...climate, functionName: "stationCount" }),
    client.readContract({ ...climate, functionName: "lastEpoch" }),
  ]);
  const open = rules.commitSeconds + rules.revealSeconds + rules.challengeSeconds;
  const oldest = lastEpoch - BigInt(Math.ceil(open / Number(epochSeconds)) + LOOKED_AT);
  const epochs: bigint[] = [];
  for (let epoch = lastEpoch; epoch > 0n && epoch > oldest; epoch--) epochs.push(epoch);
  const shares = (await Promise.all(epochs.map(shareOf))).filter((share) => share !== null);
  return {
    balance,
    account: { balance: account.balance, locked: account.locked },
    rules,
    treasury,
    epochSeconds: Number(epochSeconds),
    stations: Number(stations),
    baseFee: baseFeePerGas ?? 0n,
    tip,
    shares: shares.slice(0, LOOKED_AT),
    reports,
    bondLimit,
  };

  /** Null where the epoch is not judged, or this keeper has revealed nothing for it. */
  async function shareOf(epoch: bigint): Promise<bigint | null> {
    const [state, word] = await Promise.all([
      client.readContract({ ...almanac, functionName: "epochOf", args: [epoch] }),
      client.readContract({ ...almanac, functionName: "wordOf", args: [epoch, keeper] }),
    ]);
    if (word.root === ZERO_WORD || state.outcome === OPEN) return null;
    if (state.outcome !== DECIDED) return 0n;
    const stand = await client.readContract({
      ...almanac,
      functionName: "standOf",
      args: [epoch, keeper],
    });
    return stand.fallen ? 0n : state.share;
  }
}
