// Reads a deployment back from the chain and holds it against the build, the collection and the record.
import { readFileSync } from "node:fs";
import {
  type Abi,
  type AbiFunction,
  type Address,
  type Client,
  getAddress,
  type Hex,
  keccak256,
  toHex,
  zeroAddress,
} from "viem";
import { getCode, readContract } from "viem/actions";
import { genomesAbi } from "../../contracts/abi.ts";
import { constantParts } from "../../renderer/page.ts";
import type { DeployRecord } from "../deploy.ts";
import { checkAlmanac, implementationOf } from "./almanac.ts";
import { abiOf, artifactOf, immutableWords, masked, readArtifact } from "./artifact.ts";
import { type Collection, SHARED } from "./collection.ts";
import type { People } from "./people.ts";
import { holder, powersOf } from "./powers.ts";
import { type Add, type Addresses, lower, type Row } from "./rows.ts";
import { checkAssets, checkClimate, checkTerms } from "./terms.ts";

/** Plant's pieces, in the order of its immutables. */
const GARDEN = ["Earth", "Border", "Meadow", "Rockery", "Thicket"];

/** Every comparison that was made, the right ones too; the last ones only where the first are right. */
export async function check(
  client: Client,
  record: DeployRecord,
  collection: Collection,
  people: People,
  hasPrevRandao?: boolean,
): Promise<Row[]> {
  const at = Object.fromEntries(
    Object.entries(record.contracts).map(([name, { address }]) => [name, getAddress(address)]),
  );
  const isBorrowed = (name: string) =>
    collection.shares !== undefined && (SHARED as readonly string[]).includes(name);
  const owned = ["Heliotrope", "Climate", "Models", "Almanac"].filter((name) => !isBorrowed(name));
  const rows: Row[] = [];
  const add = (contract: string, what: string, expected: unknown, found: unknown) =>
    rows.push({ contract, what, expected: String(expected), found: String(found) });

  let isWhole = true;
  for (const name of Object.keys(at)) {
    if (isBorrowed(name)) {
      add(
        name,
        "shared address",
        collection.shares![name as keyof typeof collection.shares],
        at[name],
      );
    }
    // What is something else cannot be asked anything.
    if (!(await checkCode(client, name, at, isBorrowed(name), collection, add))) {
      isWhole = false;
      continue;
    }
    await checkWiring(client, name, at, isBorrowed(name), collection, people, add);
  }
  if (!isWhole) return rows;
  await checkTerms(client, at, collection, add);
  await checkAlmanac(client, at, collection.almanac, add);
  if (hasPrevRandao !== undefined) {
    const genomes = {
      address: at.Genomes!,
      abi: genomesAbi,
      functionName: "hasPrevRandao",
    } as const;
    add("Genomes", "hasPrevRandao", hasPrevRandao, await readContract(client, genomes));
  }
  if (collection.climate) await checkClimate(client, at, collection.climate, people, add);
  await checkAssets(client, at, collection, add);
  for (const name of owned) {
    const { owner, pending, bits } = await powersOf(client, at[name]!, BigInt(record.startBlock));
    add(name, "owner, by its events", at.Timelock, owner);
    add(name, "pending handovers", "none", pending.join(" ") || "none");
    const locked = { address: at[name]!, abi: abiOf(name), functionName: "lockedPowers" };
    add(name, "locked powers", 0, await readContract(client, locked));
    if (name === "Heliotrope") checkRoles(bits, people, add);
  }
  await checkTimelock(client, record, at.Timelock!, collection, people, add);
  return rows;
}

/** Whether the code is that of the build; and says whether every address in it is one of ours. */
async function checkCode(
  client: Client,
  name: string,
  at: Addresses,
  isBorrowed: boolean,
  collection: Collection,
  add: Add,
): Promise<boolean> {
  const artifact = readArtifact(artifactOf(name));
  const code = await getCode(client, { address: at[name]! });
  if (code === undefined) {
    add(name, "code", "the build's", "none");
    return false;
  }
  // A shared contract may be of an earlier build; its own deployment was checked against that.
  if (isBorrowed) return true;
  const built = keccak256(artifact.deployedBytecode.object);
  const found = keccak256(masked(code, artifact));
  add(name, "code hash, immutables masked", built, found);
  if (built !== found) return false;
  if (name === "Almanac") {
    const behind = await implementationOf(client, at[name]!);
    add(name, "implementation", at.AlmanacImplementation, behind);
    if (behind !== at.AlmanacImplementation) return false;
  }
  const known = new Set([...Object.values(at), collection.accountImplementation].map(lower));
  const strangers = addressesIn(immutableWords(code, artifact)).filter((a) => !known.has(lower(a)));
  if (name === "LivingPage") {
    // What all pages share lies in a contract of its own, behind a byte that no call gets past.
    const parts = constantParts(readFileSync("renderer/living/page.bin"));
    const inside = (strangers[0] && (await getCode(client, { address: strangers[0] }))) ?? "0x";
    add(name, "pieces inside", 1, strangers.length);
    add(name, "shell and program, hashed", keccak256(toHex(`\0${parts}`)), keccak256(inside));
    return true;
  }
  if (name === "AlmanacImplementation") {
    return checkProceedings(client, strangers, known, add);
  }
  if (name !== "Plant") {
    add(name, "unknown addresses inside", "none", strangers.join(" ") || "none");
    return true;
  }
  // What Plant draws with has no place of its own in the record.
  add(name, "pieces inside", GARDEN.length, strangers.length);
  for (const [i, piece] of GARDEN.entries()) {
    const address = strangers[i];
    const inside = (address && (await getCode(client, { address }))) ?? "0x";
    add(
      piece,
      "code hash",
      keccak256(readArtifact(piece).deployedBytecode.object),
      keccak256(inside),
    );
  }
  return true;
}

