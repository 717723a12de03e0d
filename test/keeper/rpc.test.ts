import type { PGlite } from "@electric-sql/pglite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openFinality } from "../../keeper/chain/finality.ts";
import { openHeads, type Told } from "../../keeper/chain/heads.ts";
import { classify, connect, type Rpc } from "../../keeper/chain/rpc.ts";
import { FatalError, RetryableError } from "../../keeper/errors.ts";
import { migrate } from "../../keeper/store/schema.ts";
import { type Anvil, startAnvil } from "./anvil.ts";
import { openBlank } from "./blank.ts";
import { type RpcProxy, startProxy } from "./proxy.ts";

/** A head of a fork: `fork` names the block's line from height `from` on, and below it all are of line "a". */
function told(number: number, node = 0, fork = "a", from = 0): Told {
  const hashOf = (height: number): `0x${string}` =>
    `0x${height >= from ? fork : "a"}${height.toString(16)}`;
  return {
    number: BigInt(number),
    hash: hashOf(number),
    parentHash: hashOf(number - 1),
    timestamp: BigInt(number) * 12n,
    baseFeePerGas: 0n,
    node,
  };
}

describe("openHeads", () => {
  test("default", () => {
    const heads = openHeads(2);
    expect(heads.choose([])).toBeNull();
    expect(heads.choose([told(10, 0), told(11, 1)])).toMatchObject({ number: 11n, node: 1 });
    // As high as the other: whoever was followed is followed.
    expect(heads.choose([told(12, 0), told(12, 1)])).toMatchObject({ number: 12n, node: 1 });
    expect(heads.seen()).toMatchObject({ number: 12n, node: 1 });
  });

  test("behavior: among blocks of one height, the one that was seen is kept", () => {
    const heads = openHeads(2);
    heads.choose([told(10, 0)]);
    expect(heads.choose([told(10, 1, "b", 10), told(10, 0)])).toMatchObject({ node: 0 });
  });

  test("behavior: one node that falls back on the same line lags, and is not followed", () => {
    for (const nodes of [1, 2]) {
      const heads = openHeads(nodes);
      for (let height = 100; height <= 120; height++) heads.choose([told(height)]);
      for (let i = 0; i < 10; i++) expect(heads.choose([told(100 + i)])).toBeNull();
      expect(heads.choose([told(121)])).toMatchObject({ number: 121n });
    }
  });

  test("behavior: a lower head is believed of one node only when it takes back its own word, of two when they agree", () => {
    const alone = openHeads(1);
    const pair = openHeads(2);
    for (let height = 100; height <= 120; height++) {
      alone.choose([told(height)]);
      pair.choose([told(height, 0), told(height, 1)]);
    }
    expect(alone.choose([told(115, 0, "b", 114)])).toMatchObject({ number: 115n });
    expect(pair.choose([told(115, 0, "b", 114)])).toBeNull();
    expect(pair.choose([told(115, 0, "b", 114), told(110, 1)])).toBeNull();
    // Not at the same height, yet both on another line than the one that was seen.
    const both = [told(115, 0, "b", 114), told(114, 1, "b", 114)];
    expect(pair.choose(both)).toMatchObject({ number: 115n });
    expect(openHeads(2).choose(both)).not.toBeNull();
  });

  test("behavior: two nodes at the same lower block are believed", () => {
    const heads = openHeads(3);
    heads.choose([told(120, 2)]);
    expect(heads.choose([told(118, 0), told(117, 1)])).toBeNull();
    expect(heads.choose([told(118, 0), told(118, 1)])).toMatchObject({ number: 118n });
  });

  test("behavior: what everybody says for a minute is the chain", () => {
    const heads = openHeads(2);
    heads.choose([told(120)]);
    let looks = 1;
    while (heads.choose([told(90)]) === null) looks++;
    expect(looks).toBe(30);
  });
});

