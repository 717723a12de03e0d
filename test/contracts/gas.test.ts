// What everything costs, as whole transactions on a real chain: cold, with 21,000 and calldata. The
// figures are in docs/gas.md; HELIOTROPE_WRITE_VECTORS=1 writes them anew.
import { readFileSync, writeFileSync } from "node:fs";
import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  keccak256,
  toHex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  almanacAbi,
  climateAbi,
  engineAbi,
  genomesAbi,
  heliotropeAbi,
  metadataAbi,
  modelsAbi,
} from "../../contracts/abi.ts";
import { parseModel, WIDTH } from "../../renderer/sky/model.ts";
import { SELF_TEST } from "../../renderer/sky/selftest.ts";
import { SHIPPED } from "../renderer/sky/backends.ts";
import {
  germinate,
  keeper,
  mined,
  mint,
  observeNext,
  owner,
  type System,
  startSystem,
} from "./system.ts";

interface Row {
  readonly what: string;
  readonly gas: number;
  readonly goal: number | null;
  readonly peers: string;
  /** Whether the figure depends on a genome, which no two runs share. */
  readonly varies?: boolean;
}

const FILE = new URL("../../docs/gas.md", import.meta.url);

/** How far a figure may move before the file must be written anew. */
const TOLERANCE = 0.02;

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 900_000);
afterAll(() => system?.anvil.stop());

test("behavior: figures are as docs/gas.md says and reach their goals", async () => {
  const rows = [
    ...(await measureMints()),
    ...(await measureGermination()),
    ...(await measureClimate()),
    ...(await measureAlmanac()),
    ...(await measureModels()),
    ...(await measureEngine()),
    ...(await measureViews()),
  ];
  const shares = await measureBytes();
  if (process.env.HELIOTROPE_WRITE_VECTORS) writeFileSync(FILE, document(rows, shares));
  const written = readFileSync(FILE, "utf8");
  for (const { part, bytes, most } of shares) {
    expect(written).toContain(`| ${part} |`);
    expect(bytes, part).toBeGreaterThan(0);
    expect(bytes, part).toBeLessThanOrEqual(most);
  }
  for (const { what, gas, goal, varies } of rows) {
    const line = written.split("\n").find((text) => text.startsWith(`| ${what} |`));
    expect(line, `${what} is not in docs/gas.md`).toBeDefined();
    const figure = Number(line!.split("|")[2]!.replaceAll(",", ""));
    const isClose = Math.abs(gas / figure - 1) < TOLERANCE;
    expect(varies || isClose, `${what}: ${gas}, written ${figure}`).toBe(true);
    if (goal !== null) expect(gas, what).toBeLessThanOrEqual(goal);
  }
});

async function measureMints(): Promise<Row[]> {
  // The very first mint pays for counters that later ones find written.
  await mint(system, owner, 1);
  const one = await mint(system, await stranger(1), 1);
  const five = await mint(system, await stranger(2), 5);
  return [
    {
      what: "mint of 1, paid",
      gas: Number(one.gasUsed),
      goal: null,
      peers: "Art Blocks V3 109,412 to 112,271",
    },
    {
      what: "mint of 5, paid",
      gas: Number(five.gasUsed),
      goal: 90_000,
      peers: "ERC721A 80,681; Solady 171,044; OpenZeppelin 173,247; Enumerable 600,890",
    },
  ];
}

async function measureGermination(): Promise<Row[]> {
  // The first page pays for slots that later ones find written.
  await germinate(system);
  for (let i = 0; i < 10; i++) await mint(system, owner, 10);
  const counts: number[] = [];
  let gas = 0;
  while (counts.length === 0 || (await pending()) > 0) {
    const before = await germinated();
    gas += Number((await germinate(system)).receipt.gasUsed);
    counts.push((await germinated()) - before);
  }
  // Mints that cross a window's edge are two batches; start again behind the edge.
  if (counts[0] !== 100) return measureGermination();
  return [
    {
      what: "germinate, per token of 100",
      gas: Math.round(gas / 100),
      goal: 9_500,
      peers: "Solady SSTORE2, 100 words: 7,469 a word; plain slots 22,903",
    },
  ];
}

