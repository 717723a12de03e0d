// The public index against a real chain: a keeper, a liar, an epoch from weather to verdict, and a holder's choice. What
// GraphQL then says is compared with what the contracts' views say. `npm run test:long -- --only index` runs it.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import { privateKey, RECORD } from "../../tools/demo/chain.ts";
import { freePort } from "../../tools/processes.ts";
import { sendWeather } from "../keeper/accept.ts";
import { type Board, setBoard } from "../keeper/board.ts";

const TOKENS = 2;
const [KEEPER, LIAR, HOLDER] = [5, 9, 7];
const STEP = 840n;
const EPOCH_SECONDS = 25_200n;
const MAIN = fileURLToPath(new URL("../../tools/index/main.ts", import.meta.url));
const QUERY = `{
  _meta { status }
  tokens(orderBy: "id") { items { id owner genome birthEpoch station nonce
    choices { items { kind value fromEpoch } } transfers { items { from } } home { name } } }
  stations(orderBy: "id") { items { id name } }
  epochs(orderBy: "number") { items { number climateHash acceptedAt commits reveals felled outcome root cid
    observations(orderBy: "stationId") { items { stationId tempCentiC precipCentiMm windSpeedCms isDerived age } }
    words(orderBy: "keeper") { items { keeper state root settled } }
    roots { items { hash isStanding ground } } challenges { items { challenger root } }
    allDemands { totalCount } } }
  keepers(orderBy: "address") { items { address commits reveals felled deposited credited } }
}`;

let checks = 0;
let failures = 0;

function same(what: string, found: unknown, wanted: unknown): void {
  checks++;
  if (isDeepStrictEqual(found, wanted)) return;
  failures++;
  console.log(`  ✗ ${what}: the index says ${show(found)}, the chain ${show(wanted)}`);
}

const show = (value: unknown) =>
  JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one));
const addressOf = (account: number) => privateKeyToAccount(privateKey(account)).address;
const lower = (text: string) => text.toLowerCase();

/** One epoch, judged; answers which. */
async function play(board: Board): Promise<bigint> {
  const { client, chain, almanac } = board;
  await board.keeper(KEEPER);
  board.villain(LIAR, "liar");
  const heliotrope = chain.deployment.contracts.Heliotrope!.address;
  const holder = createWalletClient({
    account: privateKeyToAccount(privateKey(HOLDER)),
    chain: foundry,
    transport: http(chain.rpcUrl),
  });
  await board.mineUntil(async () => {
    const { number, timestamp } = await client.getBlock();
    const supply = await client.readContract({
      address: chain.deployment.contracts.Genomes!.address,
      abi: genomesAbi,
      functionName: "supplyAt",
      blockNumber: number,
      args: [(timestamp + STEP) / EPOCH_SECONDS],
    });
    return supply === BigInt(TOKENS) && (timestamp + STEP) % EPOCH_SECONDS < STEP;
  });
  // The first plant goes to the other of the two stations.
  const { station } = await client.readContract({
    address: heliotrope,
    abi: heliotropeAbi,
    functionName: "stateAt",
    args: [0n, (await client.getBlock()).timestamp / EPOCH_SECONDS],
  });
  await holder.writeContract({
    address: heliotrope,
    abi: heliotropeAbi,
    functionName: "move",
    args: [0n, BigInt(1 - station)],
    gas: 1_000_000n,
  });
  const { timestamp } = await client.getBlock();
  const { epoch } = await sendWeather(client, chain, 4, timestamp + STEP);
  await board.mineUntil(async () => {
    const { outcome } = await client.readContract({
      ...almanac,
      functionName: "epochOf",
      args: [epoch],
    });
    return outcome !== 0;
  });
  return epoch;
}

/** What GraphQL says once it has read up to the chain's head. */
// biome-ignore lint/suspicious/noExplicitAny: its shape is the query's.
async function ask(url: string, head: bigint): Promise<any> {
  for (let i = 0; i < 600; i++) {
    try {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: QUERY }),
      });
      const { data, errors } = await response.json();
      if (errors !== undefined) throw new TypeError(JSON.stringify(errors));
      if (BigInt(data._meta.status.home?.block?.number ?? 0) >= head) return data;
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith("[")) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("The index did not read up to the head of the chain in five minutes.");
}

