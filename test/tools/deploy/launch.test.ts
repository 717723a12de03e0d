// Deployments from beginning to end: simulated, refused, broken off, and by people of their own.
import { join } from "node:path";
import { toHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runScript } from "../../../tools/deploy/script.ts";
import { KEYS, startAnvil } from "../../keeper/anvil.ts";
import { startProxy } from "./proxy.ts";
import { openStage, PATIENCE, readRecord, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, PATIENCE);
afterAll(() => stage?.close());

describe("launch", () => {
  test(
    "behavior: a dry run prints gas, cost and upkeep, and sends nothing",
    async () => {
      const name = stage.recordName("dry");
      const before = await stage.anvil.client.request({ method: "eth_blockNumber" } as never);
      const { text, error } = await stage.deployed("dry-run", name);
      expect(error).toBeNull();
      expect(text).toMatch(/new Heliotrope +[\d,]{7,}/);
      expect(text).toContain("ether at 20 gwei");
      expect(text).toMatch(/commit and reveal of 2 keepers/);
      expect(text).toMatch(/verdict and bonds of 2 keepers/);
      // Three epochs begin while one is judged, six while one is disputed to the end; 1,252 in a year.
      expect(text).toContain("has 0.6 ether in bonds, 1.2 where");
      expect(text).toContain("Pots are 6.26 ether a year");
      expect(text).toMatch(/every year +[\d,]{9,}/);
      expect(text).toMatch(/The token will be at 0x[0-9a-fA-F]{40}, unless 0x/);
      expect(text).toContain("nothing was sent");
      expect(await stage.anvil.client.request({ method: "eth_blockNumber" } as never)).toBe(before);
      expect(() => readRecord(name)).toThrow("ENOENT");
    },
    PATIENCE,
  );

  test("error: on another chain nobody has a part by default", async () => {
    const other = await startAnvil(["--hardfork", "prague", "--chain-id", "424242"]);
    try {
      const { error } = await stage.deployed("deploy", stage.recordName("other"), {
        url: other.url,
      });
      expect(error).toContain("HELIOTROPE_MULTISIG is missing");
      expect(error).toContain("HELIOTROPE_SIGNERS is missing");
    } finally {
      await other.stop();
    }
  });

  test("error: a chain that the preflight refuses", async () => {
    const other = await startAnvil(["--hardfork", "shanghai"]);
    try {
      const { error } = await stage.deployed("deploy", stage.recordName("old"), { url: other.url });
      expect(error).toMatch(/cannot carry the contracts; nothing was sent[\s\S]*MCOPY/);
      expect(await other.client.request({ method: "eth_blockNumber" } as never)).toBe("0x0");
    } finally {
      await other.stop();
    }
  });

  test("error: nobody signs, or the node is silent", async () => {
    const env = { HELIOTROPE_PRIVATE_KEY: "" };
    const unsigned = await stage.deployed("deploy", stage.recordName("unsigned"), { env });
    expect(unsigned.error).toContain("Nobody signs. Set HELIOTROPE_PRIVATE_KEY");
    const silent = await startProxy(stage.anvil.url, {});
    await silent.close();
    const { error } = await stage.deployed("dry-run", stage.recordName("mute"), silent);
    expect(error).toContain("The node at --rpc-url does not answer");
  });

  test("error: whoever cannot pay", async () => {
    const poor = toHex(12_345n, { size: 32 });
    const env = { HELIOTROPE_PRIVATE_KEY: poor };
    const { error } = await stage.deployed("deploy", stage.recordName("poor"), { env });
    expect(error).toContain(`${privateKeyToAddress(poor)} has 0 ether and needs`);
  });

  test("error: what fails as simulated, without a word of the key", async () => {
    const key = KEYS[1];
    const { output, steps } = await runScript({
      rpcUrl: stage.anvil.url,
      chainId: 31_337,
      signing: [],
      send: true,
      record: join("deployments", stage.recordName("failing")),
      broadcast: join(stage.folder, "failing"),
      env: { HELIOTROPE_PRIVATE_KEY: key, HELIOTROPE_THRESHOLD: "2" },
    });
    expect(steps).toEqual([]);
    expect(output).toContain("SignersInvalid");
    expect(output.toLowerCase()).not.toContain(key.slice(2));
    expect(output).not.toContain(BigInt(key).toString());
  });

  test(
    "error: broken off half way, it says what went through, and starts clean again",
    async () => {
      const other = await startAnvil(["--hardfork", "prague"]);
      let sent = 0;
      const proxy = await startProxy(other.url, {
        ask: (call) =>
          call.method === "eth_sendRawTransaction" && ++sent > 5 ? new Error("out of order") : call,
      });
      try {
        const name = stage.recordName("half");
        const { error } = await stage.deployed("deploy", name, { url: proxy.url });
        expect(error).toMatch(/stopped after 5 of \d\d transactions/);
        expect(error).toMatch(/These went through:\n {2}new TimelockController 0x[0-9a-f]{64}\n/);
        expect(error).toContain("Nothing else was changed");
        expect(error).not.toContain(KEYS[0].slice(2));
        expect(() => readRecord(name)).toThrow("ENOENT");
        const again = await stage.deployed("deploy", name, { url: other.url });
        expect(again.error).toBeNull();
        expect(again.text).toContain("as they should be");
      } finally {
        await proxy.close();
        await other.stop();
      }
    },
    PATIENCE,
  );

  test(
    "behavior: with people of their own the deployer keeps nothing, and the entropy is the block hash",
    async () => {
      const other = await startAnvil(["--hardfork", "cancun", "--chain-id", "424242"]);
      await other.client.mine({ blocks: 40 });
      const proxy = await startProxy(other.url, {
        answer: ({ method }, result) =>
          method === "eth_getBlockByNumber" && result !== null
            ? { ...(result as object), mixHash: `0x${"00".repeat(31)}01` }
            : result,
      });
      const [multisig, artist, guardian, treasury] = KEYS.slice(1, 5).map(privateKeyToAddress);
      const env = {
        HELIOTROPE_MULTISIG: multisig!,
        HELIOTROPE_ARTIST: artist!,
        HELIOTROPE_GUARDIAN: guardian!,
        HELIOTROPE_TREASURY: treasury!,
        HELIOTROPE_SIGNERS: KEYS.slice(0, 5).map(privateKeyToAddress).join(),
      };
      try {
        const name = stage.recordName("people");
        const { text, error } = await stage.deployed("deploy", name, { url: proxy.url, env });
        expect(error).toBeNull();
        expect(text).toMatch(/WARNING +history/);
        expect(text).toMatch(/WARNING +PREVRANDAO/);
        expect(text).toMatch(/hasPrevRandao +ok +false/);
        expect(text).toContain("has no code: a single key proposes");
        // Whoever expects somebody else finds out.
        const check = await stage.deployed("check", name, {
          url: other.url,
          env: { ...env, HELIOTROPE_MULTISIG: artist!, HELIOTROPE_GUARDIAN: artist! },
        });
        expect(check.error).toMatch(/Timelock, roles: expected/);
        expect(check.error).toMatch(/Heliotrope, roles \(1 artist, 2 guardian\)/);
      } finally {
        await proxy.close();
        await other.stop();
      }
    },
    PATIENCE,
  );
});
