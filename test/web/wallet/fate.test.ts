// What becomes of a transaction on a real node: every way in which one can end, made to happen.
import {
  createPublicClient,
  createWalletClient,
  encodeErrorResult,
  type Hex,
  http,
  pad,
  parseAbi,
  parseEther,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fate, fateOf } from "../../../web/wallet/fate.ts";
import type { RawCall, Sent } from "../../../web/wallet/transaction.ts";
import { type Anvil, KEYS, startAnvil } from "../../keeper/anvil.ts";

const account = privateKeyToAccount(KEYS[1]);
const FRIEND = "0x00000000000000000000000000000000000f1e4d";
/** Accepts calls while its first word is zero, then refuses them as a paused sale does. */
const MOODY = "0x00000000000000000000000000000000000000d0";
const PAUSED = encodeErrorResult({
  abi: parseAbi(["error MintingPaused()"]),
  errorName: "MintingPaused",
});
const MOODY_CODE: Hex = `0x5f54600657005b63${PAUSED.slice(2)}5f526004601cfd`;
const noBatch = async () => {
  throw new Error("Nobody asks for a batch here.");
};

let anvil: Anvil;

beforeAll(async () => {
  anvil = await startAnvil(["--no-mining"]);
  await anvil.client.setCode({ address: MOODY, bytecode: MOODY_CODE });
});

afterAll(() => anvil.stop());

const client = () =>
  createPublicClient({ chain: foundry, transport: http(anvil.url), cacheTime: 0 });
const mine = (blocks = 1) => anvil.client.mine({ blocks });

async function send(call: RawCall, fee: { nonce?: number; gwei?: number } = {}): Promise<Sent> {
  const chain = client();
  const wallet = createWalletClient({ account, chain: foundry, transport: http(anvil.url) });
  const [block, used] = await Promise.all([
    chain.getBlockNumber(),
    chain.getTransactionCount({ address: account.address, blockTag: "pending" }),
  ]);
  const { gwei = 20, nonce = used } = fee;
  const gasPrice = BigInt(gwei) * 10n ** 9n;
  const hash = await wallet.sendTransaction({ ...call, gas: 60_000n, gasPrice, nonce });
  return { calls: [call], account: account.address, hash, batch: undefined, nonce, block };
}

const gift = (wei: bigint): RawCall => ({ to: FRIEND, data: "0x", value: wei });

async function look(sent: Sent, before?: Fate): Promise<Fate> {
  const chain = client();
  return fateOf(chain, sent, before, await chain.getBlockNumber(), noBatch);
}

