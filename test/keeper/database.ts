// What every engine must do, whichever it is.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "../../keeper/store/database.ts";
import { migrate } from "../../keeper/store/schema.ts";

export function describeEngine(name: string, open: () => Promise<Engine>): void {
  describe(name, () => {
    let db: Engine;

    beforeAll(async () => {
      db = await open();
    });
    beforeEach(async () => {
      await db.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      await db.exec("CREATE TABLE t (n bigint, b bytea, v numeric, at timestamptz, j jsonb)");
    });
    afterAll(() => db.close());

    test("default: values come back as they were put in", async () => {
      const at = new Date("2026-01-02T03:04:05.678Z");
      const bytes = new Uint8Array([0, 255, 92, 120]);
      for (const n of [7, 2n ** 60n, null]) {
        await db.query("INSERT INTO t VALUES ($1, $2, $3, $4, $5)", [
          n,
          bytes,
          (10n ** 30n).toString(),
          at,
          { deep: [1, "two"] },
        ]);
      }
      const { rows } = await db.query("SELECT * FROM t ORDER BY n NULLS LAST");
      const rest = { b: bytes, v: (10n ** 30n).toString(), at, j: { deep: [1, "two"] } };
      expect(rows).toEqual([
        { n: 7, ...rest },
        { n: 2n ** 60n, ...rest },
        { n: null, ...rest },
      ]);
      const { rows: some } = await db.query<{ count: number }>(
        "SELECT count(*) AS count FROM t WHERE n = ANY($1)",
        [[7, 8]],
      );
      expect(some).toEqual([{ count: 1 }]);
    });

    test("behavior: a transaction that throws, rolls back or fails leaves nothing", async () => {
      const insert = "INSERT INTO t (n) VALUES (1)";
      const thrown = db.transaction(async (tx) => {
        await tx.query(insert);
        throw new Error("no");
      });
      await expect(thrown).rejects.toThrow("no");
      const undone = await db.transaction(async (tx) => {
        await tx.query(insert);
        await tx.rollback();
        return "undone";
      });
      expect(undone).toBe("undone");
      const failed = db.transaction(async (tx) => {
        await tx.query(insert);
        await tx.query("SELECT 1 / 0");
      });
      await expect(failed).rejects.toThrow("division by zero");
      expect((await db.query("SELECT n FROM t")).rows).toEqual([]);
      expect(await db.transaction(async (tx) => (await tx.query(insert)).rows)).toEqual([]);
      expect((await db.query("SELECT n FROM t")).rows).toEqual([{ n: 1 }]);
    });

    test("behavior: tables are made once, whoever asks and however often", async () => {
      await Promise.all([migrate(db), migrate(db), migrate(db)]);
      await db.query("INSERT INTO signers VALUES ('0x01', 5)");
      await migrate(db);
      const { rows } = await db.query("SELECT next_nonce FROM signers");
      expect(rows).toEqual([{ next_nonce: 5 }]);
    });

    test("behavior: tables of an older keeper are brought up to date", async () => {
      await migrate(db);
      await db.exec("ALTER TABLE intents DROP COLUMN value; DELETE FROM migrations");
      await migrate(db);
      expect((await db.query("SELECT value FROM intents")).rows).toEqual([]);
    });
  });
}
