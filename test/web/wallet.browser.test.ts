// A wallet that misbehaves, and a chain that does: each told in its own words, with a way on, and nothing minted
// that nobody meant.
import type { Page } from "playwright-core";
import { type Hex, parseEther } from "viem";
import { afterEach, describe, expect } from "vitest";
import { mintedBy, type Stage, tokenOf } from "./stage.ts";
import { it as base, PATIENCE } from "./visitor.ts";
import { CHAIN, connect, type Extension, installExtension } from "./wallet/extension.ts";

/** The account that a wallet begins with, and another one that it can change to. */
const MINTER = 7;
const OTHER = 9;
/** It owns what the stage deploys. */
const OWNER = 0;

const it = base.extend("extension", ({ context, stage }) => installExtension(context, stage));

const minted = (stage: Stage, index = MINTER) => mintedBy(stage, index);

/** Opens the page with a connected wallet. */
async function come({
  open,
  page,
  extension,
}: {
  open: (path: string) => Promise<void>;
  page: Page;
  extension: Extension;
}): Promise<void> {
  await open("#/mint");
  await connect(page, extension);
  await page.getByRole("button", { name: "Mint 1 plant" }).waitFor();
}

const press = (page: Page, name = "Mint 1 plant") => page.getByRole("button", { name }).click();
const sends = ({ asked }: Extension) => asked.filter(({ method }) => method.startsWith("eth_send"));
const step = (page: Page, text: string) =>
  page.locator('.steps [data-state="now"]').getByText(text).waitFor();

/** Until the page has seen the wallet's transaction wait. */
async function sendUnmined(page: Page, stage: Stage, extension: Extension): Promise<Hex> {
  await stage.client.setAutomine(false);
  let hash: Hex | undefined;
  extension.answer("eth_sendTransaction", async ([request]: [never]) => {
    hash = await extension.sign(request);
    return hash;
  });
  await press(page);
  await step(page, "Waiting for a block");
  return hash!;
}

describe("a wallet", () => {
  it("behavior: declines: nothing is sent, and the order still stands", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    extension.refuse("eth_sendTransaction", 4001, "User rejected the request.");
    await come({ open, page, extension });
    await page.getByRole("button", { name: "One more" }).click();
    await page.getByLabel("Home").selectOption("1");
    await press(page, "Mint 2 plants");
    await page.getByText("You declined the request in your wallet.").waitFor();
    expect(await minted(stage)).toBe(before);
    expect(await page.getByRole("button", { name: "Mint 2 plants" }).isEnabled()).toBe(true);
    expect(await page.getByLabel("Home").inputValue()).toBe("1");
    // Another order is another request: the one before cannot be sent by mistake.
    const again = page.getByRole("button", { name: "Try again" });
    await page.getByRole("button", { name: "One fewer" }).click();
    await again.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "One more" }).click();
    await press(page, "Mint 2 plants");
    await again.waitFor();
    extension.answer("eth_sendTransaction", ([request]: [never]) => extension.sign(request));
    await again.click();
    await page.locator(".seedlings [data-token]").nth(1).waitFor();
    expect(await minted(stage)).toBe(before + 2n);
  });

  it("behavior: changes account or chain while its request is open: the page says so at once", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    const held: ((error: Error) => void)[] = [];
    const hold = () => new Promise((_, reject) => held.push(reject));
    const decline = () => held.pop()?.(Object.assign(new Error("rejected"), { code: 4001 }));
    extension.answer("eth_sendTransaction", hold);
    await come({ open, page, extension });
    await press(page);
    await step(page, "Confirm the transaction in your wallet");
    await expect.poll(() => sends(extension).length, { timeout: PATIENCE }).toBe(1);
    await extension.turnToAccount(OTHER);
    await page.getByText(/This was begun with 0x.*has changed to 0x/).waitFor();
    decline();
    await page.getByRole("button", { name: "Leave it" }).click();
    await press(page);
    await expect.poll(() => sends(extension).length, { timeout: PATIENCE }).toBe(2);
    await extension.turnToChain(1);
    await page
      .getByText(`Your wallet is on chain 1, and this belongs to chain ${CHAIN}.`)
      .waitFor();
    decline();
    await page.getByRole("button", { name: `Switch to chain ${CHAIN}` }).click();
    await page.getByRole("button", { name: "Leave it" }).click();
    expect(await minted(stage)).toBe(before);
    // What the wallet sends all the same is shown, because it is true.
    const others = await minted(stage, OTHER);
    let release = () => {};
    extension.answer("eth_sendTransaction", async ([request]: [never]) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return extension.sign(request);
    });
    await press(page);
    await expect.poll(() => sends(extension).length, { timeout: PATIENCE }).toBe(3);
    await extension.turnToChain(1);
    await page.getByText("Your wallet is on chain 1, and this belongs").waitFor();
    await extension.turnToChain(CHAIN);
    release();
    await page.locator(".seedlings [data-token]").waitFor();
    expect(await minted(stage, OTHER)).toBe(others + 1n);
  });

  it("behavior: does not know the chain: it is given it, with the page's own node", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    await extension.turnToChain(1);
    extension.refuse("wallet_switchEthereumChain", 4902, "Unrecognized chain ID.");
    extension.answer("wallet_addEthereumChain", async ([{ chainId }]: [{ chainId: Hex }]) => {
      await extension.turnToChain(Number(chainId));
      return null;
    });
    await open("#/mint");
    await connect(page, extension);
    await page.getByRole("button", { name: `Switch to chain ${CHAIN}` }).click();
    await page.getByRole("button", { name: "Mint 1 plant" }).waitFor();
    const added = extension.asked.find(({ method }) => method === "wallet_addEthereumChain");
    expect(added?.params).toEqual([
      expect.objectContaining({ chainId: "0x7a69", rpcUrls: [`${stage.url}rpc`] }),
    ]);
  });

  it("error: an account that cannot pay is told what it lacks, and no wallet opens", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const { address } = stage.wallet(MINTER).account;
    const balance = await stage.client.getBalance({ address });
    await stage.client.setBalance({ address, value: parseEther("0.005") });
    await come({ open, page, extension });
    await press(page);
    await page
      .getByText(/This needs about 0\.02\S* ETH with the gas, and the account has 0\.005 ETH/)
      .waitFor();
    expect(sends(extension)).toEqual([]);
    await stage.client.setBalance({ address, value: balance });
  });
});

