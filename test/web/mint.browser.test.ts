// Minting on a real chain by every way that the token sells, until the seeds have germinated.
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { Page } from "playwright-core";
import { type Hex, zeroHash } from "viem";
import { describe, expect } from "vitest";
import { genomesAbi } from "../../contracts/abi.ts";
import { NEWEST } from "../../web/queries/state.ts";
import { faultsOf } from "./axe.ts";
import { mintedBy, type Stage, tokenOf } from "./stage.ts";
import { it as base, connect as connectDevelopment, PATIENCE } from "./visitor.ts";
import { offerBatches } from "./wallet/batch.ts";
import { CHAIN, connect, installExtension } from "./wallet/extension.ts";

/** The extension's account, one that is on no list, and the artist. */
const MINTER = 7;
const STRANGER = 9;
const OWNER = 0;
const PRICE = 2n * 10n ** 16n;
const FOR_EVER = 2 ** 40 - 1;

const it = base.extend("extension", ({ context, stage }) => installExtension(context, stage));

const minted = (stage: Stage, index = MINTER) => mintedBy(stage, index);

const terms = (opensAt: number, closesAt: number, price = PRICE) => {
  return { price, opensAt, closesAt, walletLimit: 65_535 };
};

const sell = (stage: Stage, opensAt: number, closesAt: number) =>
  stage.send(
    stage.wallet(OWNER).writeContract({
      ...tokenOf(stage),
      functionName: "setPublicSale",
      args: [terms(opensAt, closesAt)],
    }),
  );

/** A list of accounts, each with how many it may mint in all. */
const treeOf = (stage: Stage, listed: readonly (readonly [index: number, most: bigint])[]) =>
  StandardMerkleTree.of(
    listed.map(([index, most]) => {
      const { address } = stage.wallet(index).account;
      return [String(CHAIN), tokenOf(stage).address, address, String(most)];
    }),
    ["uint256", "address", "address", "uint256"],
  );

const setList = (stage: Stage, root: Hex) =>
  stage.send(
    stage.wallet(OWNER).writeContract({
      ...tokenOf(stage),
      functionName: "setListedSale",
      args: [root, terms(0, FOR_EVER, PRICE / 2n)],
    }),
  );

const hand = (page: Page, dump: unknown) =>
  page.locator('input[type="file"]').setInputFiles({
    name: "list.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(dump)),
  });

