// The whole system on a private anvil, deployed by the script that production uses, and the people
// around it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  type Account,
  type Address,
  createTestClient,
  getContractAddress,
  type Hex,
  http,
  parseEther,
  publicActions,
  toHex,
  walletActions,
} from "viem";
import { privateKeyToAccount, toAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { getHeader } from "../../keeper/chain/header.ts";
import { encodeReport, type Observation } from "../../renderer/observation.ts";
import { deploy } from "../../tools/deploy.ts";
import { type Anvil, KEYS, startAnvil } from "../keeper/anvil.ts";

export interface System {
  readonly anvil: Anvil;
  readonly client: Client;
  readonly startBlock: number;
  readonly contracts: Record<string, Address>;
}

export type Client = ReturnType<typeof clientOf>;

/** Who deploys; on a local chain also the multisig, the artist and the treasury. */
export const deployer = privateKeyToAccount(KEYS[0]);
/** The timelock, which the deployment creates first. Its calls need no signature here: it is impersonated. */
export const owner = toAccount(getContractAddress({ from: deployer.address, nonce: 0n }));
export const reporters = KEYS.slice(1, 5)
  .map((key) => privateKeyToAccount(key))
  .sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
export const keeper = privateKeyToAccount(KEYS[5]);

/** 2014-01-01 00:00 UTC. */
const START = 1_388_534_400;

export const mild: Observation = {
  tempCentiC: 1_250,
  precipCentiMm: 30,
  windEastCms: 210,
  windNorthCms: -140,
  windSpeedCms: 260,
  sunMinutes: 120,
  frostMinutes: 0,
  codeRank: 2,
  cloudPct: 45,
  derived: true,
  age: 0,
};

/** Starts a chain and deploys to it. Give it back with `anvil.stop`. */
export async function startSystem(): Promise<System> {
  const anvil = await startAnvil(["--hardfork", "prague", "--timestamp", String(START)]);
  const record = join("deployments", `test-${new URL(anvil.url).port}.json`);
  try {
    const { startBlock, contracts } = await deploy(anvil.url, KEYS[0], record);
    if (contracts.Timelock?.address !== owner.address) {
      throw new Error(
        `The timelock is at ${contracts.Timelock?.address}, not at ${owner.address}.`,
      );
    }
    const client = clientOf(anvil.url);
    await client.impersonateAccount(owner);
    await client.setBalance({ address: owner.address, value: parseEther("1000") });
    return {
      anvil,
      client,
      startBlock,
      contracts: Object.fromEntries(
        Object.entries(contracts).map(([name, { address }]) => [name, address]),
      ),
    };
  } catch (error) {
    await anvil.stop();
    throw error;
  } finally {
    rmSync(record, { force: true });
  }
}

/** Waits for a transaction and answers its receipt; a reverted one is an error. */
export async function mined(system: System, hash: Hex) {
  const receipt = await system.client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`transaction ${hash} reverted`);
  return receipt;
}

export async function mint(system: System, account: Account, quantity: number) {
  const token = { address: system.contracts.Heliotrope!, abi: heliotropeAbi } as const;
  const price = await system.client.readContract({ ...token, functionName: "price" });
  const hash = await system.client.writeContract({
    ...token,
    account,
    functionName: "mint",
    args: [BigInt(quantity)],
    value: price * BigInt(quantity),
  });
  return mined(system, hash);
}

/** Mines behind the pending batch's target, and to the chain's memory of it if that has lapsed. */
export async function germinate(system: System, maxTokens = 512) {
  const genomes = { address: system.contracts.Genomes!, abi: genomesAbi } as const;
  const pending = () => system.client.readContract({ ...genomes, functionName: "pendingBatch" });
  const [, target] = await pending();
  const behind = Number(target) + 1 - Number(await system.client.getBlockNumber());
  if (behind > 0) await system.client.mine({ blocks: behind });
  const [, targetNow, ripe, proven] = await pending();
  if (!ripe) throw new Error(`batch is not ripe at ${targetNow}`);
  const header = proven ? "0x" : await getHeader(system.client, targetNow);
  const hash = await system.client.writeContract({
    ...genomes,
    account: keeper,
    functionName: "germinate",
    args: [header, BigInt(maxTokens)],
  });
  return { target: targetNow, header, receipt: await mined(system, hash) };
}

/** Steps into the next epoch and has every station observed there; by default all have the same weather. */
export async function observeNext(
  system: System,
  weatherOf: (station: number, reporter: number) => Observation = () => mild,
) {
  const climate = { address: system.contracts.Climate!, abi: climateAbi } as const;
  const length = await system.client.readContract({ ...climate, functionName: "EPOCH_SECONDS" });
  const { timestamp } = await system.client.getBlock();
  const epoch = timestamp / length + 1n;
  await system.client.setNextBlockTimestamp({ timestamp: epoch * length + 1n });
  await system.client.mine({ blocks: 1 });
  const stations = await system.client.readContract({
    ...climate,
    functionName: "stationCountIn",
    args: [epoch],
  });
  const reports: Hex[] = [];
  const signatures: Hex[] = [];
  for (const [i, reporter] of reporters.slice(0, 3).entries()) {
    const seen = Array.from({ length: Number(stations) }, (_, station) => {
      const weather = weatherOf(station, i);
      return { ...weather, tempCentiC: weather.tempCentiC + 7 * i };
    });
    const report = toHex(encodeReport(seen));
    const hash = await system.client.readContract({
      ...climate,
      functionName: "digest",
      args: [epoch, report],
    });
    reports.push(report);
    signatures.push(await reporter.sign({ hash }));
  }
  const hash = await system.client.writeContract({
    ...climate,
    account: keeper,
    functionName: "submit",
    args: [epoch, reports, signatures],
  });
  return { epoch, receipt: await mined(system, hash) };
}

export function clientOf(url: string) {
  return createTestClient({
    mode: "anvil",
    chain: foundry,
    // Mining thousands of blocks takes long, and a retry would mine them twice.
    transport: http(url, { timeout: 600_000, retryCount: 0 }),
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions);
}
