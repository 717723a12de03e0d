// What everything that a collection grows by costs: births, epochs, stations.
import { encodeFunctionData } from "viem";
import { climateAbi, genomesAbi } from "../../../contracts/abi.ts";
import { germinate, mined, mint, observeNext, owner, type System } from "../system.ts";
import { gasOf, type Row } from "./rows.ts";

const WINDOW = 32n;

/** Each in a batch of its own, of that many tokens. */
export async function measureGermination(system: System): Promise<Row[]> {
  // The first page pays for slots that later ones find written.
  await mint(system, owner, 1);
  while ((await pending(system)) > 0) await germinate(system);
  const rows: Row[] = [];
  for (const [count, goal] of [
    [1, null],
    [10, null],
    [100, 9_500],
    [250, null],
  ] as const) {
    // Mints that cross a window's edge would be two batches.
    const height = await system.client.getBlockNumber();
    await system.client.mine({ blocks: Number(WINDOW - (height % WINDOW)) });
    for (let left = count; left > 0; left -= 10) await mint(system, owner, Math.min(left, 10));
    if ((await pending(system)) !== count) throw new Error(`${count} plants are not one batch`);
    const { receipt } = await germinate(system);
    rows.push({
      what: `germinate, per token of ${count}`,
      gas: Math.round(Number(receipt.gasUsed) / count),
      goal,
      peers: count === 100 ? "Solady SSTORE2, 100 words: 7,469 a word; plain slots 22,903" : "",
    });
  }
  return rows;
}

export async function measureClimate(system: System): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [stations, goal] of [
    [8, 220_000],
    [64, 900_000],
  ] as const) {
    await addStations(system, stations);
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

/** From one accepted epoch to the next, to one 1,000 and to one 10,000 epochs on. */
export async function measureExposure(system: System): Promise<Row[]> {
  const climate = { address: system.contracts.Climate!, abi: climateAbi } as const;
  const length = await system.client.readContract({ ...climate, functionName: "EPOCH_SECONDS" });
  const { epoch: first } = await observeNext(system);
  const rows: Row[] = [];
  for (const [distance, name] of [
    [1n, "1 epoch"],
    [1_000n, "1,000 epochs"],
    [10_000n, "10,000 epochs"],
  ] as const) {
    const to = first + distance;
    await system.client.setNextBlockTimestamp({ timestamp: to * length - 1n });
    await system.client.mine({ blocks: 1 });
    await observeNext(system);
    const call = { ...climate, functionName: "exposureBetween", args: [0n, first, to] } as const;
    rows.push({
      what: `\`exposureBetween\`, ${name}`,
      gas: await gasOf(system, { to: climate.address, data: encodeFunctionData(call) }),
      goal: null,
      peers: distance === 1n ? "" : "the same, however far; neighbours share a slot: 2,000 less",
    });
  }
  if (rows[1]!.gas !== rows[2]!.gas) throw new Error("10,000 epochs cost more than 1,000");
  return rows;
}

async function pending(system: System): Promise<number> {
  const genomes = { address: system.contracts.Genomes!, abi: genomesAbi } as const;
  const [batch] = await system.client.readContract({ ...genomes, functionName: "pendingBatch" });
  return batch.count;
}

async function addStations(system: System, total: number): Promise<void> {
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