/** The half of the almanac that does not fit one contract: it has no place of its own in the record. */
async function checkProceedings(
  client: Client,
  inside: readonly Address[],
  known: ReadonlySet<string>,
  add: Add,
): Promise<boolean> {
  add("AlmanacImplementation", "pieces inside", 1, inside.length);
  const artifact = readArtifact("Proceedings");
  const code = (inside[0] && (await getCode(client, { address: inside[0] }))) ?? "0x";
  const built = keccak256(artifact.deployedBytecode.object);
  const found = keccak256(masked(code, artifact));
  add("Proceedings", "code hash, immutables masked", built, found);
  if (inside.length !== 1 || built !== found) return false;
  const strangers = addressesIn(immutableWords(code, artifact)).filter((a) => !known.has(lower(a)));
  add("Proceedings", "unknown addresses inside", "none", strangers.join(" ") || "none");
  return true;
}

/** Words that can only be addresses. */
function addressesIn(words: readonly Hex[]): Address[] {
  return words
    .filter((word) => /^0x0{24}(?!0{16})/.test(word))
    .map((word) => getAddress(`0x${word.slice(26)}`));
}

/** Every view without arguments that answers an address is either expected here, or a mistake. */
async function checkWiring(
  client: Client,
  name: string,
  at: Addresses,
  isBorrowed: boolean,
  collection: Collection,
  people: People,
  add: Add,
): Promise<void> {
  const expected: Record<string, Address | undefined> = {
    // A piece is asked for by its name in the record.
    ...Object.fromEntries(Object.entries(at).map(([piece, where]) => [piece.toLowerCase(), where])),
    token: at.Heliotrope,
    // What stands behind a proxy is nobody's: it is worked through the proxy alone.
    owner: name === "AlmanacImplementation" ? zeroAddress : at.Timelock,
    accountimplementation: collection.accountImplementation,
    vouchersigner: zeroAddress,
    treasury: people.treasury,
  };
  const abi = abiOf(name);
  for (const { name: getter } of addressGetters(abi)) {
    // A climate that is shared announces to its own collection, and has its own owner.
    if (isBorrowed && (getter === "owner" || getter === "token")) continue;
    if (getter === "treasury" && people.treasury === undefined) continue;
    // Where the shell lies, which is checked with the code.
    if (getter === "pointer") continue;
    const found = await readContract(client, { address: at[name]!, abi, functionName: getter });
    add(
      name,
      getter,
      expected[getter.toLowerCase()] ?? "nothing that the check knows of",
      getAddress(found as Address),
    );
  }
}

function checkRoles(bits: ReadonlyMap<Address, bigint>, people: People, add: Add): void {
  const expected = new Map<Address, bigint>();
  for (const [who, bit] of [
    [people.artist, 1n],
    [people.guardian, 2n],
  ] as const) {
    if (who !== undefined) expected.set(who, (expected.get(who) ?? 0n) | bit);
  }
  const spell = (map: ReadonlyMap<Address, bigint>) =>
    [...map]
      .map(([who, roles]) => `${who}: ${roles}`)
      .sort()
      .join(" ") || "none";
  if (people.artist === undefined && people.guardian === undefined) return;
  add("Heliotrope", "roles (1 artist, 2 guardian)", spell(expected), spell(bits));
}

async function checkTimelock(
  client: Client,
  record: DeployRecord,
  timelock: Address,
  collection: Collection,
  people: People,
  add: Add,
): Promise<void> {
  const { abi } = readArtifact("TimelockController");
  const address = timelock;
  const delay = await readContract(client, { address, abi, functionName: "getMinDelay" });
  add("Timelock", "delay", collection.timelockSeconds, delay);
  const { roles } = await powersOf(client, timelock, BigInt(record.startBlock));
  const proposer = roles.find((role) => role.startsWith("proposer "))?.split(" ")[1];
  const multisig = people.multisig ?? proposer ?? "nobody";
  const expected = [
    `admin ${timelock}`,
    `canceller ${multisig}`,
    holder("executor", "0x0000000000000000000000000000000000000000"),
    `proposer ${multisig}`,
  ];
  add("Timelock", "roles", expected.join(", "), roles.join(", "));
}

function addressGetters(abi: Abi): AbiFunction[] {
  return abi.filter(
    (entry): entry is AbiFunction =>
      entry.type === "function" &&
      entry.inputs.length === 0 &&
      entry.outputs.length === 1 &&
      entry.outputs[0]!.type === "address",
  );
}