describe("a transaction", () => {
  afterEach<{ stage: Stage }>(async ({ stage }) => {
    await stage.client.setAutomine(true);
  });

  it("behavior: slow, it is said to be slow, and waiting goes on", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    await page.clock.install();
    await come({ open, page, extension });
    await sendUnmined(page, stage, extension);
    expect(await page.getByText("This takes longer than usual.").count()).toBe(0);
    await page.clock.fastForward(25_000);
    await page.getByText("This takes longer than usual.").waitFor();
    await stage.mine();
    await page.locator(".seedlings [data-token]").waitFor();
  });

  it("behavior: dropped, it is sent again in its own place, and happens once", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    await come({ open, page, extension });
    const hash = await sendUnmined(page, stage, extension);
    const { nonce } = await stage.client.getTransaction({ hash });
    await stage.client.dropTransaction({ hash });
    const dropped = page.getByText("it was dropped");
    // Several blocks without it must have been seen, and the page looks once a second.
    const mineAndLook = async () => {
      await stage.mine();
      return dropped.isVisible();
    };
    await expect.poll(mineAndLook, { interval: 1_000, timeout: PATIENCE }).toBe(true);
    await page.getByRole("button", { name: "Try again" }).click();
    await step(page, "Waiting for a block");
    expect(sends(extension).at(-1)?.params).toEqual([
      expect.objectContaining({ nonce: `0x${nonce.toString(16)}` }),
    ]);
    await stage.mine();
    await page.locator(".seedlings [data-token]").waitFor();
    expect(await minted(stage)).toBe(before + 1n);
  });

  it("behavior: sent faster by the wallet, it is followed; cancelled there, that is told", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    await come({ open, page, extension });
    const slow = await stage.client.getTransaction({
      hash: await sendUnmined(page, stage, extension),
    });
    const place = `0x${slow.nonce.toString(16)}` as const;
    const value = `0x${slow.value.toString(16)}` as const;
    await extension.sign({ to: slow.to!, data: slow.input, value, nonce: place }, 80);
    await stage.mine();
    await page.locator(".seedlings [data-token]").waitFor();
    expect(await minted(stage)).toBe(before + 1n);
    await page.getByRole("button", { name: "Mint again" }).click();
    const { nonce } = await stage.client.getTransaction({
      hash: await sendUnmined(page, stage, extension),
    });
    const { address } = stage.wallet(MINTER).account;
    await extension.sign({ to: address, nonce: `0x${nonce.toString(16)}` }, 80);
    await stage.mine();
    await page.getByText("Your wallet cancelled this transaction.").waitFor();
    expect(await minted(stage)).toBe(before + 1n);
  });

  it("behavior: undone by a reorganisation, its seeds go, and it can be sent again", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    await come({ open, page, extension });
    await press(page);
    await page.locator(".seedlings [data-token]").waitFor();
    expect(await minted(stage)).toBe(before + 1n);
    await stage.reorg(1);
    await stage.mine();
    expect(await minted(stage)).toBe(before);
    await page.getByText("what it did is undone").waitFor();
    expect(await page.locator(".seedlings [data-token]").count()).toBe(0);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".seedlings [data-token]").waitFor();
    expect(await minted(stage)).toBe(before + 1n);
  });

  it("error: sold out between the rehearsal and the block, with the contract's reason", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    const snapshot = await stage.snapshot();
    await come({ open, page, extension });
    await sendUnmined(page, stage, extension);
    const [total, shop] = await Promise.all([
      stage.client.readContract({ ...tokenOf(stage), functionName: "totalMinted" }),
      stage.client.readContract({ ...tokenOf(stage), functionName: "shop" }),
    ]);
    const reserve = BigInt.asUintN(16, shop >> 208n);
    await stage.wallet(OWNER).writeContract({
      ...tokenOf(stage),
      functionName: "lowerSupply",
      args: [total + reserve, reserve],
      // Estimated, it would count the mint that it overtakes.
      gas: 100_000n,
      // Ahead of the mint.
      ...{ maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 11n },
    });
    await stage.mine();
    await page.getByText("No more than 0 plants are left").waitFor();
    expect(await minted(stage)).toBe(before);
    await stage.revert(snapshot);
  });
});