// biome-ignore lint/suspicious/noExplicitAny: as above.
async function compare(board: Board, epoch: bigint, data: any): Promise<void> {
  const { client, chain, almanac } = board;
  const at = (name: string) => chain.deployment.contracts[name]!.address;
  const token = { address: at("Heliotrope"), abi: heliotropeAbi } as const;
  same("tokens", data.tokens.items.length, TOKENS);
  for (const { id, owner, genome, station, birthEpoch, home } of data.tokens.items) {
    const args = [BigInt(id)] as const;
    const held = await client.readContract({ ...token, functionName: "ownerOf", args });
    same(`owner of ${id}`, owner, lower(held));
    const state = await client.readContract({
      ...token,
      functionName: "stateAt",
      args: [BigInt(id), epoch + 1n],
    });
    same(`station of ${id}`, station, state.station);
    same(`birth of ${id}`, birthEpoch, state.birthEpoch);
    same(`home of ${id}`, home.name, data.stations.items[station].name);
    same(
      `genome of ${id}`,
      genome,
      await client.readContract({
        address: at("Genomes"),
        abi: genomesAbi,
        functionName: "genomeOf",
        args,
      }),
    );
  }
  same("the choice", data.tokens.items[0].choices.items[0]?.kind, "moved");
  const climate = { address: at("Climate"), abi: climateAbi } as const;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  const seen = data.epochs.items.find(({ number }: any) => BigInt(number) === epoch);
  for (const { stationId, ...fields } of seen.observations.items) {
    const [word] = await client.readContract({
      ...climate,
      functionName: "observationAt",
      args: [BigInt(stationId), epoch],
    });
    const { tempCentiC, precipCentiMm, windSpeedCms, derived, age } = unpackObservation(word);
    const wanted = { tempCentiC, precipCentiMm, windSpeedCms, isDerived: derived, age };
    same(`weather of station ${stationId}`, { ...fields }, wanted);
  }
  same("observations", seen.observations.items.length, 2);
  const judged = await client.readContract({ ...almanac, functionName: "epochOf", args: [epoch] });
  same("outcome", seen.outcome, ["open", "decided", "void"][judged.outcome]);
  same("commits and reveals", [seen.commits, seen.reveals, seen.felled], [2, 2, 1]);
  for (const account of [KEEPER, LIAR]) {
    const address = addressOf(account);
    const said = await client.readContract({
      ...almanac,
      functionName: "wordOf",
      args: [epoch, address],
    });
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const word = seen.words.items.find(({ keeper }: any) => keeper === lower(address));
    same(`root of ${account}`, word.root, said.root);
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    const root = seen.roots.items.find(({ hash }: any) => hash === said.root);
    same(`whether the root of ${account} stands`, root.isStanding, account === KEEPER);
  }
  same(
    "the root that stands",
    seen.root,
    seen.roots.items.find((one: Root) => one.isStanding).hash,
  );
  same("who felled", seen.challenges.items[0].challenger, lower(addressOf(KEEPER)));
}

interface Root {
  readonly hash: string;
  readonly isStanding: boolean;
}

async function main(): Promise<number> {
  const board = await setBoard(TOKENS);
  let child: ChildProcess | null = null;
  try {
    const epoch = await play(board);
    const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
    child = spawn(process.execPath, [MAIN], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        RPC_URL: board.chain.rpcUrl,
        DEPLOYMENT: join(board.folder, RECORD),
        DATA_DIR: join(board.folder, "index"),
        PORT: String(port),
      },
    });
    const head = await board.client.getBlockNumber();
    await compare(board, epoch, await ask(`http://127.0.0.1:${port}`, head));
  } finally {
    if (child !== null) {
      const ended = new Promise((resolve) => child!.once("close", resolve));
      child.kill("SIGTERM");
      await ended;
    }
    await board.close();
  }
  console.log(`${checks} answers of the index compared with the chain's: ${failures} differ`);
  return failures === 0 && checks > 0 ? 0 : 1;
}

process.exit(await main());