describe("connect", () => {
  let anvil: Anvil;
  let bad: RpcProxy;
  let good: RpcProxy;
  let warnings: string[];
  const warn = (message: string) => void warnings.push(message);

  beforeAll(async () => {
    anvil = await startAnvil();
  });
  afterAll(() => anvil.stop());
  beforeEach(async () => {
    warnings = [];
    bad = await startProxy(anvil.url);
    good = await startProxy(anvil.url);
  });
  afterEach(async () => {
    await Promise.all([bad.close(), good.close()].map((closing) => closing.catch(() => {})));
  });

  const read = (rpc: Rpc) => rpc.client.getBalance({ address: `0x${"11".repeat(20)}` });

  test("error: nobody answers", async () => {
    await expect(connect(["http://127.0.0.1:9"])).rejects.toThrow(
      /^No Ethereum node answers at http:\/\/127\.0\.0\.1:9 .*point RPC_URL/,
    );
  });

  test("error: nodes of different chains", async () => {
    bad.chainId = 1;
    const connecting = connect([good.url, bad.url]);
    await expect(connecting).rejects.toThrow(FatalError);
    await expect(connecting).rejects.toThrow(
      `${good.url} is chain 31337 and ${bad.url} is chain 1.`,
    );
  });

  test.each(["drop-before", "error-before", "drop-after", "cut"] as const)(
    "behavior: where one node fails (%s), the other is read",
    async (fate) => {
      const rpc = await connect([bad.url, good.url], { warn });
      const { number } = await rpc.head();
      bad.fate = () => fate;
      expect(await read(rpc)).toBe(0n);
      expect((await rpc.head()).number).toBe(number);
      const alone = await connect([good.url]);
      good.fate = () => fate;
      await expect(read(alone)).rejects.toThrow();
    },
  );

  test("behavior: a node that hangs does not hold up those that do not", async () => {
    const rpc = await connect([bad.url, good.url], { timeoutMs: 3_000 });
    await rpc.head();
    bad.fate = () => "hang";
    await anvil.client.mine({ blocks: 1 });
    const { number } = await rpc.head();
    expect(number).toBe(await rpc.client.getBlockNumber());
  });

  test("behavior: a node that says 429 is left in peace, for as long as it asks, and others are read", async () => {
    const rpc = await connect([bad.url, good.url], { warn });
    await rpc.head();
    bad.fate = () => "limit";
    bad.retryAfter = 3600;
    expect(await read(rpc)).toBe(0n);
    const asked = bad.asked.length;
    for (let i = 0; i < 5; i++) {
      await read(rpc);
      await rpc.head();
    }
    expect(bad.asked.length).toBe(asked);
    await expect(connect([bad.url])).rejects.toThrow(FatalError);
  });

  test("behavior: a lone node that says 429 is asked again when it likes", async () => {
    const rpc = await connect([bad.url]);
    await rpc.head();
    bad.fate = () => "limit";
    bad.retryAfter = 0;
    await expect(rpc.head()).rejects.toThrow();
    bad.fate = () => "pass";
    expect((await rpc.head()).number).toBeTypeOf("bigint");
    bad.fate = () => "limit";
    bad.retryAfter = 1;
    await expect(rpc.head()).rejects.toThrow();
    bad.fate = () => "pass";
    await expect(rpc.head()).rejects.toThrow(/asked for fewer questions.*1 s more/);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await rpc.head()).number).toBeTypeOf("bigint");
  });

  test("behavior: a node that turns out to be of another chain is neither read nor sent to, until it is back", async () => {
    const rpc = await connect([bad.url, good.url], { warn });
    await rpc.head();
    bad.chainId = 1;
    await rpc.head();
    expect(warnings).toEqual([
      `${bad.url} now says that it is chain 1, and ours is 31337: it is neither read nor sent to. Put RPC_URL right, or wait until it has recovered.`,
    ]);
    bad.asked.length = 0;
    await read(rpc);
    await rpc.confirmChain();
    await rpc.broadcast("0x02");
    expect(bad.asked).toEqual(["eth_chainId"]);
    bad.chainId = null;
    await rpc.head();
    expect(warnings.at(-1)).toBe(`${bad.url} speaks for chain 31337 again`);
  });

  test("behavior: another node behind a known address is found out before anything is read or signed", async () => {
    const rpc = await connect([bad.url]);
    await rpc.head();
    await bad.close();
    await expect(read(rpc)).rejects.toThrow();
    bad.chainId = 1;
    await bad.open();
    bad.asked.length = 0;
    await expect(read(rpc)).rejects.toThrow(/says that it is chain 1, and ours is 31337/);
    expect(bad.asked).toEqual(["eth_chainId"]);
    const confirming = rpc.confirmChain();
    await expect(confirming).rejects.toThrow(RetryableError);
    await expect(confirming).rejects.toThrow(/^Nothing is signed: /);
  });

  test("behavior: while one node lags, the chain goes on with the other, and no read comes from behind", async () => {
    const rpc = await connect([bad.url, good.url], { warn });
    await anvil.client.mine({ blocks: 25 });
    const before = await rpc.head();
    bad.lag = 20;
    await anvil.client.mine({ blocks: 1 });
    const { number } = await rpc.head();
    expect(number).toBe(before.number + 1n);
    expect(await rpc.client.getBlockNumber()).toBe(number);
    // The one that is up to date fails: better no answer than an old one.
    good.fate = () => "error-before";
    await expect(rpc.client.getBlockNumber()).rejects.toThrow();
    const looking = rpc.head();
    await expect(looking).rejects.toThrow(RetryableError);
    await expect(looking).rejects.toThrow(`was seen before: a node that lags`);
    bad.lag = 0;
    expect((await rpc.head()).number).toBe(number);
  });
});