async function measureClimate(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [stations, goal] of [
    [8, 220_000],
    [64, 900_000],
  ] as const) {
    await addStations(stations);
    await observeNext(system);
    await observeNext(system);
    const { receipt } = await observeNext(system);
    rows.push({
      what: `climate epoch, 3 reports, ${stations} stations`,
      gas: Number(receipt.gasUsed),
      goal,
      peers: "a slot per token per change",
    });
  }
  return rows;
}

async function measureAlmanac(): Promise<Row[]> {
  const almanac = { address: system.contracts.Almanac!, abi: almanacAbi } as const;
  const { epoch } = await observeNext(system);
  const cid: Hex = `0x01701220${keccak256(toHex("car")).slice(2)}`;
  const words = { root: keccak256(toHex("root")), salt: keccak256(toHex("salt")) };
  const accounts = [keeper, owner];
  const commits: number[] = [];
  const reveals: number[] = [];
  for (const account of accounts) {
    const commitment = await system.client.readContract({
      ...almanac,
      functionName: "hashCommitment",
      args: [epoch, words.root, cid, words.salt, account.address],
    });
    const hash = await system.client.writeContract({
      ...almanac,
      account,
      functionName: "commit",
      args: [epoch, commitment],
    });
    commits.push(Number((await mined(system, hash)).gasUsed));
  }
  const [commitEnds] = await system.client.readContract({
    ...almanac,
    functionName: "windowsOf",
    args: [epoch],
  });
  await system.client.setNextBlockTimestamp({ timestamp: commitEnds });
  for (const account of accounts) {
    const hash = await system.client.writeContract({
      ...almanac,
      account,
      functionName: "reveal",
      args: [epoch, words.root, cid, words.salt],
    });
    reveals.push(Number((await mined(system, hash)).gasUsed));
  }
  return [
    { what: "commit", gas: commits[0]!, goal: null, peers: "" },
    { what: "reveal, first keeper", gas: reveals[0]!, goal: null, peers: "" },
    { what: "reveal, later keepers", gas: reveals[1]!, goal: null, peers: "" },
    {
      what: "commit and reveal of an epoch",
      gas: commits[0]! + reveals[0]!,
      goal: 150_000,
      peers: "",
    },
  ];
}

async function measureModels(): Promise<Row[]> {
  const [registered] = await system.client.getContractEvents({
    address: system.contracts.Models!,
    abi: modelsAbi,
    eventName: "ModelRegistered",
    fromBlock: BigInt(system.startBlock),
  });
  const hash = registered!.transactionHash;
  const { gasUsed } = await system.client.getTransactionReceipt({ hash });
  return [
    {
      what: "register the shipped sky model, proof included",
      gas: Number(gasUsed),
      goal: 8_000_000,
      peers: "",
    },
  ];
}

/** In every kind of weather at once, which is when features cost most. */
async function measureEngine(): Promise<Row[]> {
  const engine = { to: system.contracts.Engine! };
  const [latent, condition] = [SELF_TEST.latent, `0x${"7f".repeat(20)}${"00".repeat(12)}`] as const;
  const run = encodeFunctionData({
    abi: engineAbi,
    functionName: "skyRun",
    args: [0n, latent, condition, 240n, 112n, 120n],
  });
  // The largest picture that one call paints: model, mapping, features, layers and colours are in it.
  const side = 64;
  const picture = encodeFunctionData({
    abi: engineAbi,
    functionName: "skyPixels",
    args: [0n, latent, condition, BigInt(side)],
  });
  const { layers } = parseModel(SHIPPED);
  const products = side * side * WIDTH * (WIDTH * layers + 3 * (layers + 1));
  return [
    {
      what: "`skyRun`, what a challenge recomputes",
      gas: await gasOf({ ...engine, data: run }),
      goal: 400_000,
      peers: "one Groth16 verification 221,459, and a prover before it",
    },
    {
      what: "1,000 multiply-accumulates on chain, features included",
      gas: Math.round((1000 * (await gasOf({ ...engine, data: picture }))) / products),
      goal: 2_000,
      peers: "InChainPepeGAN 868,000; solearn 1,728,000; evm-neural-network 3,027,000",
    },
  ];
}