describe("fateOf", () => {
  it("default: waits for a block, is included, and is final 64 blocks later", async () => {
    const sent = await send(gift(parseEther("1")));
    const waiting = await look(sent);
    expect(waiting).toMatchObject({ kind: "waiting", undone: false, nonce: sent.nonce });
    await mine();
    const included = await look(sent, waiting);
    expect(included).toMatchObject({ kind: "included", final: false });
    await mine(64);
    expect(await look(sent, included)).toMatchObject({ kind: "included", final: true });
    expect(await client().getBalance({ address: FRIEND })).toBe(parseEther("1"));
  });

  it("behavior: refused in its block, with the reason that the state still tells", async () => {
    const sent = await send({ to: MOODY, data: "0x1234", value: 0n });
    await anvil.client.setStorageAt({ address: MOODY, index: 0, value: pad("0x01") });
    await mine();
    expect(await look(sent)).toMatchObject({
      kind: "reverted",
      reason: expect.stringContaining("Minting is paused"),
    });
    // The reason has passed: the page does not make one up, and remembers one that it was told.
    const told = await look(sent);
    await anvil.client.setStorageAt({ address: MOODY, index: 0, value: pad("0x") });
    await mine();
    expect(await look(sent, told)).toMatchObject({
      reason: expect.stringContaining("Minting is paused"),
    });
  });

  it("behavior: sent again with a higher fee, it is the same transaction", async () => {
    const call = gift(5n);
    const sent = await send(call);
    const waiting = await look(sent);
    const faster = await send(call, { nonce: sent.nonce, gwei: 60 });
    await mine();
    const fate = await look(sent, waiting);
    expect(fate).toMatchObject({
      kind: "included",
      receipt: { transactionHash: faster.hash },
    });
  });

  it("behavior: cancelled, and replaced by something else, are told apart", async () => {
    const first = await send(gift(6n));
    const nothing = { to: account.address, data: "0x", value: 0n } as const;
    const cancel = await send(nothing, { nonce: first.nonce, gwei: 60 });
    await mine();
    expect(await look(first)).toEqual({ kind: "replaced", hash: cancel.hash, isCancelled: true });
    const second = await send(gift(7n));
    const other = await send(gift(8n), { nonce: second.nonce, gwei: 60 });
    await mine();
    expect(await look(second)).toEqual({ kind: "replaced", hash: other.hash, isCancelled: false });
    // The page may have seen fewer blocks than the node counts transactions of.
    expect(await fateOf(client(), second, undefined, second.block, noBatch)).toMatchObject({
      kind: "replaced",
      hash: other.hash,
    });
  });

  it("behavior: dropped, it is missing, and lost after three blocks; found again when it turns up", async () => {
    const call = gift(9n);
    const sent = await send(call);
    const waiting = await look(sent);
    await anvil.client.dropTransaction({ hash: sent.hash! });
    let fate = await look(sent, waiting);
    expect(fate).toMatchObject({ kind: "missing", lost: false, undone: false });
    await mine(2);
    fate = await look(sent, fate);
    expect(fate).toMatchObject({ kind: "missing", lost: false });
    await mine();
    fate = await look(sent, fate);
    expect(fate).toMatchObject({ kind: "missing", lost: true, nonce: sent.nonce });
    const again = await send(call, { nonce: sent.nonce });
    expect(again.hash).toBe(sent.hash);
    expect(await look(sent, fate)).toMatchObject({ kind: "waiting", undone: false });
    await mine();
    expect(await look(sent, fate)).toMatchObject({ kind: "included" });
  });

  it("behavior: a reorganisation undoes it, and another block may take it again", async () => {
    const call = gift(11n);
    const snapshot = await anvil.client.snapshot();
    const sent = await send(call);
    await mine(2);
    const included = await look(sent);
    expect(included.kind).toBe("included");
    await anvil.client.revert({ id: snapshot });
    await mine(3);
    const undone = await look(sent, included);
    expect(undone).toMatchObject({ kind: "missing", undone: true });
    await send(call, { nonce: sent.nonce });
    const waiting = await look(sent, undone);
    expect(waiting).toMatchObject({ kind: "waiting", undone: true });
    await mine();
    expect(await look(sent, waiting)).toMatchObject({ kind: "included" });
  });

  it("behavior: a batch is asked of the wallet until it has a transaction", async () => {
    const inner = await send(gift(12n));
    const batch: Sent = { ...inner, hash: undefined, batch: "0xba7c4" };
    const chain = client();
    const head = await chain.getBlockNumber();
    const at = (status: { hash: Hex | undefined; hasFailed: boolean }) =>
      fateOf(chain, batch, undefined, head, async () => status);
    expect(await at({ hash: undefined, hasFailed: false })).toMatchObject({ kind: "waiting" });
    expect(await at({ hash: undefined, hasFailed: true })).toMatchObject({ kind: "replaced" });
    await mine();
    expect(await at({ hash: inner.hash, hasFailed: false })).toMatchObject({ kind: "included" });
  });

  it("error: a node that is silent is no fate", async () => {
    const silent = createPublicClient({ transport: http("http://127.0.0.1:9", { retryCount: 0 }) });
    const sent = await send(gift(13n));
    await expect(fateOf(silent, sent, undefined, 1n, noBatch)).rejects.toThrow(
      "HTTP request failed",
    );
    await mine();
  });
});
