// The demonstration chain: anvil with production parameters and a fast clock. No contract knows that it is
// a demonstration; only the distance between block timestamps differs.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Address,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  publicActions,
  toHex,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { type DeployRecord, deploy } from "../deploy.ts";
import { answer, type Child, start } from "../processes.ts";

/** A spring in the recordings: day and night are equally long, and most weather is still to come. */
const GENESIS = Date.UTC(2014, 2, 20) / 1000;
/**
 * Chain seconds per block: 30 blocks, so 30 seconds of ours, are one epoch of seven hours. Commits stay open for
 * eight of them, reveals for four, challenges for 51: a walk to a lie takes about ten, an answer may take 17.
 */
export const BLOCK_SECONDS = 840;
/** anvil's own; its first account owns what the demonstration deploys. */
export const MNEMONIC = "test test test test test test test test test test test junk";

/** The deploy record of a chain that is set up, and what its contracts were built from. */
export const RECORD = "deployment.json";
const BUILD = "contracts.sha256";

export interface DemoChain {
  rpcUrl: string;
  deployment: DeployRecord;
  /** False when an earlier chain goes on. */
  isNew: boolean;
  /** Its newest block when it had started. */
  head: bigint;
}

const account = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });

export function privateKey(addressIndex: number): Hex {
  return `0x${Buffer.from(account(addressIndex).getHdKey().privateKey!).toString("hex")}`;
}

function client(rpcUrl: string) {
  return createTestClient({ mode: "anvil", chain: foundry, transport: http(rpcUrl) }).extend(
    publicActions,
  );
}

/**
 * Starts anvil on the port, with the chain of an earlier start where the folder holds one, and deploys.
 * `onStart` hears of the process at once, so that whoever gives up half way can still end it.
 */
export async function startChain(
  folder: string,
  port: number,
  onStart: (anvil: Child) => void,
  { saveEverySeconds = 5 } = {},
): Promise<DemoChain> {
  const rpcUrl = `http://127.0.0.1:${port}`;
  const state = join(folder, "chain.json");
  const isNew = !existsSync(join(folder, RECORD));
  // Left by a start that was stopped before it had set up its chain.
  if (isNew) rmSync(state, { force: true });
  const anvil = start(
    "anvil",
    "anvil",
    [
      ...["--port", String(port), "--hardfork", "prague", "--mnemonic", MNEMONIC],
      // Two more than it makes by itself: there are many parts to play.
      ...["--accounts", "12"],
      ...["--state", state, "--state-interval", String(saveEverySeconds), "--silent"],
      // Nobody asks for old states, and anvil would lay each aside as a file, gigabytes an hour.
      ...["--prune-history", "256"],
      // Also where an earlier chain goes on: anvil makes a genesis block before it loads the chain, and with
      // another time it would be another block 0, kept beside the first.
      ...["--timestamp", String(GENESIS)],
    ],
    { log: join(folder, "anvil.log") },
  );
  onStart(anvil);
  const chain = client(rpcUrl);
  await Promise.race([
    answer(() => chain.getChainId()),
    anvil.exited.then((code) => {
      throw new Error(
        `anvil ended with code ${code}; see ${join(folder, "anvil.log")}. A damaged chain.json is cured by --fresh.`,
      );
    }),
  ]);
  // Where an earlier chain goes on, anvil would put the next block at the machine's own time.
  const { timestamp } = await chain.getBlock();
  await chain.request({ method: "evm_setTime", params: [toHex(timestamp)] } as never);
  await chain.setBlockTimestampInterval({ interval: BLOCK_SECONDS });
  const deployment = isNew
    ? await deploy(rpcUrl, privateKey(0), join("deployments", "31337.json"))
    : readRecord(folder);
  const token = deployment.contracts.Heliotrope?.address;
  if (!token || !(await chain.getCode({ address: token }))) {
    throw new Error(
      `The chain in ${state} does not hold the contracts of ${join(folder, RECORD)}. Start clean with --fresh.`,
    );
  }
  return { rpcUrl, deployment, isNew, head: await chain.getBlockNumber({ cacheTime: 0 }) };
}

/**
 * Writes down that the chain is set up, so that the next start goes on with it. The record lies beside its
 * chain, so that two demonstrations do not share one.
 */
export function keepRecord(folder: string, deployment: DeployRecord): void {
  writeFileSync(join(folder, BUILD), buildOf(deployment));
  writeFileSync(join(folder, RECORD), JSON.stringify(deployment, null, 2));
}

function readRecord(folder: string): DeployRecord {
  const deployment = JSON.parse(readFileSync(join(folder, RECORD), "utf8")) as DeployRecord;
  const build = join(folder, BUILD);
  if (!existsSync(build) || readFileSync(build, "utf8") !== buildOf(deployment)) {
    throw new Error(
      `The contracts have changed since the chain in ${folder} was set up. Start clean with --fresh.`,
    );
  }
  return deployment;
}

/** What forge has built of the deployed contracts, as one hash. */
function buildOf({ contracts }: DeployRecord): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(contracts).sort()) {
    const file = join("out", `${name}.sol`, `${name}.json`);
    // What is not ours, such as the timelock, is pinned by the lock file.
    if (!existsSync(file)) continue;
    const artifact = JSON.parse(readFileSync(file, "utf8"));
    hash.update(artifact.bytecode.object);
  }
  return hash.digest("hex");
}

/** Mints for three holders in turn, in batches, and steps past the block that the genomes wait for. */
export async function mint(rpcUrl: string, token: Address, tokens: number): Promise<void> {
  const chain = client(rpcUrl);
  const price = await chain.readContract({
    address: token,
    abi: heliotropeAbi,
    functionName: "price",
  });
  for (let minted = 0, holder = 7; minted < tokens; holder = holder === 9 ? 7 : holder + 1) {
    const quantity = BigInt(Math.min(5, tokens - minted));
    const wallet = createWalletClient({
      account: account(holder),
      chain: foundry,
      transport: http(rpcUrl),
    });
    const hash = await wallet.writeContract({
      address: token,
      abi: heliotropeAbi,
      functionName: "mint",
      args: [quantity],
      value: price * quantity,
    });
    const { status } = await chain.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`Minting ${quantity} tokens reverted (${hash}).`);
    minted += Number(quantity);
  }
  await chain.mine({ blocks: 65, interval: 12 });
}
