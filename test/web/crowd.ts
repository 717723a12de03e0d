// A whole collection on a private anvil: thousands of real plants, at several stations, born at several
// epochs, in many hands, a few of which have chosen something. About ten seconds for 10,000.
import { type Address, pad, parseEther, toHex } from "viem";
import { climateAbi, genomesAbi, heliotropeAbi } from "../../contracts/abi.ts";
import type { Observation } from "../../renderer/observation.ts";
import {
  deployer,
  germinate,
  mild,
  mined,
  observeNext,
  owner,
  type System,
} from "../contracts/system.ts";

/** What the contract mints at once. */
const MOST_AT_ONCE = 10;
/** Kept for the artist, who is the deployer here. */
const RESERVE = 100;
const HOLDERS = 20;
/** Beside those of the collection itself. */
const PLACES = [
  ["Reykjavík", 64_146_600, -21_942_600],
  ["Nairobi", -1_286_400, 36_817_200],
  ["Sapporo", 43_061_800, 141_354_500],
  ["Ushuaia", -54_801_900, -68_303_000],
  ["Lisbon", 38_722_300, -9_139_300],
  ["Ulaanbaatar", 47_886_400, 106_905_700],
] as const;

export interface Crowd {
  /** Who holds what: token `id` belongs to `holders[floor(id / 10) % 20]`. */
  holders: readonly Address[];
  /** Moved once, and pinned, by their holders. */
  moved: readonly number[];
  pinned: number;
}

/** Each station has a weather of its own, and each epoch another. */
export function weatherAt(epoch: number) {
  return (station: number): Observation => ({
    ...mild,
    tempCentiC: (((epoch + station) * 531) % 4_000) - 1_200,
    precipCentiMm: ((epoch + station) * 29) % 700,
    sunMinutes: ((epoch + station) * 37) % 421,
    codeRank: (epoch * 5 + station * 7) % 28,
    age: 0,
  });
}

/** Fills a new system with `size` plants, at most the whole supply, in `births` groups a few epochs apart. */
export async function gather(system: System, size: number, births = 4): Promise<Crowd> {
  const { client, contracts } = system;
  const climate = { address: contracts.Climate!, abi: climateAbi } as const;
  for (const [name, latMicroDeg, lonMicroDeg] of PLACES) {
    const args = [name, latMicroDeg, lonMicroDeg] as const;
    const call = { ...climate, account: owner, functionName: "addStation", args } as const;
    await mined(system, await client.writeContract(call));
  }
  const holders = Array.from({ length: HOLDERS }, (_, i) =>
    pad(toHex(0xa11ce000 + i), { size: 20 }),
  );
  for (const address of holders) {
    await client.impersonateAccount({ address });
    await client.setBalance({ address, value: parseEther("1000") });
  }
  const live = async () => {
    const { timestamp } = await client.getBlock();
    await observeNext(system, weatherAt(Math.floor(Number(timestamp) / 25_200) + 1));
  };
  await live();
  for (let i = 0, minted = 0; i < births; i++) {
    const until = Math.floor((size * (i + 1)) / births);
    await mintUpTo(system, holders, minted, until, size);
    minted = until;
    for (let left = await waiting(system); left > 0; left = await waiting(system)) {
      await germinate(system);
    }
    for (let epochs = 0; epochs < 3; epochs++) await live();
  }
  const crowd: Crowd = { holders, moved: [3, 57], pinned: 8 };
  await choose(system, crowd);
  await live();
  return crowd;
}

export function holderOf({ holders }: Crowd, tokenId: number): Address {
  return holders[Math.floor(tokenId / MOST_AT_ONCE) % HOLDERS]!;
}

/** In blocks as large as it takes, since the chain is ours. */
async function mintUpTo(
  { client, contracts }: System,
  holders: readonly Address[],
  from: number,
  to: number,
  size: number,
): Promise<void> {
  const token = { address: contracts.Heliotrope!, abi: heliotropeAbi } as const;
  const price = await client.readContract({ ...token, functionName: "price" });
  const most = await client.readContract({ ...token, functionName: "maxSupply" });
  const forSale = Number(most) - RESERVE;
  await client.setAutomine(false);
  for (let next = from, inBlock = 0; next < to; inBlock++) {
    const quantity = Math.min(MOST_AT_ONCE - (next % MOST_AT_ONCE), to - next);
    const holder = holders[Math.floor(next / MOST_AT_ONCE) % HOLDERS]!;
    const gas = 400_000n;
    if (next >= Math.min(forSale, size)) {
      await client.writeContract({
        ...token,
        account: deployer,
        gas,
        functionName: "mintReserve",
        args: [holder, BigInt(quantity), 65_535],
      } as never);
    } else {
      await client.writeContract({
        ...token,
        account: holder,
        gas,
        functionName: "mint",
        args: [BigInt(quantity)],
        value: price * BigInt(quantity),
      } as never);
    }
    next += quantity;
    if (inBlock % 60 === 59 || next >= to) await client.mine({ blocks: 1 });
  }
  await client.setAutomine(true);
  const minted = Number(await client.readContract({ ...token, functionName: "totalMinted" }));
  if (minted !== to) throw new Error(`The crowd has ${minted} plants where ${to} were minted.`);
}

async function waiting({ client, contracts }: System): Promise<number> {
  const genomes = { address: contracts.Genomes!, abi: genomesAbi } as const;
  const [batch] = await client.readContract({ ...genomes, functionName: "pendingBatch" });
  return batch.count;
}

async function choose(system: System, crowd: Crowd): Promise<void> {
  const { client, contracts } = system;
  const token = { address: contracts.Heliotrope!, abi: heliotropeAbi } as const;
  const climate = { address: contracts.Climate!, abi: climateAbi } as const;
  const lastEpoch = await client.readContract({ ...climate, functionName: "lastEpoch" });
  for (const id of crowd.moved) {
    const args = [BigInt(id), lastEpoch] as const;
    const { station } = await client.readContract({ ...token, functionName: "stateAt", args });
    const account = holderOf(crowd, id);
    const to = BigInt((station + 1) % PLACES.length);
    const call = { ...token, account, functionName: "move", args: [BigInt(id), to] } as const;
    await mined(system, await client.writeContract(call));
  }
  const account = holderOf(crowd, crowd.pinned);
  const args = [BigInt(crowd.pinned), lastEpoch - 2n] as const;
  const call = { ...token, account, functionName: "pin", args } as const;
  await mined(system, await client.writeContract(call));
}
