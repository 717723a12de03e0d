import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { takeLease } from "../../keeper/store/lease.ts";
import { openDatabase } from "../../keeper/store/open.ts";
import { openPostgres } from "../../keeper/store/postgres.ts";
import { describeLease } from "./lease.ts";
import { postgresForFile } from "./postgres.ts";

const cluster = postgresForFile();
const signal = new AbortController().signal;
const log = pino({ level: "silent" });

describeLease("PostgreSQL", async () => openPostgres(await cluster().database()));

describe("takeLease", () => {
  test("behavior: taking over waits for what is being written under the old fence", async () => {
    const url = await cluster().database();
    const [one, two] = [await openDatabase(url), await openDatabase(url)];
    const first = (await takeLease({
      db: one,
      name: "k",
      standby: false,
      signal,
      log,
      holder: { text: "process 1", home: "1" },
    }))!;
    const order: string[] = [];
    let taking: Promise<unknown> = Promise.resolve();
    await first.fenced(one).transaction(async (tx) => {
      await tx.query("INSERT INTO signers VALUES ('0x01', 1)");
      taking = two
        .query("UPDATE leases SET fence = fence + 1, holder = 'process 2' WHERE name = 'k'")
        .then(() => order.push("taken over"));
      await new Promise((resolve) => setTimeout(resolve, 300));
      order.push("written");
    });
    await taking;
    expect(order).toEqual(["written", "taken over"]);
    await first.release();
    await one.close();
    await two.close();
  });

  test("behavior: whoever stands by outlives a restart of the database", async () => {
    const url = await cluster().database();
    const [one, two] = [await openDatabase(url), await openDatabase(url)];
    const first = (await takeLease({
      db: one,
      name: "k",
      standby: false,
      signal,
      log,
      holder: { text: "process 1", home: "1" },
    }))!;
    const said: string[] = [];
    const write = (line: string) => void said.push(line);
    const next = takeLease({
      db: two,
      name: "k",
      standby: true,
      signal,
      log: pino({ base: null }, { write }),
      holder: { text: "process 2", home: "2" },
    });
    await cluster().stop();
    while (!said.join().includes("cannot be asked for")) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await cluster().start();
    // On a slow machine it may have run out meanwhile.
    while (!first.isFresh() && !first.lost.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await first.release();
    const second = (await next)!;
    expect(second.fence).toBe(2n);
    await second.release();
    await one.close();
    await two.close();
  });

  test("behavior: after an outage whoever has the newest fence goes on", async () => {
    const db = await openDatabase(await cluster().database());
    const lease = (await takeLease({
      db,
      name: "k",
      standby: false,
      signal,
      log,
      holder: { text: "process 1", home: "1" },
    }))!;
    await cluster().kill();
    while (lease.isFresh()) await new Promise((resolve) => setTimeout(resolve, 50));
    await cluster().start();
    while (!lease.isFresh()) await new Promise((resolve) => setTimeout(resolve, 50));
    await lease.fenced(db).query("INSERT INTO signers VALUES ('0x01', 1)");
    expect(lease.lost.aborted).toBe(false);
    await lease.release();
    await db.close();
  });
});
