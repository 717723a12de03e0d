/** What was sent to Arweave, where a gateway may take an hour to know of it. */
import type { Database } from "./database.ts";

export interface SentItem {
  readonly id: string;
  readonly ageMs: number;
}

/** The item that holds a folder, sent by this account. */
export async function sentItem(
  db: Database,
  account: string,
  cid: string,
): Promise<SentItem | null> {
  const { rows } = await db.query<{ id: string; age: number }>(
    `SELECT id, (extract(epoch FROM now() - sent_at) * 1000)::float8 AS age
     FROM arweave_items WHERE account = $1 AND cid = $2`,
    [account, cid],
  );
  const [row] = rows;
  return row === undefined ? null : { id: row.id, ageMs: row.age };
}

export async function saveSentItem(
  db: Database,
  account: string,
  cid: string,
  id: string,
): Promise<void> {
  await db.query(
    `INSERT INTO arweave_items (account, cid, id) VALUES ($1, $2, $3)
     ON CONFLICT (account, cid) DO UPDATE SET id = $3, sent_at = now()`,
    [account, cid, id],
  );
}
