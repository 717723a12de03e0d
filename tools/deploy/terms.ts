// What the chain says about the collection itself: terms, weather, model and art.
import { readFileSync } from "node:fs";
import { type Client, keccak256, toHex, zeroHash } from "viem";
import { getCode, readContract } from "viem/actions";
import { climateAbi, heliotropeAbi, modelsAbi } from "../../contracts/abi.ts";
import { immutableWords, readArtifact } from "./artifact.ts";
import type { Collection } from "./collection.ts";
import type { People } from "./people.ts";
import { type Add, type Addresses, lower } from "./rows.ts";

export async function checkTerms(
  client: Client,
  at: Addresses,
  collection: Collection,
  add: Add,
): Promise<void> {
  const token = { address: at.Heliotrope!, abi: heliotropeAbi } as const;
  const { sale, list } = collection;
  for (const [getter, value] of [
    ["name", collection.name],
    ["symbol", collection.symbol],
    ["maxSupply", collection.maxSupply],
    ["price", sale.priceWei],
    ["royaltyBps", collection.royaltyBps],
    ["germinationReward", collection.germinationRewardWei],
    ["totalMinted", 0],
  ] as const) {
    add(
      "Heliotrope",
      getter,
      value,
      await readContract(client, { ...token, functionName: getter }),
    );
  }
  const [description, externalUrl] = await readContract(client, {
    ...token,
    functionName: "names",
  });
  add("Heliotrope", "description", collection.description, description);
  add("Heliotrope", "externalUrl", collection.externalUrl, externalUrl);
  const shop =
    windowBits(sale) |
    (BigInt(sale.walletLimit) << 176n) |
    (BigInt(collection.maxSupply) << 192n) |
    (BigInt(collection.reserve) << 208n);
  add("Heliotrope", "shop", shop, await readContract(client, { ...token, functionName: "shop" }));
  const listed = await readContract(client, { ...token, functionName: "listedSale" });
  add("Heliotrope", "root of the list", list?.root.toLowerCase() ?? zeroHash, listed[0]);
  add("Heliotrope", "listed sale", list === undefined ? 0n : windowBits(list), listed[1]);
  // What plants are minted with has no view: it is the last that the constructor puts into the code.
  const choices = (await getCode(client, { address: at.Choices! })) ?? "0x";
  const [model, art] = immutableWords(choices, readArtifact("Choices")).slice(-2);
  add("Choices", "first model", collection.model, Number(model));
  add("Choices", "first art version", collection.artVersion, Number(art));
}

/** Price and window; contracts/types/Shop.sol has the bits, and nothing is paused. */
function windowBits(sale: { priceWei: string; opensAt: number; closesAt: number }): bigint {
  return BigInt(sale.priceWei) | (BigInt(sale.opensAt) << 96n) | (BigInt(sale.closesAt) << 136n);
}

export async function checkClimate(
  client: Client,
  at: Addresses,
  expected: NonNullable<Collection["climate"]>,
  people: People,
  add: Add,
): Promise<void> {
  const climate = { address: at.Climate!, abi: climateAbi } as const;
  const length = await readContract(client, { ...climate, functionName: "EPOCH_SECONDS" });
  add("Climate", "EPOCH_SECONDS", expected.epochSeconds, length);
  const count = Number(await readContract(client, { ...climate, functionName: "stationCount" }));
  add("Climate", "stations", expected.stations.length, count);
  for (const [i, station] of expected.stations.slice(0, count).entries()) {
    const args = [BigInt(i)] as const;
    const s = await readContract(client, { ...climate, functionName: "stationOf", args });
    const spell = (x: typeof station) => `${x.name} ${x.latMicroDeg} ${x.lonMicroDeg}`;
    add("Climate", `station ${i}`, spell(station), spell(s));
  }
  const version = await readContract(client, { ...climate, functionName: "signerSetVersion" });
  add("Climate", "signer sets", 1, version);
  const signers = people.signers ?? expected.developmentSigners;
  const args = [1n] as const;
  const [found, k] = await readContract(client, { ...climate, functionName: "signersOf", args });
  add("Climate", "signers", signers.map(lower).sort().join(" "), found.map(lower).join(" "));
  add("Climate", "threshold", people.threshold ?? expected.threshold, k);
}

/** The registered model is the file, byte by byte, and the art version is this Metadata. */
export async function checkAssets(
  client: Client,
  at: Addresses,
  collection: Collection,
  add: Add,
): Promise<void> {
  const models = { address: at.Models!, abi: modelsAbi } as const;
  const args = [BigInt(collection.model)] as const;
  const count = Number(await readContract(client, { ...models, functionName: "count" }));
  if (collection.shares === undefined) add("Models", "models", 1, count);
  if (count <= collection.model) add("Models", "model of the collection", "registered", "missing");
  else {
    const [, hash, engine] = await readContract(client, {
      ...models,
      functionName: "modelOf",
      args,
    });
    const bytes = await readContract(client, { ...models, functionName: "modelBytes", args });
    if (collection.shares === undefined) {
      const file = keccak256(toHex(readFileSync(collection.models[0]!)));
      add("Models", `hash of model ${collection.model}`, file, hash);
      add("Models", "engine of it", at.Engine, engine);
    }
    add("Models", `bytes of model ${collection.model}, hashed`, hash, keccak256(bytes));
  }
  const arts = Number(await readContract(client, { ...models, functionName: "artCount" }));
  if (collection.shares === undefined) add("Models", "art versions", 1, arts);
  if (arts <= collection.artVersion) {
    return add("Models", "art version of the collection", "registered", "missing");
  }
  const version = [BigInt(collection.artVersion)] as const;
  const [metadata, codeHash] = await readContract(client, {
    ...models,
    functionName: "artOf",
    args: version,
  });
  const code = (await getCode(client, { address: metadata })) ?? "0x";
  add("Models", `art version ${collection.artVersion}`, at.Metadata, metadata);
  add("Models", "code hash of it", codeHash, keccak256(code));
}
