// What a drawing costs in the EVM: Plant and its pieces on a chain of their own, asked for one layer at a time.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Abi,
  type Address,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  publicActions,
  toHex,
  walletActions,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import type { Scene } from "../../renderer/scene.ts";
import { answer, freePort, start, stop } from "../processes.ts";

/** As much as public nodes give a call. */
const CALL_GAS = 50_000_000;

/** Gas of `plantLayer` for each scene, without the call's own. Needs `forge build`. */
export async function gasOf(scenes: readonly Scene[]): Promise<number[]> {
  const { abi } = artifactOf("Plant");
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-gas-"));
  const port = await freePort(8700);
  const anvil = start("anvil", "anvil", ["--port", String(port), "--hardfork", "prague"], {
    log: join(folder, "anvil.log"),
  });
  try {
    const client = clientOf(port);
    await answer(() => client.getChainId());
    await client.setBalance({ address: client.account.address, value: 10n ** 20n });
    // The constructor names the pieces that Plant is made of; what is built counts, not what is committed.
    const { inputs } = abi.find((part) => part.type === "constructor")!;
    const pieces: Address[] = [];
    for (const { name = "" } of inputs) {
      pieces.push(await deploy(client, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, []));
    }
    const to = await deploy(client, "Plant", pieces);
    const gas: number[] = [];
    for (const scene of scenes) gas.push(await layerGas(client, { to, abi }, scene));
    return gas;
  } finally {
    await stop(anvil);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Client = ReturnType<typeof clientOf>;

function clientOf(port: number) {
  return createTestClient({
    mode: "anvil",
    chain: foundry,
    account: privateKeyToAccount(generatePrivateKey()),
    transport: http(`http://127.0.0.1:${port}`),
  })
    .extend(publicActions)
    .extend(walletActions);
}

function artifactOf(name: string): { abi: Abi; bytecode: { object: Hex } } {
  const file = join("out", `${name}.sol`, `${name}.json`);
  if (!existsSync(file)) {
    throw new Error(`${file} is not there, so nothing can be measured. Run forge build first.`);
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

async function deploy(client: Client, name: string, args: readonly Address[]): Promise<Address> {
  const { abi, bytecode } = artifactOf(name);
  const hash = await client.deployContract({ abi, args, bytecode: bytecode.object });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${name} could not be deployed. Run forge build first.`);
  return contractAddress;
}

async function layerGas(
  client: Client,
  { to, abi }: { to: Address; abi: Abi },
  scene: Scene,
): Promise<number> {
  const p = phenotypeOf(scene);
  const big = Object.entries(p).map(([name, value]) => [
    name,
    typeof value === "number" ? BigInt(value) : value,
  ]);
  const args = [Object.fromEntries(big), scene.genome];
  const data = encodeFunctionData({ abi, functionName: "plantLayer", args });
  const request = { to, data, from: client.account.address, gas: toHex(CALL_GAS) };
  const { gasUsed, error } = (await client.request({
    method: "debug_traceCall",
    params: [request, "latest", { tracer: "callTracer", tracerConfig: { onlyTopCall: true } }],
  } as never)) as { gasUsed: Hex; error?: string };
  if (error) throw new Error(`plantLayer of token ${scene.tokenId} failed: ${error}.`);
  return Number(gasUsed) - intrinsicOf(data);
}

/** What any transaction with this calldata uses before it does anything. */
function intrinsicOf(data: Hex): number {
  const bytes = data.slice(2).match(/../g) ?? [];
  return bytes.reduce((sum, byte) => sum + (byte === "00" ? 4 : 16), 21_000);
}
