// Mints and transfers of Heliotrope and of what others use, on one chain, in one run, by the same wallets.
import { readFileSync } from "node:fs";
import { type Abi, type Address, encodeFunctionData, type Hex, parseAbi } from "viem";
import { heliotropeAbi } from "../../../contracts/abi.ts";
import { run } from "../../../tools/processes.ts";
import { stranger } from "../gas/rows.ts";
import { deployer, mined, type System } from "../system.ts";

/** One operation, with what it costs each collection in the order of `COLLECTIONS`. */
export interface Comparison {
  readonly what: string;
  readonly gas: readonly number[];
  /** What ours may cost. */
  readonly goal: number | null;
}

/** Ours, and the contracts of this folder. */
export const COLLECTIONS = [
  { title: "Heliotrope", file: null },
  { title: "ERC721A", file: "PlainERC721A" },
  { title: "Solady", file: "SoladyERC721" },
  { title: "OpenZeppelin", file: "OpenZeppelinERC721" },
  { title: "Enumerable", file: "OpenZeppelinEnumerable" },
] as const;

/** What all of them understand. */
const abi = parseAbi([
  "function mint(uint256 quantity) payable",
  "function transferFrom(address from, address to, uint256 id)",
]);

const PEER_PRICE = 10n ** 16n;

export async function measurePeers(system: System): Promise<Comparison[]> {
  const { code, output } = await run("forge", ["build", "test/contracts/peers"]);
  if (code !== 0) throw new Error(`The peers do not compile:\n${output.slice(-2000)}`);
  const columns: Map<string, number>[] = [];
  for (const { title, file } of COLLECTIONS) {
    const at = file === null ? system.contracts.Heliotrope! : await create(system, file);
    columns.push(await measure(system, at, title));
  }
  return [...columns[0]!.keys()].map((what) => ({
    what,
    gas: columns.map((column) => column.get(what)!),
    goal: what === "mint of 5" ? 90_000 : null,
  }));
}

async function create(system: System, name: string): Promise<Address> {
  const path = `../../../out/${name}.sol/${name}.json`;
  const { bytecode } = JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as {
    bytecode: { object: Hex };
  };
  const hash = await system.client.deployContract({
    account: deployer,
    abi: [] as Abi,
    bytecode: bytecode.object,
  });
  return (await mined(system, hash)).contractAddress!;
}

/** Every wallet that buys or receives holds none of the collection before. */
async function measure(system: System, at: Address, title: string): Promise<Map<string, number>> {
  const price =
    title === "Heliotrope"
      ? await system.client.readContract({ address: at, abi: heliotropeAbi, functionName: "price" })
      : PEER_PRICE;
  const gas = new Map<string, number>();
  let next = await minted(system, at, title);
  const buy = async (who: Buyer, quantity: number) => {
    const data = encodeFunctionData({ abi, functionName: "mint", args: [BigInt(quantity)] });
    const value = price * BigInt(quantity);
    const first = next;
    next += BigInt(quantity);
    return { first, cost: await send(system, who, at, data, value) };
  };
  // The very first mint pays for counters that later ones find written.
  await buy(deployer, 1);
  for (const quantity of [1, 5, 10]) {
    const buyer = await stranger(system, `${title} buys ${quantity}`);
    gas.set(`mint of ${quantity}`, (await buy(buyer, quantity)).cost);
  }
  let later = 0;
  for (const [place, name] of [
    [0n, "first"],
    [5n, "sixth"],
    [9n, "last"],
  ] as const) {
    const seller = await stranger(system, `${title} sells its ${name}`);
    const { first } = await buy(seller, 10);
    const [second, third] = [
      await stranger(system, `${title} takes the ${name}`),
      await stranger(system, `${title} takes the ${name} on`),
    ];
    const id = first + place;
    const pass = (from: Buyer, to: Buyer) => {
      const args = [from.address, to.address, id] as const;
      return send(
        system,
        from,
        at,
        encodeFunctionData({ abi, functionName: "transferFrom", args }),
      );
    };
    gas.set(`first transfer, ${name} of a batch of 10`, await pass(seller, second));
    later = await pass(second, third);
  }
  gas.set("later transfer", later);
  return gas;
}

type Buyer = Awaited<ReturnType<typeof stranger>>;

/** The next token id: ours may have been minted from before, the others' are counted here. */
async function minted(system: System, at: Address, title: string): Promise<bigint> {
  if (title !== "Heliotrope") return 0n;
  const call = { address: at, abi: heliotropeAbi, functionName: "totalMinted" } as const;
  return system.client.readContract(call);
}

async function send(system: System, from: Buyer, to: Address, data: Hex, value = 0n) {
  const hash = await system.client.sendTransaction({ account: from, to, data, value });
  return Number((await mined(system, hash)).gasUsed);
}
