// What pictures cost: the engine, the model's registration, and the answers that wallets read.
import { type Address, decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import {
  climateAbi,
  engineAbi,
  heliotropeAbi,
  metadataAbi,
  modelsAbi,
} from "../../../contracts/abi.ts";
import { parseModel, WIDTH } from "../../../renderer/sky/model.ts";
import { SELF_TEST } from "../../../renderer/sky/selftest.ts";
import { SHIPPED } from "../../renderer/sky/backends.ts";
import type { System } from "../system.ts";
import { each, gasOf, type Row } from "./rows.ts";

export interface Share {
  readonly part: string;
  readonly bytes: number;
  readonly most: number;
}

export async function measureModels(system: System): Promise<Row[]> {
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
export async function measureEngine(system: System): Promise<Row[]> {
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
      gas: await gasOf(system, { ...engine, data: run }),
      goal: 400_000,
      peers: "the Groth16 verification above, and a prover before it",
    },
    {
      what: "1,000 multiply-accumulates on chain, features included",
      gas: Math.round((1000 * (await gasOf(system, { ...engine, data: picture }))) / products),
      goal: 2_000,
      peers: "InChainPepeGAN 868,000; solearn 1,728,000; evm-neural-network 3,027,000",
    },
  ];
}

export async function measureViews(system: System): Promise<Row[]> {
  const of = async (what: (id: bigint) => { to: Address; data: Hex }) =>
    Math.max(...(await each((id) => gasOf(system, what(id)))));
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
      what: "of it the sky, `skyPng` of 30 x 30",
      goal: 12_000_000,
      peers: "InChainPepeGAN, 5 x 5: 21.8 M",
      gas: Math.max(...(await each(async (id) => gasOf(system, await skyOf(system, id))))),
      varies: true,
    },
    {
      what: "plantSvg",
      goal: null,
      peers: "Autoglyphs 2.7 to 3.0 M",
      gas: await of((id) => {
        return { to: metadata, data: encodeFunctionData({ ...svg, args: [token, id] }) };
      }),
      varies: true,
    },
  ];
}

/** The longest of the first dozen plants' answers, and what it is made of. */
export async function measureBytes(system: System): Promise<Share[]> {
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
  const [image, page] = ["image", "animation_url"].map(
    (name) => new RegExp(`"${name}":"([^"]*)"`).exec(json)![1]!,
  ) as [string, string];
  const svg = decodeURIComponent(image.slice(image.indexOf(",") + 1));
  const [, png] = /base64,([^']+)'/.exec(svg)! as unknown as [string, string];
  const [, program, data] = /go\('([^']+)','([^']+)'\)/.exec(page)! as unknown as string[];
  // The plant stands in both, escaped alike: it ends the picture, and begins with the longest text that the
  // page has too.
  const plant = shared(image.slice(0, -"%3C/svg%3E".length), page);
  const bytesOf = (base64: string) => Buffer.from(base64, "base64").length;
  const rest = page.length - plant - program!.length - data!.length;
  return [
    { part: "PNG of the sky, before base64", bytes: bytesOf(png), most: 4_500 },
    { part: "sky: the PNG in the picture", bytes: png.length, most: 6_000 },
    {
      part: "sky: vectors over it, and the picture's head",
      bytes: image.length - plant - png.length,
      most: 8_000,
    },
    { part: "plant, in the picture", bytes: plant, most: 17_000 },
    { part: "plant, in the page", bytes: plant, most: 17_000 },
    { part: "page: program, deflated", bytes: bytesOf(program!), most: 8_192 },
    { part: "page: program", bytes: program!.length, most: 10_924 },
    { part: "page: weights and state", bytes: data!.length, most: 27_000 },
    { part: "page: the rest", bytes: rest, most: 3_000 },
    { part: "attributes and texts", bytes: json.length - image.length - page.length, most: 4_500 },
    { part: "the whole JSON, before base64", bytes: json.length, most: 74_800 },
    { part: "the whole answer, ABI encoded", bytes: (longest.length - 2) / 2, most: 99_900 },
  ];
}

/** How much of one text's end another text has in it. */
function shared(text: string, other: string): number {
  let length = 0;
  for (let step = text.length; step >= 1; step = Math.floor(step / 2)) {
    while (length + step <= text.length && other.includes(text.slice(-length - step)))
      length += step;
  }
  return length;
}

/** The call by which `tokenURI` has a plant's sky painted. */
async function skyOf(system: System, id: bigint): Promise<{ to: Address; data: Hex }> {
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
    args: [system.contracts.Heliotrope!, id, epoch],
  });
  const call = { abi: engineAbi, functionName: "skyPng" } as const;
  const data = encodeFunctionData({ ...call, args: [model, latent, condition, 30n] });
  return { to: system.contracts.Engine!, data };
}