describe("mint", () => {
  it("default: the development wallet mints seeds, they germinate, and leaving the page loses nothing", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open("#/mint");
    await connectDevelopment(page);
    await page.getByRole("button", { name: "One more" }).click();
    // The list says what was chosen on the map, and the map what was chosen from the list.
    await page.locator(".map .place").nth(1).click();
    await expect.poll(() => page.getByLabel("Home").inputValue(), { timeout: PATIENCE }).toBe("1");
    await page.getByLabel("Home").selectOption("0");
    await page.locator(".map .place[data-chosen]").getByText("Seattle").waitFor();
    await page.locator(".map .place").nth(1).click();
    await page.getByRole("button", { name: "Mint 2 plants" }).click();
    await page.getByText("Germination pending").waitFor();
    const seedlings = page.locator(".seedlings [data-token]");
    await expect.poll(() => seedlings.count(), { timeout: PATIENCE }).toBe(2);
    await page.getByText("decides what grows.").waitFor();
    expect(await faultsOf(page), "seeds").toEqual([]);
    await page.getByRole("link", { name: "Collection" }).click();
    await page.getByRole("link", { name: "Mint", exact: true }).click();
    await page.getByText("Germination pending").waitFor();
    await stage.germinate();
    await page.getByText("Germinated", { exact: true }).waitFor();
    await page.getByText("They have germinated").waitFor();
    const tokenId = BigInt((await seedlings.first().getAttribute("data-token"))!);
    const genome = await stage.client.readContract({
      address: stage.contracts.Genomes!.address,
      functionName: "genomeOf",
      abi: genomesAbi,
      args: [tokenId],
    });
    expect(genome).not.toBe(0n);
    const { station } = await stage.client.readContract({
      ...tokenOf(stage),
      functionName: "stateAt",
      args: [tokenId, NEWEST],
    });
    expect(station).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("behavior: where no keeper comes, the visitor germinates", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    await page.clock.install();
    await open("#/mint");
    await connect(page, extension);
    await page.getByRole("button", { name: "Mint 1 plant" }).click();
    await page.getByText("Germination pending").waitFor();
    await stage.mine(65);
    await page.getByText("The randomness is known.").waitFor();
    await page.clock.fastForward(20_000);
    await page.getByRole("button", { name: "Germinate them now" }).click();
    await page.getByText("It has germinated").waitFor();
    const [{ count }] = await stage.client.readContract({
      address: stage.contracts.Genomes!.address,
      functionName: "pendingBatch",
      abi: genomesAbi,
    });
    expect(count).toBe(0);
  });

  it("behavior: a window opens by the chain's clock, and a pause is told", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const artist = stage.wallet(OWNER);
    const pause = (isPaused: boolean) =>
      stage.send(
        artist.writeContract({ ...tokenOf(stage), functionName: "setPaused", args: [isPaused] }),
      );
    const { timestamp } = await stage.client.getBlock();
    const opensAt = Number(timestamp) + 7_300;
    await sell(stage, opensAt, opensAt + 86_400 * 3);
    await open("#/mint");
    await connect(page, extension);
    await page.getByText(/opens in 2 h 0. min, on/).waitFor();
    const button = page.getByRole("button", { name: "Mint 1 plant" });
    expect(await button.isEnabled()).toBe(false);
    await stage.warpTo(BigInt(opensAt));
    await page.getByText("open for another 3 days").waitFor();
    await expect.poll(() => button.isEnabled(), { timeout: PATIENCE }).toBe(true);
    await pause(true);
    await page.getByText("Minting is paused for now.").waitFor();
    expect(await button.isEnabled()).toBe(false);
    await pause(false);
    await expect.poll(() => button.isEnabled(), { timeout: PATIENCE }).toBe(true);
    await sell(stage, 0, FOR_EVER);
  });

  it("behavior: twelve are two calls: one transaction where the wallet can, else two", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    await open("#/mint");
    await connect(page, extension);
    const order = async () => {
      await page.getByRole("spinbutton").fill("12");
      await page.getByText("in 2 transactions").waitFor();
      await page.getByRole("button", { name: "Mint 12 plants" }).click();
    };
    const seedlings = page.locator(".seedlings [data-token]");
    await order();
    await page.getByText("Transaction 2 of 2").waitFor();
    await expect.poll(() => seedlings.count(), { timeout: PATIENCE }).toBe(12);
    expect(await minted(stage)).toBe(before + 12n);
    await page.getByRole("button", { name: "Mint again" }).click();
    await offerBatches(extension, stage, MINTER);
    const sent = () => extension.asked.filter(({ method }) => /send/.test(method)).length;
    const earlier = sent();
    await order();
    await expect.poll(() => minted(stage), { timeout: PATIENCE }).toBe(before + 24n);
    await expect.poll(() => seedlings.count(), { timeout: PATIENCE }).toBe(12);
    expect(sent()).toBe(earlier + 1);
  });

  it("behavior: the list proves itself against the root on chain, for its own accounts only", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const before = await minted(stage);
    const maximum = before + 2n;
    const tree = treeOf(stage, [
      [MINTER, maximum],
      [3, 1n],
      [4, 5n],
    ]);
    await setList(stage, tree.root as Hex);
    await open("#/mint");
    await connect(page, extension);
    await page.getByText("I am on the list").click();
    await hand(page, tree.dump());
    await page.getByText(`This account is listed for ${maximum} plants in all`).waitFor();
    expect(await faultsOf(page), "listed").toEqual([]);
    await page.getByRole("spinbutton").fill("9");
    await page.getByRole("button", { name: "Mint 2 plants" }).click();
    await page.locator(".seedlings [data-token]").nth(1).waitFor();
    expect(await minted(stage)).toBe(maximum);
    await page.getByRole("button", { name: "Mint again" }).click();
    await page.getByText("I am on the list").click();
    await page.getByText(`This account has minted the ${maximum} plants`).waitFor();
    await extension.turnToAccount(STRANGER);
    await page.getByText("is not on this list").waitFor();
    await page
      .getByLabel("Or paste it")
      .fill(JSON.stringify({ maximum: 5, proof: tree.getProof(2) }));
    await page.getByText("This proof does not show that").waitFor();
    await setList(stage, zeroHash);
  });

  it("behavior: a published list needs no file; where it cannot be read, the file is asked for", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const most = (await minted(stage)) + 2n;
    const tree = treeOf(stage, [
      [MINTER, most],
      [3, 1n],
    ]);
    await setList(stage, tree.root as Hex);
    await page.route("**/deployment.json", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ json: { ...(await response.json()), list: "lists/early.json" } });
    });
    let isThere = false;
    await page.route("**/lists/early.json", (route) =>
      isThere ? route.fulfill({ json: tree.dump() }) : route.fulfill({ status: 404 }),
    );
    const ask = page.getByText("Drop the list's file, or the proof that you were given.");
    await open("#/mint?way=listed");
    await page.getByText("The list that this page knows of could not be read.").waitFor();
    await ask.waitFor();
    isThere = true;
    await page.reload();
    await connect(page, extension);
    await page.getByText(`This account is listed for ${most} plants in all`).waitFor();
    expect(await ask.count()).toBe(0);
    // Who is not on it may still have a proof of another's making.
    await extension.turnToAccount(STRANGER);
    await page.getByText("is not on this list").waitFor();
    await ask.waitFor();
    await extension.turnToAccount(MINTER);
    await page.getByRole("button", { name: "Mint 1 plant" }).click();
    await page.locator(".seedlings [data-token]").waitFor();
    expect(await minted(stage)).toBe(most - 1n);
    await setList(stage, zeroHash);
  });

  it("behavior: what is filled in stays, whoever connects and whatever opens meanwhile", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const most = (await minted(stage)) + 9n;
    const tree = treeOf(stage, [
      [MINTER, most],
      [3, 2n],
    ]);
    await setList(stage, tree.root as Hex);
    await sell(stage, FOR_EVER - 1, FOR_EVER);
    await open("#/mint");
    const isListed = () => page.getByLabel("I am on the list").isChecked();
    await page.getByText("to see whether its account is on the list").waitFor();
    expect(await isListed()).toBe(true);
    await hand(page, tree.dump());
    await page.getByText("It is read. Connect the account that it is for.").waitFor();
    await connect(page, extension);
    await page.getByText(`This account is listed for ${most} plants in all`).waitFor();
    await page.getByRole("spinbutton").fill("3");
    await page.getByLabel("Home").selectOption("1");
    const order = page.getByRole("button", { name: "Mint 3 plants" });
    await sell(stage, 0, FOR_EVER);
    await page.locator(".facts").getByText("open", { exact: true }).waitFor();
    await extension.turnToAccount(3);
    await page.getByText("This account is listed for 2 plants in all").waitFor();
    await extension.turnToAccount(MINTER);
    await order.waitFor();
    await page.getByRole("link", { name: "Collection" }).click();
    await page.getByRole("link", { name: "Mint", exact: true }).click();
    await order.waitFor();
    expect(await isListed()).toBe(true);
    expect(await page.getByLabel("Home").inputValue()).toBe("1");
    await setList(stage, zeroHash);
  });

  it("behavior: a voucher shows what it promises, is tried before anybody pays, and counts once", async ({
    open,
    page,
    stage,
    extension,
  }) => {
    const signer = stage.wallet(5);
    const before = await minted(stage);
    await stage.send(
      stage.wallet(OWNER).writeContract({
        ...tokenOf(stage),
        functionName: "setVoucherSigner",
        args: [signer.account.address],
      }),
    );
    const { timestamp } = await stage.client.getBlock();
    const message = {
      recipient: stage.wallet(MINTER).account.address,
      quantity: 3n,
      price: PRICE / 4n,
      home: 1n,
      nonce: 77n,
      deadline: timestamp + 86_400n * 9n,
    };
    const signature = await signer.signTypedData({
      domain: {
        name: "Heliotrope",
        version: "1",
        chainId: CHAIN,
        verifyingContract: tokenOf(stage).address,
      },
      types: {
        Voucher: [
          { name: "recipient", type: "address" },
          { name: "quantity", type: "uint256" },
          { name: "price", type: "uint256" },
          { name: "home", type: "uint256" },
          { name: "nonce", type: "uint256" },
          { name: "deadline", type: "uint256" },
        ],
      },
      primaryType: "Voucher",
      message,
    });
    const voucher = Object.fromEntries(Object.entries(message).map(([k, v]) => [k, String(v)]));
    await open("#/mint?way=voucher");
    const paste = page.getByLabel("Or paste it");
    await paste.fill(JSON.stringify({ voucher: { ...voucher, price: "1" }, signature }));
    await page.getByText("did not sign this one").waitFor();
    await page.getByRole("button", { name: "Take another voucher" }).click();
    await paste.fill(JSON.stringify({ voucher, signature }));
    await page.getByText("The contract takes this voucher.").waitFor();
    await page.getByText("3 plants for 0.005 ETH each").waitFor();
    await page.getByText("for another 9 days").waitFor();
    expect(await faultsOf(page), "voucher").toEqual([]);
    await connect(page, extension);
    await page.getByRole("button", { name: "Mint 3 plants" }).click();
    await page.locator(".seedlings [data-token]").nth(2).waitFor();
    expect(await minted(stage)).toBe(before + 3n);
    await page.getByRole("button", { name: "Mint again" }).click();
    await page.getByLabel("Or paste it").fill(JSON.stringify({ voucher, signature }));
    await page.getByText("This voucher was used already").waitFor();
  });
});
