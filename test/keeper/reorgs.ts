// Two keepers play epochs of which the chain takes back the blocks with their commits, and later those with their
// reveals, while the clocks of their machine jump to and fro. One believes the head, the other waits two blocks.
import type { Address, Hash } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { privateKey } from "../../tools/demo/chain.ts";
import { sendWeather } from "./accept.ts";
import { type Board, type Keeper, setBoard } from "./board.ts";

const [HASTY, PATIENT] = [5, 6];
const addressOf = (account: number) => privateKeyToAddress(privateKey(account));
const DAY_MS = 86_400_000;

type Event = "Committed" | "Revealed";

/** @param newUrl an address for DATABASE_URL; undefined for PGlite. */
export function describeReorgs(
  engine: string,
  depths: readonly number[],
  newUrl: () => Promise<string | undefined>,
): void {
  describe(`reorganisations on ${engine}`, () => {
    let board: Board;
    let keepers: Keeper[];
    const machine = Date;

    beforeAll(async () => {
      board = await setBoard(2);
      // Reveals are open for 15 blocks: time enough to reveal again after eight of them are gone.
      await board.pace(240);
      keepers = [
        await board.keeper(HASTY, {}, await newUrl()),
        await board.keeper(PATIENT, { confirmations: 2n }, await newUrl()),
      ];
    });
    afterEach(() => setClock(0));
    afterAll(() => board?.close());

    /** Sets the machine's clock, as seen by this process. */
    function setClock(skewMs: number): void {
      globalThis.Date = class extends machine {
        constructor(...args: unknown[]) {
          if (args.length === 0) super(machine.now() + skewMs);
          else super(...(args as [number]));
        }
        static override now = () => machine.now() + skewMs;
      } as DateConstructor;
    }

    async function accept(): Promise<bigint> {
      for (;;) {
        const { timestamp } = await board.client.getBlock();
        // Early in an epoch that has no weather yet.
        if ((timestamp + 240n) % 25_200n < 480n) {
          const { epoch } = await sendWeather(board.client, board.chain, 4, timestamp + 240n);
          await board.mine();
          return epoch;
        }
        await board.mine();
      }
    }

    async function blockOf(eventName: Event, epoch: bigint, keeper: Address) {
      const found = (await board.logs()).filter(
        (log) =>
          log.eventName === eventName && log.args.epoch === epoch && log.args.keeper === keeper,
      );
      expect(found.length).toBeLessThan(2);
      return found[0] === undefined ? null : Number(found[0].blockNumber);
    }

    /** Mines until both have done it; says in which blocks. */
    async function blocksOf(eventName: Event, epoch: bigint): Promise<number[]> {
      const addresses = [addressOf(HASTY), addressOf(PATIENT)];
      const of = () => Promise.all(addresses.map((each) => blockOf(eventName, epoch, each)));
      await board.mineUntil(async () => !(await of()).includes(null), 60);
      return (await of()).map((block) => block!);
    }

    /** Has the chain take back `depth` blocks, among them those in which both did it, where so many are enough. */
    async function takeBack(eventName: Event, epoch: bigint, depth: number): Promise<void> {
      const blocks = await blocksOf(eventName, epoch);
      const first = Math.min(...blocks);
      while (Number(await board.client.getBlockNumber()) - first + 1 < depth) await board.mine();
      await board.reorg(depth);
      const last = await blockOf(eventName, epoch, addressOf(PATIENT));
      expect(last, `${eventName} outlived a reorganisation of ${depth} blocks`).toBeNull();
    }

    test.each(depths)(
      "behavior: %i blocks around commit and reveal, and a clock that is a day off either way",
      async (depth) => {
        const epoch = await accept();
        setClock(DAY_MS);
        await takeBack("Committed", epoch, depth);
        setClock(-DAY_MS);
        await takeBack("Revealed", epoch, depth);
        setClock(0);
        await blocksOf("Revealed", epoch);
        for (const { context } of keepers) {
          const { client } = board;
          const { rows } = await context.store.db.query<{ kind: string; hash: Hash }>(
            `SELECT kind, hash FROM attempts JOIN intents ON intents.id = intent_id
             WHERE subject LIKE $1 AND kind IN ('commit', 'reveal')`,
            [`epoch ${epoch},%`],
          );
          const mined: string[] = [];
          for (const { kind, hash } of rows) {
            const receipt = await client.getTransactionReceipt({ hash }).catch(() => null);
            if (receipt?.status === "success") mined.push(kind);
          }
          expect(mined.sort()).toEqual(["commit", "reveal"]);
        }
      },
      600_000,
    );
  });
}
