// What a holder pays, and what the list of its choices costs whoever asks.
import { type Account, encodeFunctionData } from "viem";
import { climateAbi, heliotropeAbi, modelsAbi } from "../../../contracts/abi.ts";
import { germinate, mined, mint, observeNext, owner, type System } from "../system.ts";
import { gasOf, type Row, stranger } from "./rows.ts";

/** What `stateAt` is asked after. */
const MANY = 100;

export async function measureChoices(system: System): Promise<Row[]> {
  const holder = await stranger(system, "who chooses");
  const token = { address: system.contracts.Heliotrope!, abi: heliotropeAbi } as const;
  const id = await system.client.readContract({ ...token, functionName: "totalMinted" });
  await mint(system, holder, 1);
  await germinate(system);
  // Any contract will do: nobody looks at this plant.
  const art = { address: system.contracts.Models!, abi: modelsAbi, account: owner } as const;
  const args = [system.contracts.Plant!] as const;
  const registered = await system.client.writeContract({
    ...art,
    functionName: "registerArt",
    args,
  });
  await mined(system, registered);
  const { epoch } = await observeNext(system);
  const home = await system.client.readContract({
    ...token,
    functionName: "stateAt",
    args: [id, epoch],
  });
  const away = home.station === 0 ? 1n : 0n;
  const { epoch: pinned } = await observeNext(system);
  const climate = { address: system.contracts.Climate!, abi: climateAbi } as const;
  const length = await system.client.readContract({ ...climate, functionName: "EPOCH_SECONDS" });

  const rows: Row[] = [];
  const choose = async (what: string, name: Choice, value?: bigint) => {
    const gas = await send(system, holder, name, value === undefined ? [id] : [id, value]);
    rows.push({ what, gas, goal: null, peers: "" });
    await observeNext(system);
  };
  await choose("move, the first choice of all", "move", away);
  await choose("pin", "pin", pinned);
  await choose("follow", "follow");
  await choose("adopt an art version", "adoptArt", 1n);
  rows.push(await asked(system, id, pinned + 2n, "a few choices"));
  for (let i = 4; i < MANY; i++) {
    await send(system, holder, i % 2 ? "follow" : "pin", i % 2 ? [id] : [id, pinned]);
    const { timestamp } = await system.client.getBlock();
    await system.client.setNextBlockTimestamp({ timestamp: timestamp + length });
    await system.client.mine({ blocks: 1 });
  }
  rows.push(await asked(system, id, pinned + 2n, `${MANY} choices`));
  return rows;
}

type Choice = "move" | "pin" | "follow" | "adoptArt";

/** An epoch soon after the first choice, which a search for finds late. */
async function asked(system: System, id: bigint, epoch: bigint, after: string): Promise<Row> {
  const token = { address: system.contracts.Heliotrope!, abi: heliotropeAbi } as const;
  const data = encodeFunctionData({ ...token, functionName: "stateAt", args: [id, epoch] });
  return {
    what: `\`stateAt\` of an old epoch, after ${after}`,
    gas: await gasOf(system, { to: token.address, data }),
    goal: null,
    peers: "a binary search over the token's own choices",
  };
}

async function send(system: System, holder: Account, name: Choice, args: bigint[]) {
  const token = { address: system.contracts.Heliotrope!, abi: heliotropeAbi } as const;
  const call = { ...token, account: holder, functionName: name, args } as never;
  return Number((await mined(system, await system.client.writeContract(call))).gasUsed);
}
