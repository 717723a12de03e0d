// The whole game by a keeper that believes a block only when three lie on top of it: it fells a liar, and meanwhile
// somebody floods its own honest root with demands.
import { type Hex, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FatalError } from "../../keeper/errors.ts";
import { withdraw } from "../../keeper/game/withdraw.ts";
import { readKept } from "../../keeper/store/rasters.ts";
import { renderOf } from "../../keeper/store/renders.ts";
import { epochTree, type TreeNode, tokenTree } from "../../renderer/merkle.ts";
import { privateKey } from "../../tools/demo/chain.ts";
import { sendWeather } from "./accept.ts";
import { type Board, type Keeper, setBoard } from "./board.ts";
import { readLedger } from "./ledger.ts";

const [KEEPER, LIAR, GRIEFER] = [5, 9, 11];
const CONFIRMATIONS = 3n;
const FLOOD = 36;
const PACE = 240n;
const STRANGER = `0x${"5a".repeat(20)}` as const;
const addressOf = (account: number) => privateKeyToAddress(privateKey(account));

let board: Board;
let keeper: Keeper;
let epoch: bigint;
/** The block after which the flood waits for answers. */
let flooded: bigint;

/** As many bands of one token as the flood needs. */
async function bandsOf(token: number): Promise<TreeNode[]> {
  const { client, almanac } = board;
  const job = await client.readContract({ ...almanac, functionName: "jobOf", args: [epoch] });
  const { store } = keeper.context;
  const kept = (await readKept(store, job, token))!;
  const { path } = epochTree((await renderOf(store.db, job))!.block);
  const tree = tokenTree(job, token, kept.inputs, kept.raster);
  return Array.from({ length: FLOOD }, (_, band) => ({
    height: 6,
    index: token * 64 + band,
    hash: `0x${Buffer.from(tree.words(6, band, 1)).toString("hex")}` as Hex,
    inputs: kept.inputs,
    path: [...tree.path(band * 64).slice(6), ...path(token)],
  }));
}

async function timeIs(end: bigint): Promise<void> {
  await board.mineUntil(async () => (await board.client.getBlock()).timestamp >= end);
}

beforeAll(async () => {
  board = await setBoard(2);
  const { client, almanac } = board;
  await board.pace(Number(PACE));
  keeper = await board.keeper(KEEPER, { confirmations: CONFIRMATIONS });
  board.villain(LIAR, "liar");
  const early = async () => ((await client.getBlock()).timestamp + PACE) % 25_200n < 2n * PACE;
  await board.mineUntil(early);
  const { timestamp } = await client.getBlock();
  ({ epoch } = await sendWeather(client, board.chain, 4, timestamp + PACE));
  await board.mine();
  const [, revealEnds, challengeEnds] = await client.readContract({
    ...almanac,
    functionName: "windowsOf",
    args: [epoch],
  });
  await timeIs(revealEnds);
  for (const [sent, { height, index, ...rest }] of (await bandsOf(1)).entries()) {
    const node = { height: BigInt(height), index: BigInt(index), ...rest };
    const args = [epoch, addressOf(KEEPER), node];
    await board.call(GRIEFER, "demand", args, parseEther("0.006"));
    if (sent % 18 === 17) await board.mine();
  }
  flooded = await client.getBlockNumber();
  const openDemands = async () =>
    (await client.readContract({ ...almanac, functionName: "epochOf", args: [epoch] })).openDemands;
  await board.mineUntil(async () => (await openDemands()) === 0);
  const isFelled = async () => (await board.logs()).some((log) => log.eventName === "Felled");
  await board.mineUntil(isFelled);
  await board.pace(3_600);
  await timeIs(challengeEnds);
  await board.pace(Number(PACE));
  const account = { functionName: "accountOf", args: [addressOf(KEEPER)] } as const;
  await board.mineUntil(
    async () => (await client.readContract({ ...almanac, ...account })).locked === 0,
  );
  // What it earned by its answers comes home bond by bond, after the last of which nothing changes any more.
  for (let before = -1n; ; ) {
    const { balance } = await client.readContract({ ...almanac, ...account });
    if (balance === before) break;
    before = balance;
    for (let i = 0n; i <= 2n * CONFIRMATIONS; i++) await board.mine();
  }
}, 900_000);

afterAll(() => board?.close());

describe("a keeper that waits for confirmations", () => {
  test("default: fells the liar, and its own root is the one that stands", async () => {
    const { client, almanac } = board;
    const args = [epoch, addressOf(KEEPER)] as const;
    const { root } = await client.readContract({ ...almanac, functionName: "wordOf", args });
    const artwork = { functionName: "artworkAt", args: [0n, epoch] } as const;
    const [outcome, decided] = await client.readContract({ ...almanac, ...artwork });
    expect([outcome, decided]).toEqual([1, root]);
    const felled = (await board.logs()).flatMap((log) =>
      log.eventName === "Felled" ? [log.args] : [],
    );
    expect(felled).toMatchObject([{ epoch, by: addressOf(KEEPER) }]);
  });

  test("behavior: nothing that it sends is refused, though it acts on what is three blocks old", async () => {
    const { client, almanac, deployment } = board;
    const until = await client.getBlockNumber();
    const ledger = await readLedger(client, almanac.address, deployment.startBlock, until);
    const ours = ledger.filter(({ from }) => from === addressOf(KEEPER).toLowerCase());
    expect(ours.length).toBeGreaterThan(FLOOD);
    expect(ours.filter(({ refused }) => refused !== null)).toEqual([]);
  });

  test("behavior: what is free can be taken out, and no more than that", async () => {
    const { client, almanac, rpc, deployment } = board;
    const { sender, store } = keeper.context;
    const { contracts } = deployment;
    const teller = { rpc, contracts, sender, db: store.db, pause: board.mine };
    const read = () =>
      client.readContract({ ...almanac, functionName: "accountOf", args: [sender.address] });
    const [{ balance }, before] = await Promise.all([
      read(),
      client.getBalance({ address: STRANGER }),
    ]);
    const some = parseEther("0.05");
    const tooMuch = withdraw(teller, { amount: balance + 1n, to: STRANGER });
    await expect(tooMuch).rejects.toThrow(/are free in the almanac, so .* cannot be taken out/);
    expect(await withdraw(teller, { amount: some, to: STRANGER })).toBe(some);
    expect(await withdraw(teller, { amount: null, to: STRANGER })).toBe(balance - some);
    expect((await read()).balance).toBe(0n);
    expect((await client.getBalance({ address: STRANGER })) - before).toBe(balance);
    const nothing = withdraw(teller, { amount: null, to: STRANGER });
    await expect(nothing).rejects.toThrow(FatalError);
    const refused = withdraw(teller, { amount: 1n, to: contracts.Climate });
    await expect(refused).rejects.toThrow(FatalError);
  });

  test("behavior: a flood of demands is answered at twelve a block", async () => {
    const answered = (await board.logs()).flatMap((log) =>
      log.eventName === "Answered" && log.args.answerer === addressOf(KEEPER)
        ? [Number(log.blockNumber - flooded)]
        : [],
    );
    expect(answered).toHaveLength(FLOOD);
    const most = new Map<number, number>();
    for (const block of answered) most.set(block, (most.get(block) ?? 0) + 1);
    expect(Math.max(...most.values())).toBe(12);
    // Three blocks until the last demand is believed, three for the answers, and one to begin with.
    expect(Math.max(...answered)).toBeLessThanOrEqual(7);
  });
});
