import { faultPoint } from "../fault.ts";
import {
  enqueue,
  type Intent,
  insertAttempt,
  nextNonce,
  setNextNonce,
  type Wish,
} from "../store/intents.ts";
import { broadcast, noopCall, type SenderOptions, sign } from "./attempt.ts";
import { firstFees } from "./fees.ts";
import type { Head } from "./rpc.ts";

/**
 * Compares the store's next nonce with the chain's. Behind: the key was used elsewhere, so follow. Ahead, with
 * nonces that no intent holds: nothing was ever signed with them, so step back, or, where a later one is out, fill the hole.
 */
export async function mendNonces(options: SenderOptions, head: Head, chain: bigint): Promise<void> {
  const { db, account, log } = options;
  const next = await nextNonce(db, account.address);
  if (chain > next) {
    options.metrics?.nonceRepairs.inc({ repair: "followed" });
    log.warn(
      { from: Number(next), to: Number(chain) },
      "the key was used elsewhere; following its nonce",
    );
    await setNextNonce(db, account.address, chain);
    return;
  }
  // Settled, yet its nonce is free: the chain was reorganised and forgot it. Its bytes are pursued again.
  await db.query(
    "UPDATE intents SET status = 'sent' WHERE sender = $1 AND nonce >= $2 AND status <> 'sent'",
    [account.address.toLowerCase(), chain.toString()],
  );
  const { rows } = await db.query<{ nonce: number }>(
    "SELECT nonce FROM intents WHERE sender = $1 AND nonce >= $2",
    [account.address.toLowerCase(), chain.toString()],
  );
  const held = new Set(rows.map((row) => BigInt(row.nonce)));
  const top = [...held].reduce((a, b) => (a > b ? a : b), chain - 1n);
  if (next > top + 1n) {
    options.metrics?.nonceRepairs.inc({ repair: "stepped back" });
    log.warn(
      { from: Number(next), to: Number(top + 1n) },
      "nonces were taken but never used; stepping back",
    );
    await setNextNonce(db, account.address, top + 1n);
  }
  for (let nonce = chain; nonce < top; nonce++) {
    if (!held.has(nonce)) await fillHole(options, head, nonce);
  }
}

async function fillHole(options: SenderOptions, head: Head, nonce: bigint): Promise<void> {
  const { db, rpc, account, log } = options;
  await rpc.confirmChain();
  const fees = firstFees(head.baseFeePerGas, options.tipWei, options.limitWei);
  const wish: Wish = {
    kind: "fill",
    subject: `nonce ${nonce}`,
    sender: account.address,
    target: account.address,
    data: "0x",
    expiresAt: 0n,
  };
  const id = await enqueue(db, rpc.chainId, wish);
  const intent: Intent = { ...wish, id, status: "sent", nonce };
  const attempt = await db.transaction(async (tx) => {
    await tx.query("UPDATE intents SET status = 'sent', nonce = $2 WHERE id = $1", [
      id,
      nonce.toString(),
    ]);
    const call = { ...noopCall(options), noop: true };
    return insertAttempt(tx, intent, nonce, await sign(options, nonce, head, fees, call));
  });
  faultPoint("after-fill");
  log.warn(
    { nonce: Number(nonce) },
    "filling a hole in the nonces with a transfer of nothing to oneself",
  );
  options.metrics?.nonceRepairs.inc({ repair: "filled" });
  await broadcast(options, intent, attempt);
}
