// `node tools/front.ts`: measures on anvil the gas of the models that keeper/train/shapes.ts has trained,
// and writes docs/sky-front.json and docs/sky-front.svg. Needs `forge build`.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
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
import { engineAbi, modelsAbi } from "../contracts/abi.ts";
import { type Candidate, type Front, frontOf } from "../keeper/train/front.ts";
import { MODEL_BYTES_MAX } from "../renderer/sky/model.ts";
import { SELF_TEST } from "../renderer/sky/selftest.ts";
import { answer, freePort, start, stop } from "./processes.ts";

const JSON_FILE = "docs/sky-front.json";
const GAS_GOAL = 12_000_000;
const SHIPPED = { layers: 5, hidden: [48, 48] } as const;
/** Half past nine, half covered, a light wind. */
const FAIR: Hex = "0x2a5a102020460000000048204f28000020000000000000000000000000000000";
const EVERYTHING: Hex = "0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f000000000000000000000000";

const owner = privateKeyToAccount(generatePrivateKey());
const port = await freePort(8700);
const anvil = start("anvil", "anvil", ["--port", String(port), "--hardfork", "prague"], {
  log: "dist/front/anvil.log",
});
const client = createTestClient({
  mode: "anvil",
  chain: foundry,
  account: owner,
  transport: http(`http://127.0.0.1:${port}`),
})
  .extend(publicActions)
  .extend(walletActions);

try {
  await answer(() => client.getChainId());
  await client.setBalance({ address: owner.address, value: 10n ** 20n });
  const models = await deploy("Models", modelsAbi, [owner.address]);
  const engine = await deploy("Engine", engineAbi, [models]);
  const candidates: (Candidate & { steps: number; seed: number })[] = [];
  for (const file of globSync("dist/front/*-*-*.json")) {
    const figures = JSON.parse(readFileSync(file, "utf8"));
    const model = file.replace(/json$/, "bin");
    if (existsSync(model)) {
      const id = await register(models, engine, toHex(readFileSync(model)));
      figures.gas = await gasOf(engine, id);
    }
    candidates.push(figures);
  }
  writeFront(candidates);
} finally {
  await stop(anvil);
}

function writeFront(all: readonly (Candidate & { steps: number; seed: number })[]): void {
  const [{ steps, seed } = { steps: 0, seed: 0 }] = all;
  if (all.length === 0 || all.some((c) => c.steps !== steps || c.seed !== seed)) {
    throw new Error(
      "dist/front holds no models, or some of unequal steps. Run `node keeper/train/shapes.ts` first.",
    );
  }
  const front: Front = {
    command: `node keeper/train/shapes.ts --steps ${steps} --seed ${seed} && node tools/front.ts`,
    steps,
    seed,
    goals: { gas: GAS_GOAL, bytes: MODEL_BYTES_MAX },
    shipped: SHIPPED,
    candidates: all
      .map(({ steps: _, seed: __, ...figures }) => figures)
      .toSorted((a, b) => a.bytes - b.bytes),
  };
  const text = JSON.stringify(front, null, 2).replace(/\[\s+(\d+),\s+(\d+)\s+\]/g, "[$1, $2]");
  writeFileSync(JSON_FILE, `${text}\n`);
  writeFileSync(JSON_FILE.replace(/json$/, "svg"), frontOf(front));
  console.table(
    front.candidates.map(({ gas, hidden, ...c }) => ({ ...c, hidden: hidden.join("-"), ...gas })),
  );
}

async function deploy(name: string, abi: Abi, args: readonly unknown[]): Promise<Address> {
  const { bytecode } = JSON.parse(readFileSync(`out/${name}.sol/${name}.json`, "utf8"));
  const hash = await client.deployContract({ abi, args, bytecode: bytecode.object });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error(`${name} could not be deployed. Run \`forge build\`.`);
  return contractAddress;
}

async function register(models: Address, engine: Address, model: Hex): Promise<bigint> {
  const registry = { address: models, abi: modelsAbi } as const;
  const hash = await client.writeContract({
    ...registry,
    functionName: "register",
    args: [model, engine],
    gas: 20_000_000n,
  });
  await client.waitForTransactionReceipt({ hash });
  return (await client.readContract({ ...registry, functionName: "count" })) - 1n;
}

async function gasOf(engine: Address, id: bigint): Promise<Candidate["gas"]> {
  const { latent, condition } = SELF_TEST;
  const png = (weather: Hex) =>
    used(
      engine,
      encodeFunctionData({
        abi: engineAbi,
        functionName: "skyPng",
        args: [id, latent, weather, 32n],
      }),
    );
  let run = 0;
  for (let y = 7; y < 240; y += 29) {
    const args = [id, latent, EVERYTHING, 240n, BigInt(16 * (y % 15)), BigInt(y)] as const;
    run = Math.max(
      run,
      await used(engine, encodeFunctionData({ abi: engineAbi, functionName: "skyRun", args })),
    );
  }
  return { fair: await png(FAIR), worst: await png(condition), run };
}

/** What a call uses as a whole transaction, with its 21,000 and its calldata. */
async function used(to: Address, data: Hex): Promise<number> {
  const call = { from: owner.address, to, data, gas: toHex(50_000_000) };
  const tracer = { tracer: "callTracer", tracerConfig: { onlyTopCall: true } };
  const { gasUsed, error } = (await client.request({
    method: "debug_traceCall",
    params: [call, "latest", tracer],
  } as never)) as { gasUsed: Hex; error?: string };
  if (error !== undefined) throw new Error(`the call failed: ${error}`);
  return Number(gasUsed);
}
