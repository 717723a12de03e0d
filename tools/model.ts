// Rebuilds a sky model's file from the chain alone, and writes it only when everything that it says about
// itself is true. Whatever a node answers is checked: it may lie about anything but a hash that the reader knows.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  type Hex,
  hexToBytes,
  http,
  isAddress,
  isHash,
  keccak256,
} from "viem";
import { modelsAbi } from "../contracts/abi.ts";
import { paintInteger } from "../renderer/sky/integer.ts";
import { ModelError, parseModel } from "../renderer/sky/model.ts";
import { SELF_TEST } from "../renderer/sky/selftest.ts";

const HELP = `node tools/model.ts [options]

  --rpc URL            the node that is read (http://127.0.0.1:8545)
  --deployment FILE    the deploy record, which knows the registry (deployments/31337.json)
  --id N               which model of the registry (0)
  --out FILE           where the file goes (model.bin); it must not exist yet, unless it is the same
  --hash HASH          the model's hash, where you know it: then the node need not be trusted at all
  --help               this text

Reads the code behind the registry's pointer, and writes it only when it hashes to what the registry says,
its own checksum is right, no sum can leave its lane, and it paints the picture that it promises.`;

interface Options {
  rpc: string;
  deployment: string;
  id: bigint;
  out: string;
  hash: Hex | undefined;
}

interface Registered {
  pointer: Address;
  hash: Hex;
  engine: Address;
}

/** What the command line asks for; undefined for --help. */
function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rpc: { type: "string", default: "http://127.0.0.1:8545" },
      deployment: { type: "string", default: "deployments/31337.json" },
      id: { type: "string", default: "0" },
      out: { type: "string", default: "model.bin" },
      hash: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  if (!/^\d{1,9}$/.test(values.id)) throw new Error(`--id ${values.id} is not a whole number.`);
  if (values.hash !== undefined && !isHash(values.hash)) {
    throw new Error(`--hash ${values.hash} is not a hash (0x and 64 hex digits).`);
  }
  const hash = values.hash?.toLowerCase() as Hex | undefined;
  return { ...values, id: BigInt(values.id), hash };
}

/** The registry's address and the chain that it is on, from a deploy record. */
function readRecord(file: string): { chainId: number; models: Address } {
  let record: { chainId?: unknown; contracts?: { Models?: { address?: unknown } } };
  try {
    record = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(
      `The deploy record ${file} cannot be read (${(error as Error).message}). Name another with --deployment.`,
    );
  }
  const models = record.contracts?.Models?.address;
  if (typeof models !== "string" || !isAddress(models, { strict: false })) {
    throw new Error(`The deploy record ${file} does not say where Models is. Deploy again.`);
  }
  return { chainId: Number(record.chainId), models: models as Address };
}

/** The model's bytes by two ways, which must agree: the pointer's code, and the registry's own view. */
async function fetchModel(options: Options): Promise<{ bytes: Uint8Array; found: Registered }> {
  const { chainId, models } = readRecord(options.deployment);
  const client = createPublicClient({ transport: http(options.rpc) });
  const chain = await client.getChainId();
  if (chain !== chainId) {
    throw new Error(
      `${options.rpc} is chain ${chain}, and ${options.deployment} is for chain ${chainId}. Correct --rpc or --deployment.`,
    );
  }
  const registry = { address: models, abi: modelsAbi, args: [options.id] } as const;
  let found: Registered;
  try {
    const [pointer, hash, engine] = await client.readContract({
      ...registry,
      functionName: "modelOf",
    });
    found = { pointer, hash, engine };
  } catch (error) {
    const isUnknown =
      error instanceof BaseError &&
      error.walk((cause) => cause instanceof ContractFunctionRevertedError);
    if (!isUnknown) throw error;
    const count = await client.readContract({
      address: models,
      abi: modelsAbi,
      functionName: "count",
    });
    throw new Error(`The registry has no model ${options.id}: it has ${count}, counted from 0.`);
  }
  const [code, view] = await Promise.all([
    client.getCode({ address: found.pointer }),
    client.readContract({ ...registry, functionName: "modelBytes" }),
  ]);
  // SSTORE2 puts a byte before the data that makes the code stop.
  const bytes = hexToBytes(`0x${(code ?? "0x00").slice(4)}`);
  const other = hexToBytes(view);
  const at = bytes.findIndex((byte, i) => byte !== other[i]);
  if (at >= 0 || bytes.length !== other.length) {
    const where = at >= 0 ? `from byte ${at} on` : "in their lengths";
    throw new Error(
      `The node contradicts itself: the code at ${found.pointer} (${bytes.length} bytes) and the registry's modelBytes (${other.length} bytes) differ ${where}. Ask another node with --rpc.`,
    );
  }
  return { bytes, found };
}

/** Throws an error that says which promise the bytes break. */
function check(bytes: Uint8Array, found: Registered, wanted: Hex | undefined): void {
  const hash = keccak256(bytes);
  if (hash !== found.hash) {
    throw new Error(
      `The node's ${bytes.length} bytes hash to ${hash}, and the registry says ${found.hash}: they were altered on the way. Ask another node with --rpc.`,
    );
  }
  if (wanted !== undefined && hash !== wanted) {
    throw new Error(
      `The registry's model hashes to ${hash}, not to ${wanted}. Correct --id or --hash, or ask another node with --rpc.`,
    );
  }
  try {
    const model = parseModel(bytes);
    const painted = keccak256(paintInteger(model, SELF_TEST));
    if (painted !== model.selfTest) {
      throw new Error(
        `The model paints ${painted} where it promises ${model.selfTest}: it was made for another version of the features. Use the version of Heliotrope that its engine ${found.engine} was built from.`,
      );
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new Error(`What the registry holds as ${hash} is not a valid model. ${error.message}`);
  }
}

/** Writes the whole file or nothing; another file in its place is left as it is. */
function write(file: string, bytes: Uint8Array): void {
  if (existsSync(file) && keccak256(readFileSync(file)) !== keccak256(bytes)) {
    throw new Error(`${file} exists and is another file. Name another place with --out.`);
  }
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(HELP);
    return;
  }
  const { bytes, found } = await fetchModel(options);
  check(bytes, found, options.hash);
  write(options.out, bytes);
  console.log(
    `${options.out}: model ${options.id}, ${bytes.length} bytes, keccak256 ${found.hash}`,
  );
  console.log(`engine ${found.engine}; checksum, lane bounds and self-test hold`);
}

main().catch((error: unknown) => {
  const message =
    error instanceof BaseError
      ? error.shortMessage
      : error instanceof Error
        ? error.message
        : error;
  console.error(`heliotrope: ${message}`);
  process.exit(1);
});