async function measureViews(): Promise<Row[]> {
  const of = async (what: (id: bigint) => { to: Address; data: Hex }) =>
    Math.max(...(await each((id) => gasOf(what(id)))));
  const [token, metadata] = [system.contracts.Heliotrope!, system.contracts.Metadata!];
  const uri = { abi: heliotropeAbi, functionName: "tokenURI" } as const;
  const svg = { abi: metadataAbi, functionName: "plantSvg" } as const;
  return [
    {
      what: "tokenURI",
      goal: 16_000_000,
      peers: "Loot 0.53 M; Nouns V1 1.8 to 3.8 M; InChainPepeGAN 21.8 M; Terraforms v0 18 to 24 M",
      gas: await of((id) => ({ to: token, data: encodeFunctionData({ ...uri, args: [id] }) })),
      varies: true,
    },
    {
      what: "of it the sky, `skyPng` of 32 x 32",
      goal: 12_000_000,
      peers: "InChainPepeGAN, 5 x 5: 21.8 M",
      gas: Math.max(...(await each(async (id) => gasOf(await skyOf(id))))),
      varies: true,
    },
    {
      what: "plantSvg",
      goal: null,
      peers: "Autoglyphs 2.7 to 3.0 M",
      gas: await of((id) => ({ to: metadata, data: encodeFunctionData({ ...svg, args: [id] }) })),
      varies: true,
    },
  ];
}

/** The call by which `tokenURI` has a plant's sky painted. */
async function skyOf(id: bigint): Promise<{ to: Address; data: Hex }> {
  const metadata = { address: system.contracts.Metadata!, abi: metadataAbi } as const;
  const { timestamp } = await system.client.getBlock();
  const epoch = await system.client.readContract({
    address: system.contracts.Climate!,
    abi: climateAbi,
    functionName: "epochAt",
    args: [timestamp],
  });
  const [model, latent, condition] = await system.client.readContract({
    ...metadata,
    functionName: "skyInputsAt",
    args: [id, epoch],
  });
  const call = { abi: engineAbi, functionName: "skyPng" } as const;
  const data = encodeFunctionData({ ...call, args: [model, latent, condition, 32n] });
  return { to: system.contracts.Engine!, data };
}

/** Answers for the first dozen plants. */
function each<T>(answer: (id: bigint) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 12 }, (_, id) => answer(BigInt(id))));
}

/**
 * What a call uses of as much gas as public nodes give. Not an estimate: with less gas `tokenURI` answers
 * too, with less in it.
 */
async function gasOf(call: { to: Address; data: Hex }): Promise<number> {
  const request = { ...call, from: keeper.address, gas: toHex(50_000_000) };
  const { gasUsed } = (await system.client.request({
    method: "debug_traceCall",
    params: [request, "latest", { tracer: "callTracer", tracerConfig: { onlyTopCall: true } }],
  } as never)) as { gasUsed: Hex };
  return Number(gasUsed);
}

interface Share {
  readonly part: string;
  readonly bytes: number;
  readonly most: number;
}

