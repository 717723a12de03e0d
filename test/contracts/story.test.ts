// One story from mint to sale, on a real chain: every step by whoever would take it, and every promise asserted.
import { readFileSync } from "node:fs";
import { type Account, type Address, type Hex, keccak256, parseAbi, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import { getHeader } from "../../keeper/chain/header.ts";
import {
  OBSERVATION_RANGES,
  type Observation,
  unpackObservation,
} from "../../renderer/observation.ts";
import { run } from "../../tools/processes.ts";
import { keeper, mild, mined, mint, observeNext, type System, startSystem } from "./system.ts";

const PATIENCE = 900_000;
const PRICE = 10n ** 18n;

const marketAbi = parseAbi([
  "function offer(address collection, uint256 tokenId, uint256 price)",
  "function buy(address collection, uint256 tokenId, bytes32 state) payable",
  "error StateChanged(uint256 tokenId, bytes32 expected, bytes32 actual)",
]);

const [holder, buyer, stranger] = ["holder", "buyer", "stranger"].map((name) =>
  privateKeyToAccount(keccak256(toHex(name))),
) as [Account, Account, Account];

let system: System;
beforeAll(async () => {
  system = await startSystem();
  for (const { address } of [holder, buyer, stranger]) {
    await system.client.setBalance({ address, value: 100n * PRICE });
  }
}, PATIENCE);
afterAll(() => system?.anvil.stop());

const token = () => ({ address: system.contracts.Heliotrope!, abi: heliotropeAbi }) as const;
const climate = () => ({ address: system.contracts.Climate!, abi: climateAbi }) as const;
const genomes = () => ({ address: system.contracts.Genomes!, abi: genomesAbi }) as const;

test(
  "behavior: plants are bought, germinate by a stranger's hand, live, are changed and sold",
  async () => {
    await observeNext(system);

    // Bought, and a seed until somebody germinates it: nobody does for 300 blocks.
    await mint(system, holder, 1);
    expect(await read("genomeOf", 0n)).toBe(`0x${"00".repeat(32)}`);
    // The target lies up to 64 blocks behind the mint.
    const first = await germinateAfter(330);
    expect(first.age).toBeGreaterThan(256n);
    const genome = await read("genomeOf", 0n);
    expect(genome).not.toBe(`0x${"00".repeat(32)}`);

    // Another one waits for 9,000: its block is forgotten by then, and exactly one later block counts.
    await mint(system, holder, 1);
    const [{ target }] = await system.client.readContract({
      ...genomes(),
      functionName: "pendingBatch",
    });
    const second = await germinateAfter(9_000);
    expect(second.target).toBe(target + 8_191n);
    expect(await read("genomeOf", 1n)).not.toBe(genome);
    expect(await read("genomeOf", 0n)).toBe(genome);
    // Whoever did it is paid for both.
    const reward = await system.client.readContract({
      ...token(),
      functionName: "rewardOf",
      args: [stranger.address],
    });
    const each = await system.client.readContract({
      ...token(),
      functionName: "germinationReward",
    });
    expect(reward).toBe(2n * each);

    // A reporter lies in each field, as far as the range goes, and moves nothing out of what honest ones saw.
    const birth = (await observeNext(system)).epoch;
    for (const [field, range] of Object.entries(OBSERVATION_RANGES)) {
      for (const [liar, lie] of range.entries()) {
        const extreme = { ...mild, [field]: field === "tempCentiC" && liar ? lie - 14 : lie };
        const { epoch } = await observeNext(system, (_, reporter) =>
          reporter === 2 * liar ? extreme : mild,
        );
        const seen = await observationAt(0n, epoch);
        const { tempCentiC, ...others } = seen;
        // Each instrument reads 7 more than the one before it.
        expect(tempCentiC).toBeGreaterThanOrEqual(mild.tempCentiC);
        expect(tempCentiC).toBeLessThanOrEqual(mild.tempCentiC + 14);
        expect(others).toEqual((({ tempCentiC: _, ...rest }) => rest)(mild));
      }
    }

    // Nobody reports for two epochs: the weather ages, and the art goes on.
    const fresh = await attributes(0n);
    const { epoch: before } = await observeNext(system);
    await enter(before + 2n);
    const [shown, weather, age] = await shownEpoch();
    expect([shown, weather, age]).toEqual([before + 2n, before, 2n]);
    await choose(stranger, "announce", []);
    await refused(stranger, "announce", [], "NothingToAnnounce");
    const old = await attributes(0n);
    expect(old).not.toEqual(fresh);
    expect(JSON.stringify(old)).toContain("Weather age");
    const { epoch: after } = await observeNext(system);
    expect((await shownEpoch())[0]).toBe(after);

    // The holder pins an epoch, follows the weather again, and moves; nobody else may.
    await refused(stranger, "move", [0n, 1n], "NotHolder");
    const home = (await stateAt(0n, after)).station;
    const away = home === 0 ? 1 : 0;
    await choose(holder, "pin", [0n, birth + 1n]);
    await observeNext(system);
    await choose(holder, "follow", [0n]);
    await observeNext(system);
    await choose(holder, "move", [0n, BigInt(away)]);
    const { epoch: last } = await observeNext(system);

    // Every epoch of its life still says what it said then.
    for (let epoch = birth; epoch <= last; epoch++) {
      const state = await stateAt(0n, epoch);
      expect(state.pinnedEpoch).toBe(epoch === last - 2n ? Number(birth + 1n) : 0);
      expect(state.station).toBe(epoch === last ? away : home);
      expect(state.moves).toBe(epoch === last ? 1 : 0);
    }
    expect(
      await system.client.readContract({ ...token(), functionName: "stateNonce", args: [0n] }),
    ).toBe(3n);
    await refused(holder, "move", [0n, BigInt(home)], "MovedTooRecently");

    // A sale: the buyer has looked, the holder pins an epoch, and the sale is refused.
    const market = await createMarket();
    await send(holder, market, "offer", [token().address, 0n, PRICE]);
    await choose(holder, "approve", [market, 0n]);
    const looked = await stateHash(0n);
    await choose(holder, "pin", [0n, birth + 2n]);
    const stale = system.client.simulateContract({
      address: market,
      abi: marketAbi,
      functionName: "buy",
      account: buyer,
      args: [token().address, 0n, looked],
      value: PRICE,
    });
    await expect(stale).rejects.toThrow("StateChanged");

    // The weather moves nothing; with a fresh look the sale goes through.
    const fair = await stateHash(0n);
    await observeNext(system);
    expect(await stateHash(0n)).toBe(fair);
    const held = await system.client.getBalance({ address: holder.address });
    await send(buyer, market, "buy", [token().address, 0n, fair], PRICE);
    expect(await system.client.getBalance({ address: holder.address })).toBe(held + PRICE);
    const [owner, state] = [await read("ownerOf", 0n), await stateAt(0n, last + 1n)];
    expect(owner).toBe(buyer.address);
    expect(state.pinnedEpoch).toBe(Number(birth + 2n));
    // What it is now is the buyer's to change.
    await refused(holder, "follow", [0n], "NotHolder");
    await choose(buyer, "follow", [0n]);
  },
  PATIENCE,
);

/** Lets blocks go by, then a stranger germinates all that waits. */
async function germinateAfter(blocks: number) {
  await system.client.mine({ blocks });
  const [, target, ripe] = await system.client.readContract({
    ...genomes(),
    functionName: "pendingBatch",
  });
  expect(ripe).toBe(true);
  const age = (await system.client.getBlockNumber()) - target;
  const header = await getHeader(system.client, target);
  const hash = await system.client.writeContract({
    ...genomes(),
    account: stranger,
    functionName: "germinate",
    args: [header, 512n],
  });
  await mined(system, hash);
  return { target, age };
}

async function createMarket(): Promise<Address> {
  const { code, output } = await run("forge", ["build", "test/contracts/story"]);
  if (code !== 0) throw new Error(`The market does not compile:\n${output.slice(-2000)}`);
  const artifact = readFileSync(
    new URL("../../out/Market.sol/Market.json", import.meta.url),
    "utf8",
  );
  const { bytecode } = JSON.parse(artifact) as { bytecode: { object: Hex } };
  const hash = await system.client.deployContract({
    account: keeper,
    abi: marketAbi,
    bytecode: bytecode.object,
  });
  return (await mined(system, hash)).contractAddress!;
}

/** A holder's transaction. */
async function choose(account: Account, functionName: string, args: unknown[]) {
  const call = { ...token(), account, functionName, args } as never;
  return mined(system, await system.client.writeContract(call));
}

async function refused(account: Account, functionName: string, args: unknown[], why: string) {
  const call = { ...token(), account, functionName, args } as never;
  await expect(system.client.simulateContract(call)).rejects.toThrow(why);
}

async function send(account: Account, to: Address, name: string, args: unknown[], value = 0n) {
  const call = { address: to, abi: marketAbi, account, functionName: name, args, value } as never;
  return mined(system, await system.client.writeContract(call));
}

async function read(functionName: "genomeOf" | "ownerOf", id: bigint): Promise<string> {
  const of = functionName === "genomeOf" ? genomes() : token();
  return (await system.client.readContract({ ...of, functionName, args: [id] } as never)) as string;
}

async function stateAt(id: bigint, epoch: bigint) {
  return system.client.readContract({ ...token(), functionName: "stateAt", args: [id, epoch] });
}

async function stateHash(id: bigint) {
  return system.client.readContract({ ...token(), functionName: "stateHash", args: [id] });
}

async function observationAt(station: bigint, epoch: bigint): Promise<Observation> {
  const [word] = await system.client.readContract({
    ...climate(),
    functionName: "observationAt",
    args: [station, epoch],
  });
  return unpackObservation(word);
}

async function shownEpoch() {
  const { timestamp } = await system.client.getBlock();
  const call = { ...climate(), functionName: "shownEpoch", args: [timestamp] } as const;
  return system.client.readContract(call);
}

/** A second into an epoch. */
async function enter(epoch: bigint): Promise<void> {
  const length = await system.client.readContract({
    ...climate(),
    functionName: "EPOCH_SECONDS",
  });
  await system.client.setNextBlockTimestamp({ timestamp: epoch * length + 1n });
  await system.client.mine({ blocks: 1 });
}

async function attributes(id: bigint): Promise<unknown> {
  const uri = await system.client.readContract({
    ...token(),
    functionName: "tokenURI",
    args: [id],
  });
  return JSON.parse(Buffer.from(uri.split(",")[1]!, "base64").toString()).attributes;
}
