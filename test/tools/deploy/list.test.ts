// The list of who may mint early: made from a file of wallets, deployed, published, and minted by, as the page does it.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, createWalletClient, encodeFunctionData, http, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heliotropeAbi } from "../../../contracts/abi.ts";
import { listTree, readWallets } from "../../../tools/deploy/list.ts";
import { run } from "../../../tools/processes.ts";
import { parseDeployment } from "../../../web/deployment.ts";
import { listingOf, parsePapers } from "../../../web/mint/list.ts";
import { DRAWN, listedCalls } from "../../../web/mint/order.ts";
import { KEYS } from "../../keeper/anvil.ts";
import { openStage, PATIENCE, readRecord, type Stage } from "./stage.ts";

const PRICE = 10n ** 16n;
const [first, second, stranger] = KEYS.slice(2, 5).map((key) => privateKeyToAccount(key));
const TOKEN: Address = `0x${"ab".repeat(20)}`;
const SHOP = { chainId: 31_337, token: TOKEN };

describe("readWallets", () => {
  const read = (text: string) => readWallets(text, "wallets.csv");

  test("default: a wallet a line; headings, comments and empty lines are passed over", () => {
    const listed = read(
      `\uFEFFwallet,maximum\r\n\r\n${first!.address},3\r\n# the studio\n${second!.address.toLowerCase()} ; 1 # a friend\n`,
    );
    expect(listed).toEqual([
      { wallet: first!.address, maximum: 3 },
      { wallet: second!.address, maximum: 1 },
    ]);
    expect(listTree(listed, SHOP).root).toBe(listTree(listed.toReversed(), SHOP).root);
    expect(listTree(listed, { ...SHOP, chainId: 1 }).root).not.toBe(listTree(listed, SHOP).root);
  });

  test("error: every wrong line is told by its number", () => {
    const twisted = first!.address.replace(/[a-f]/, (letter) => letter.toUpperCase());
    const text = [
      `${first!.address},3`,
      `${twisted},3`,
      `0x${"00".repeat(20)},3`,
      `${second!.address},0`,
      `${second!.address},2.5`,
      `${second!.address}`,
      `${second!.address},1,000`,
      `${first!.address.toLowerCase()},4`,
    ].join("\n");
    expect(() => read(text)).toThrow(
      [
        "wallets.csv is no list; nothing was written:",
        `  line 2: ${twisted} is no wallet's address, or its checksum is wrong; copy it again`,
        `  line 3: 0x${"00".repeat(20)} is no wallet's address, or its checksum is wrong; copy it again`,
        ...[4, 5, 6, 7].map(
          (line) =>
            `  line ${line}: after the wallet belongs how many it may mint, from 1 to 16384`,
        ),
        `  line 8: ${first!.address.toLowerCase()} is in line 1 already; keep one of the two`,
      ].join("\n"),
    );
    expect(() => read("# nobody yet\n")).toThrow("there is no wallet in it");
  });
});

describe("npm run list", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  }, PATIENCE);
  afterAll(() => stage?.close());

  /** Runs the command for a token, or for a deployment; answers the root that it prints. */
  const makeList = (of: readonly string[], out: string): string => {
    const wallets = join(stage.folder, "wallets.csv");
    writeFileSync(wallets, `${first!.address},3\n${second!.address},1\n`);
    const args = [wallets, ...of, "--out", join(stage.folder, out)];
    const output = execFileSync(process.execPath, ["tools/list.ts", ...args], { encoding: "utf8" });
    expect(output).toContain("2 wallets, 4 plants at most");
    return /root (0x[0-9a-f]{64})/.exec(output)![1]!;
  };
  const collection = (root: string, file: string) =>
    stage.collection((json) => {
      json.list = {
        root,
        file,
        url: "list.json",
        priceWei: String(PRICE),
        opensAt: 0,
        closesAt: 2 ** 40 - 1,
      };
    });

  test("error: what makes no sense is one line and a code", async () => {
    for (const [args, words] of [
      [["collection.json"], "For which token?"],
      [["collection.json", "--chain", "1", "--token", TOKEN], "collection.json is no list"],
    ] as const) {
      const { code, output } = await run(process.execPath, ["tools/list.ts", ...args]);
      expect(code).toBe(1);
      expect(output).toMatch(/^heliotrope: /);
      expect(output).toContain(words);
      expect(output).not.toContain("    at ");
    }
  });

  test(
    "default: from wallets to plants; a list that nobody could mint by is not deployed",
    async () => {
      const name = stage.recordName("listed");
      const early = makeList(["--chain", "31337", "--token", TOKEN], "early.json");
      const { error } = await stage.deployed("deploy", name, {
        env: { HELIOTROPE_COLLECTION: collection(early, "early.json") },
      });
      expect(error).toContain("nobody could mint by it, so nothing was sent");
      const [, token] = /this one will be at (0x\w{40}) on chain 31337/.exec(error!)!;
      expect(() => readRecord(name)).toThrow("ENOENT");

      const root = makeList(["--chain", "31337", "--token", token!], "list.json");
      const { text, error: trouble } = await stage.deployed("deploy", name, {
        env: { HELIOTROPE_COLLECTION: collection(root, "list.json") },
      });
      expect(trouble).toBeNull();
      expect(text).toContain("list.json has list.root, for this token.");

      expect(makeList(["--record", join("deployments", name)], "later.json")).toBe(root);

      // From here on as the page does it.
      const record = readRecord(name);
      const deployment = parseDeployment({ ...record, rpc: "/rpc" }, "https://plants.example/app/");
      expect(deployment.list).toBe("https://plants.example/app/list.json");
      expect(deployment.contracts.Heliotrope).toBe(token);
      const papers = parsePapers(readFileSync(join(stage.folder, "list.json"), "utf8"));
      const listingFor = (wallet: Address) =>
        listingOf(papers, {
          chainId: deployment.chainId,
          token: deployment.contracts.Heliotrope,
          wallet,
          root: root as `0x${string}`,
        });
      const wallet = createWalletClient({
        account: first!,
        chain: foundry,
        transport: http(stage.anvil.url),
      }).extend(publicActions);
      const mint = async (quantity: number) => {
        const order = { quantity, home: DRAWN, price: PRICE, maxBatch: 10 };
        const [call] = listedCalls(
          deployment.contracts.Heliotrope,
          order,
          listingFor(first!.address),
        );
        const { address, abi, functionName, args, value } = call!;
        const data = encodeFunctionData({ abi, functionName, args } as never);
        const hash = await wallet.sendTransaction({ to: address, data, value: value! });
        return wallet.waitForTransactionReceipt({ hash });
      };
      expect((await mint(3)).status).toBe("success");
      const balance = { address: deployment.contracts.Heliotrope, abi: heliotropeAbi } as const;
      expect(
        await wallet.readContract({
          ...balance,
          functionName: "balanceOf",
          args: [first!.address],
        }),
      ).toBe(3n);
      await expect(mint(1)).rejects.toThrow(/revert/);
      expect(listingFor(second!.address).maximum).toBe(1);
      expect(() => listingFor(stranger!.address)).toThrow("is not on this list");
    },
    PATIENCE,
  );
});
