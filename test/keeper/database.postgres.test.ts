import pg from "pg";
import { describe, expect, test } from "vitest";
import { FatalError, RetryableError } from "../../keeper/errors.ts";
import { openPostgres, placeOf } from "../../keeper/store/postgres.ts";
import { migrate } from "../../keeper/store/schema.ts";
import { describeEngine } from "./database.ts";
import { postgresForFile } from "./postgres.ts";

const cluster = postgresForFile();

describeEngine("PostgreSQL", async () => openPostgres(await cluster().database()));

describe("openPostgres", () => {
  test("behavior: commits are durable though the server is lax", async () => {
    const url = await cluster().database();
    const lax = new pg.Client({ connectionString: url });
    await lax.connect();
    await lax.query(`ALTER DATABASE ${url.split("/").at(-1)} SET synchronous_commit = off`);
    await lax.end();
    const db = await openPostgres(url);
    expect((await db.query("SHOW synchronous_commit")).rows).toEqual([
      { synchronous_commit: "on" },
    ]);
    await db.close();
  });

  test("behavior: several processes at once make the tables together", async () => {
    const url = await cluster().database();
    const engines = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url)));
    await Promise.all(engines.map(migrate));
    for (const engine of engines) {
      expect((await engine.query("SELECT count(*) AS n FROM intents")).rows).toEqual([{ n: 0 }]);
      await engine.close();
    }
  });

  test.each(["stop", "kill"] as const)(
    "error: a server that is gone (%s) is worth another try, and serves again by itself",
    async (end) => {
      const db = await openPostgres(await cluster().database());
      await db.exec("CREATE TABLE t (n int)");
      const inside = db.transaction(async (tx) => {
        await tx.query("INSERT INTO t VALUES (1)");
        await cluster()[end]();
        await tx.query("INSERT INTO t VALUES (2)");
      });
      await expect(inside).rejects.toThrow(RetryableError);
      await expect(db.query("SELECT 1")).rejects.toThrow(
        /^The database keeper\d+ on 127\.0\.0\.1:\d+ does not serve us now \(.*ECONNREFUSED.*\)\./,
      );
      await cluster().start();
      expect((await db.query("SELECT n FROM t")).rows).toEqual([]);
      await db.close();
    },
  );

  test("error: what no waiting mends is told at once, and never the password", async () => {
    const url = new URL(await cluster().database());
    url.pathname = "/nowhere";
    url.password = "secret";
    const opening = openPostgres(url.href);
    await expect(opening).rejects.toThrow(FatalError);
    await expect(opening).rejects.toThrow(
      `The database nowhere on 127.0.0.1:${url.port} cannot be used (database "nowhere" does not exist). Start PostgreSQL, or correct DATABASE_URL.`,
    );
    expect(() => placeOf("secret")).toThrow(/^DATABASE_URL is no address\. Give it as/);
  });

  test("error: a server that does not come up in time", async () => {
    const opening = openPostgres("postgresql://postgres@127.0.0.1:1/x", 0);
    await expect(opening).rejects.toThrow(
      "The database x on 127.0.0.1:1 cannot be used (connect ECONNREFUSED 127.0.0.1:1). Start PostgreSQL, or correct DATABASE_URL.",
    );
  });
});
