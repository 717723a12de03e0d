// What a lease promises, on whichever engine.
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FatalError } from "../../keeper/errors.ts";
import type { Engine } from "../../keeper/store/database.ts";
import { type LeaseOptions, takeLease } from "../../keeper/store/lease.ts";
import { migrate } from "../../keeper/store/schema.ts";

export function describeLease(name: string, open: () => Promise<Engine>): void {
  describe(`takeLease on ${name}`, () => {
    let db: Engine;

    beforeAll(async () => {
      db = await open();
      await migrate(db);
    });
    beforeEach(async () => {
      await db.exec("DELETE FROM leases; DELETE FROM signers");
    });
    afterAll(() => db.close());

    const take = (process: number, more: Partial<LeaseOptions> = {}) =>
      takeLease({
        db,
        name: "keeper 0x01",
        standby: false,
        signal: new AbortController().signal,
        holder: { text: `process ${process} on here`, home: `home ${process}` },
        log: pino({ level: "silent" }),
        ...more,
      });

    /** What another process does that takes the lease once it has run out. */
    const takeOver = () =>
      db.query(
        "UPDATE leases SET fence = fence + 1, holder = 'process 9 on there', home = 'home 9'",
      );

    const write = "INSERT INTO signers VALUES ('0x01', 5)";

    test("default: one holder at a time, and the fence rises", async () => {
      const first = (await take(1))!;
      expect(first.fence).toBe(1n);
      await expect(take(2)).rejects.toThrow(
        "Another process of this keeper is at work: process 1 on here. Stop it first, start this one with --standby to take over from it, or give this one its own key and database.",
      );
      await first.release();
      const second = (await take(2))!;
      expect(second.fence).toBe(2n);
      expect(first.lost.aborted).toBe(false);
      await second.release();
    });

    test("behavior: what another key does is no concern", async () => {
      const first = (await take(1))!;
      const other = (await take(2, { name: "keeper 0x02" }))!;
      expect([first.fence, other.fence]).toEqual([1n, 1n]);
      await first.release();
      await other.release();
    });

    test("behavior: the lease of a killed process runs out; from the same folder it is taken at once", async () => {
      const dead = (seconds: number) =>
        db.query(
          `INSERT INTO leases VALUES ('keeper 0x01', 'process 1 on here', 'home 1', 7,
           clock_timestamp() + make_interval(secs => $1))`,
          [seconds],
        );
      await dead(2);
      const second = (await take(2))!;
      expect(second.fence).toBe(8n);
      await second.release();
      await db.query("DELETE FROM leases");
      await dead(3600);
      const again = (await take(1))!;
      expect(again.fence).toBe(8n);
      await again.release();
    });

    test("behavior: whoever stands by takes over, or is told to stop waiting", async () => {
      const first = (await take(1))!;
      const stopping = new AbortController();
      const given = take(2, { standby: true, signal: stopping.signal });
      const next = take(3, { standby: true });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      stopping.abort();
      expect(await given).toBeNull();
      await first.release();
      const third = (await next)!;
      expect(third.fence).toBe(2n);
      await third.release();
    });

    test("behavior: under the newest fence everything is written, even when the lease had run out", async () => {
      const lease = (await take(1))!;
      await db.query("UPDATE leases SET expires_at = clock_timestamp() - interval '1 hour'");
      const fenced = lease.fenced(db);
      await fenced.query(write);
      const seen = await fenced.transaction((tx) => tx.query("SELECT next_nonce FROM signers"));
      expect(seen.rows).toEqual([{ next_nonce: 5 }]);
      expect(lease.isFresh()).toBe(true);
      await lease.release();
    });

    test("error: a process that lost its lease reads, and writes nothing", async () => {
      const lease = (await take(1))!;
      const fenced = lease.fenced(db);
      await takeOver();
      const sentence =
        "Another process of this keeper has taken over: process 9 on there. This one did not renew its lease for 10 seconds (was it frozen, or its machine asleep?) and ends; start it with --standby to take its turn again.";
      await expect(fenced.query(write)).rejects.toThrow(sentence);
      let isSigned = false;
      const signing = fenced.transaction(async () => {
        isSigned = true;
      });
      await expect(signing).rejects.toThrow(FatalError);
      expect(isSigned).toBe(false);
      expect((await fenced.query("SELECT * FROM signers")).rows).toEqual([]);
      expect(lease.lost.reason.message).toBe(sentence);
      expect(lease.isFresh()).toBe(false);
      // Its farewell does not end the other's lease.
      await lease.release();
      const { rows } = await db.query("SELECT fence, expires_at > now() AS lives FROM leases");
      expect(rows).toEqual([{ fence: 2, lives: true }]);
    });

    test("error: who only renews learns of it too", async () => {
      const lease = (await take(1))!;
      await takeOver();
      if (!lease.lost.aborted) {
        await new Promise((resolve) => lease.lost.addEventListener("abort", resolve));
      }
      expect(lease.lost.reason).toBeInstanceOf(FatalError);
      await lease.release();
    });
  });
}
