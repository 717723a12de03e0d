// A chain with the climate contract alone on it, and the deploy record that a reporter wants.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  createWalletClient,
  encodeAbiParameters,
  encodePacked,
  type Hex,
  http,
  publicActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { climateAbi } from "../../../contracts/abi.ts";
import { readCall } from "../../../keeper/chain/assignment.ts";
import { connect, type Rpc } from "../../../keeper/chain/rpc.ts";
import { readArtifact } from "../../../tools/deploy/artifact.ts";
import { type Anvil, KEYS, startAnvil } from "../anvil.ts";
import { NEW_YORK, SEATTLE } from "./service.ts";

export const EPOCH_SECONDS = 25_200n;
const OWNER = privateKeyToAccount(KEYS[0]);
const WORKFLOW = `0x${"ab".repeat(32)}` as const;

export interface ClimateChain {
  readonly anvil: Anvil;
  readonly rpc: Rpc;
  readonly climate: Address;
  /** The address of a contract reporter, whose forwarder is the chain's first account. */
  readonly contract: Address;
  /** A folder with `deployment.json`, gone with `close`. */
  readonly folder: string;
  /** Mines one block two minutes into the next epoch, and answers its number. */
  nextEpoch(): Promise<bigint>;
  call(): Promise<NonNullable<Awaited<ReturnType<typeof readCall>>>>;
  /** What the workflow says, delivered to the contract reporter. */
  deliver(epoch: bigint, observations: Hex): Promise<void>;
  submit(epoch: bigint, observations: readonly Hex[], signatures: readonly Hex[]): Promise<Hex>;
  close(): Promise<void>;
}

/** Its signer set: these accounts and the contract reporter, `threshold` of whom it wants. */
export async function startClimate(
  signers: readonly Address[],
  threshold: bigint,
): Promise<ClimateChain> {
  const anvil = await startAnvil(["--timestamp", String(Date.UTC(2014, 2, 20) / 1000)]);
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-climate-"));
  const wallet = createWalletClient({
    account: OWNER,
    chain: foundry,
    transport: http(anvil.url),
  }).extend(publicActions);
  const mined = async (hash: Hex) => {
    const receipt = await wallet.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    if (receipt.status !== "success") throw new Error(`${hash} reverted`);
    return receipt;
  };
  const deploy = async (name: string, args: readonly unknown[]): Promise<Address> => {
    const { abi, bytecode } = readArtifact(name);
    const hash = await wallet.deployContract({ abi, bytecode: bytecode.object, args } as never);
    return (await mined(hash)).contractAddress!;
  };
  // Nobody listens to its announcements.
  const climate = await deploy("Climate", [OWNER.address, EPOCH_SECONDS, OWNER.address]);
  const workflow = [climate, OWNER.address, WORKFLOW, OWNER.address];
  const contract = await deploy("ChainlinkReporter", workflow);
  const write = async (functionName: string, args: readonly unknown[]) =>
    mined(
      await wallet.writeContract({
        address: climate,
        abi: climateAbi,
        functionName,
        args,
      } as never),
    );
  for (const { name, latMicroDeg, lonMicroDeg } of [SEATTLE, NEW_YORK]) {
    await write("addStation", [name, latMicroDeg, lonMicroDeg]);
  }
  const set = [...signers, contract].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  await write("setSigners", [set, threshold]);
  const rpc = await connect([anvil.url]);
  const entry = { address: climate };
  const contracts = Object.fromEntries(
    ["Heliotrope", "Genomes", "Climate", "Models", "Almanac"].map((name) => [name, entry]),
  );
  const record = { chainId: foundry.id, startBlock: 0, contracts };
  writeFileSync(join(folder, "deployment.json"), JSON.stringify(record));
  const head = () => wallet.getBlock({ blockTag: "latest" });

  return {
    anvil,
    rpc,
    climate,
    contract,
    folder,
    nextEpoch: async () => {
      const { timestamp } = await head();
      const next = timestamp / EPOCH_SECONDS + 1n;
      await anvil.client.setNextBlockTimestamp({ timestamp: next * EPOCH_SECONDS + 120n });
      await anvil.client.mine({ blocks: 1 });
      return (await head()).number;
    },
    call: async () => {
      const { number, timestamp } = await head();
      const addresses = { contracts: { Climate: climate } as never };
      const epoch = timestamp / EPOCH_SECONDS;
      const call = await readCall({ rpc, ...addresses }, epoch, Number(EPOCH_SECONDS), number);
      if (call === null) throw new Error("the climate wants nothing of this epoch");
      return call;
    },
    deliver: async (epoch, observations) => {
      const metadata = encodePacked(
        ["bytes32", "bytes10", "address"],
        [WORKFLOW, `0x${"00".repeat(10)}`, OWNER.address],
      );
      const report = encodeAbiParameters(
        [{ type: "uint256" }, { type: "bytes" }],
        [epoch, observations],
      );
      const { abi } = readArtifact("ChainlinkReporter");
      const call = { address: contract, abi, functionName: "onReport", args: [metadata, report] };
      await mined(await wallet.writeContract(call as never));
    },
    submit: async (epoch, observations, signatures) => {
      const { transactionHash } = await write("submit", [epoch, observations, signatures]);
      return transactionHash;
    },
    close: async () => {
      await anvil.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