/** The longest of the first dozen plants' answers, and what it is made of. */
async function measureBytes(): Promise<Share[]> {
  const token = { address: system.contracts.Heliotrope!, abi: heliotropeAbi } as const;
  const answers = await each((id) =>
    system.client.call({
      to: token.address,
      data: encodeFunctionData({ ...token, functionName: "tokenURI", args: [id] }),
      gas: 50_000_000n,
    }),
  );
  const longest = answers.map(({ data }) => data!).sort((a, b) => b.length - a.length)[0]!;
  const uri = decodeFunctionResult({ ...token, functionName: "tokenURI", data: longest });
  const json = Buffer.from(uri.split(",")[1]!, "base64").toString();
  const image = json.slice(json.indexOf('"image":"') + 9, -2);
  const svg = decodeURIComponent(image.slice(image.indexOf(",") + 1));
  const [, png] = /base64,([^']+)'/.exec(svg)!;
  // The plant begins with the mound that it stands on.
  const start = svg.search(/<g fill='#[0-9a-f]{6}'><path d='M0,1[67]\d\d/);
  const plant = svg.indexOf("</svg>") - start;
  return [
    {
      part: "PNG of the sky, before base64",
      bytes: Buffer.from(png!, "base64").length,
      most: 4_500,
    },
    { part: "the same in the drawing", bytes: png!.length, most: 6_000 },
    { part: "plant, in the drawing", bytes: plant, most: 14_000 },
    { part: "vectors over the sky", bytes: start - svg.indexOf(png!) - png!.length, most: 8_000 },
    { part: "the whole drawing, percent-encoded", bytes: image.length, most: 30_000 },
    { part: "the whole answer, ABI encoded", bytes: (longest.length - 2) / 2, most: 99_900 },
  ];
}

/** An account with ether that holds no plant. */
async function stranger(seed: number) {
  const account = privateKeyToAccount(keccak256(toHex(`stranger ${seed}`)));
  await system.client.setBalance({ address: account.address, value: 10n ** 20n });
  return account;
}

async function germinated(): Promise<number> {
  const genomes = { address: system.contracts.Genomes!, abi: genomesAbi } as const;
  return Number(await system.client.readContract({ ...genomes, functionName: "germinated" }));
}

async function pending(): Promise<number> {
  const genomes = { address: system.contracts.Genomes!, abi: genomesAbi } as const;
  const [batch] = await system.client.readContract({ ...genomes, functionName: "pendingBatch" });
  return batch.count;
}

async function addStations(total: number): Promise<void> {
  const climate = { address: system.contracts.Climate!, abi: climateAbi } as const;
  const count = () => system.client.readContract({ ...climate, functionName: "stationCount" });
  for (let n = Number(await count()); n < total; n++) {
    const hash = await system.client.writeContract({
      ...climate,
      account: owner,
      functionName: "addStation",
      args: [`Station ${n}`, n, n],
    });
    await mined(system, hash);
  }
}

function document(rows: readonly Row[], shares: readonly Share[]): string {
  const lines = rows.map(
    ({ what, gas, goal, peers }) =>
      `| ${what} | ${gas.toLocaleString("en")} | ${goal === null ? "" : `<= ${goal.toLocaleString("en")}`} | ${peers} |`,
  );
  const parts = shares.map(
    ({ part, bytes, most }) =>
      `| ${part} | ${bytes.toLocaleString("en")} | ${most.toLocaleString("en")} |`,
  );
  return `# What it costs

Gas of whole transactions on anvil (Prague rules), each in its own right: cold, with the 21,000 of a
transaction and its calldata. Views are traced as if they were transactions, with the 50,000,000 gas that
common nodes grant a call; the figure is that of the dearest of twelve plants, since genomes differ. Written by
\`HELIOTROPE_WRITE_VECTORS=1 npx vitest run --config test/vitest.config.ts test/contracts/gas.test.ts\`;
the same test fails when a figure moves by more than ${100 * TOLERANCE} % or misses its goal.

| what | gas | goal | peers, measured the same way |
|---|---|---|---|
${lines.join("\n")}

## What \`tokenURI\` is made of

Nodes cut answers at 100,000 bytes. These are the bytes of the longest of the twelve plants' answers, and what
each part may have: what is left of 99,900 is for the living page.

| part | bytes | at most |
|---|---|---|
${parts.join("\n")}

## Why these figures

- **A mint writes nothing for the germination.** A token's mint window lies in the 24 bits that ERC721A
  leaves free beside the owner; a batch is found again by binary search when it germinates.
- **A genome is 32 bytes of code**, 200 gas each; the rest of \`germinate\` is shared by its page.
- **An epoch is one blob of code**: 48 bytes a station, 9,600 gas of the figure for each. The medians of
  all ten fields of a station are sorted together, in lanes of one word: about 900 gas a station.
- **A revealed root takes the slot of its commitment**, and the CID's first bytes ride in the entry that
  lists the keeper: three new slots for a commit and a reveal together.
- **A word holds an activation of 16 pixels**, so one multiplication of 5 gas is 16 multiply-accumulates.
  With its addition, the weight's byte and the input it costs 23, or 20 for the 11 inputs that fit the
  stack: 1.25 to 1.44 gas each. Masks that limit 16 sums at once, loops and what is read once a neuron
  bring it to 1.70 for the network alone; scene, columns and features make it the figure above.
- **A model's bounds are proved 32 weights at once**, in lanes of one word. Nearly all of \`register\` is
  the model itself: 200 gas for each byte of code, 16 for each byte of calldata.
- **\`tokenURI\` asks for little gas when it has little**: with less than 26 million left it does not ask the
  network and draws the sky of vectors, in about 4 million.
`;
}