describe("openFinality", () => {
  let anvil: Anvil;
  let rpc: Rpc;
  let db: PGlite;

  beforeAll(async () => {
    db = await openBlank();
  });
  beforeEach(async () => {
    await db.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    await migrate(db);
    anvil = await startAnvil();
    rpc = await connect([anvil.url]);
  });
  afterEach(() => anvil.stop());
  afterAll(() => db.close());

  test("default: what is above the finalized block may change", async () => {
    await anvil.client.mine({ blocks: 100 });
    const finality = openFinality(rpc, db);
    await finality.check();
    await anvil.client.request({ method: "anvil_reorg", params: [8, []] } as never);
    await finality.check();
    await anvil.client.mine({ blocks: 100 });
    await finality.check();
    await openFinality(rpc, db).check();
  });

  test("error: what is below may not, not even over a restart", async () => {
    await anvil.client.mine({ blocks: 20 });
    const snapshot = await anvil.client.snapshot();
    await anvil.client.mine({ blocks: 80, interval: 12 });
    const finality = openFinality(rpc, db);
    await finality.check();
    await anvil.client.revert({ id: snapshot });
    // Nothing contradicts yet: the block is not there at all.
    await finality.check();
    await anvil.client.mine({ blocks: 80, interval: 7 });
    for (const one of [finality, openFinality(rpc, db)]) {
      await expect(one.check()).rejects.toThrow(FatalError);
      await expect(one.check()).rejects.toThrow(
        /^Block 36 was final as 0x.*Nothing was done on it/,
      );
    }
  });

  test("error: while two nodes disagree about what was final, nothing is done", async () => {
    await anvil.client.mine({ blocks: 100 });
    const other = await startAnvil();
    try {
      const finality = openFinality(rpc, db);
      await finality.check();
      const astray = await startProxy(other.url);
      await other.client.mine({ blocks: 101, interval: 7 });
      const both = await connect([astray.url, anvil.url]);
      await both.head();
      const looking = openFinality(both, db).check();
      await expect(looking).rejects.toThrow(RetryableError);
      await expect(looking).rejects.toThrow(/take the wrong one out of RPC_URL/);
      await astray.close();
    } finally {
      await other.stop();
    }
  });
});

describe("classify", () => {
  test.each([
    ["already known", "taken"],
    ["transaction already imported", "taken"],
    ["ALREADY_EXISTS: already known", "taken"],
    ["nonce too low: next nonce 4, tx nonce 3", "too-low"],
    ["OldNonce", "too-low"],
    ["replacement transaction underpriced", "refused"],
    ["insufficient funds for gas * price + value", "refused"],
  ])("behavior: %s", (reason, state) => {
    expect(classify(reason).state).toBe(state);
  });
});
