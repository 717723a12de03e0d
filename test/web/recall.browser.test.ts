// Whoever comes back finds their wallet connected, where it shares its accounts without asking; whoever disconnected
// is asked again.
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { it as base, connect as connectDevelopment, PATIENCE } from "./visitor.ts";
import { connect, type Extension, installExtension } from "./wallet/extension.ts";

const it = base.extend("extension", ({ context, stage }) => installExtension(context, stage));

const head = (page: Page) => page.getByRole("banner");
const isConnected = (page: Page) =>
  head(page).getByRole("button", { name: "Disconnect" }).waitFor();
const isAskedFor = (page: Page) =>
  head(page).getByRole("button", { name: "Connect a wallet" }).waitFor();
const requests = ({ asked }: Extension) =>
  asked.filter(({ method }) => method === "eth_requestAccounts").length;
const kept = (page: Page) => page.evaluate(() => localStorage.getItem("heliotrope.wallet"));

/** Counts how often the wallet is asked, without a window, whom it shares; it answers as it is told. */
function watch(extension: Extension, accounts: readonly string[]): () => number {
  let count = 0;
  extension.answer("eth_accounts", () => {
    count++;
    return accounts;
  });
  return () => count;
}

describe("a wallet", () => {
  it("default: connected once, it is connected after a reload, and no window opens", async ({
    open,
    page,
    stage,
    extension,
    complaints,
  }) => {
    await open("#/mint");
    await connect(page, extension);
    expect(requests(extension)).toBe(1);
    // Another account by now, and on another page: the wallet says who it shares.
    await extension.turnToAccount(9);
    await open("#/desk");
    await page.reload();
    await isConnected(page);
    const { address } = stage.wallet(9).account;
    await head(page).getByText(address.slice(-4)).waitFor();
    expect(requests(extension)).toBe(1);
    // It is heard, too.
    await extension.turnToAccount(7);
    await head(page).getByText(stage.wallet(7).account.address.slice(-4)).waitFor();
    // No account was written down.
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/0x[0-9a-f]{40}/i);
    expect(complaints).toEqual([]);
  });

  it("behavior: the development wallet too, and Disconnect is for good", async ({
    open,
    page,
    extension,
  }) => {
    const looks = watch(extension, []);
    await open("#/desk");
    await connectDevelopment(page);
    await page.reload();
    await head(page).getByRole("button", { name: "Disconnect" }).click();
    await isAskedFor(page);
    await page.reload();
    await isAskedFor(page);
    await page.getByText("Connect a wallet to see its plants here.").waitFor();
    expect(await kept(page)).toBeNull();
    // Nobody asked the wallet that was never chosen.
    expect(looks()).toBe(0);
  });

  it("behavior: locked, or belonging to nobody any more, it is not pressed", async ({
    open,
    page,
    extension,
  }) => {
    await open("#/mint");
    await connect(page, extension);
    const before = requests(extension);
    const looks = watch(extension, []);
    await page.reload();
    await expect.poll(looks, { timeout: PATIENCE }).toBeGreaterThan(0);
    await page.locator("main").getByRole("button", { name: "Connect a wallet" }).waitFor();
    expect(await head(page).getByRole("button", { name: "Disconnect" }).count()).toBe(0);
    expect(requests(extension)).toBe(before);
    // Unlocked again, the next visit finds it.
    extension.answer("eth_accounts", () => extension.accounts());
    await page.reload();
    await isConnected(page);
    expect(requests(extension)).toBe(before);
  });

  it("behavior: announced late, it is connected when it comes", async ({ visit, stage }) => {
    const { context, page } = await visit();
    const late = await installExtension(context, stage, { isLate: true });
    await page.goto(`${stage.url}#/mint`);
    await late.wake(page);
    await connect(page, late);
    await page.reload();
    await page.locator("main").getByRole("button", { name: "Connect a wallet" }).waitFor();
    expect(await head(page).getByRole("button", { name: "Disconnect" }).count()).toBe(0);
    await late.wake(page);
    await isConnected(page);
    expect(requests(late)).toBe(1);
  });
});
