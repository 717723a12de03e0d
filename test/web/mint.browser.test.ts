import type { BrowserContext } from "playwright-core";
import { describe, expect } from "vitest";
import { it, PATIENCE } from "./visitor.ts";

describe("mint", () => {
  it("default: the development wallet mints seeds, and they germinate", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Development wallet" }).click();
    await page.getByRole("button", { name: "One more" }).click();
    await page.getByRole("button", { name: "Mint 2 plants" }).click();
    await page.getByText("Germination pending").waitFor();
    const seedlings = page.locator(".seedlings [data-token]");
    await expect.poll(() => seedlings.count(), { timeout: PATIENCE }).toBe(2);
    await stage.germinate();
    await page.getByText("Germinated", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("behavior: a wallet that declines is answered with words, and nothing is lost", async ({
    context,
    open,
    page,
  }) => {
    await announceWallet(context, { chainId: 31_337 });
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
    await page.getByRole("button", { name: "Mint 1 plant" }).click();
    await page.getByText("You declined the request in your wallet.").waitFor();
    expect(await page.getByRole("button", { name: "Mint 1 plant" }).isEnabled()).toBe(true);
  });

  it("behavior: a slow receipt is said to be slow, and waiting goes on", async ({
    context,
    open,
    page,
  }) => {
    await announceWallet(context, { chainId: 31_337, sent: `0x${"7e".repeat(32)}` });
    await page.clock.install();
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
    await page.getByRole("button", { name: "Mint 1 plant" }).click();
    await page.locator('.steps [data-state="now"]').getByText("Waiting for a block").waitFor();
    expect(await page.getByText("This takes longer than usual.").count()).toBe(0);
    await page.clock.fastForward(25_000);
    await page.getByText("This takes longer than usual.").waitFor();
    await page.locator(".steps").getByText("Waiting for a block").waitFor();
  });

  it("behavior: a wallet on another chain is asked to switch", async ({ context, open, page }) => {
    await announceWallet(context, { chainId: 1 });
    await open("#/mint");
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Test Wallet" }).click();
    await page.getByText("Your wallet is on chain 1").waitFor();
    await page.getByRole("button", { name: "Switch to chain 31337" }).click();
    await page.getByRole("button", { name: "Mint 1 plant" }).waitFor();
  });
});

/** A wallet that announces itself through EIP-6963. It claims to have sent `sent`, or declines. */
async function announceWallet(
  context: BrowserContext,
  wallet: { chainId: number; sent?: string },
): Promise<void> {
  await context.addInitScript(({ chainId, sent }) => {
    let current = chainId;
    const listeners: Record<string, ((value: unknown) => void)[]> = {};
    const provider = {
      on: (event: string, listener: (value: unknown) => void) => {
        listeners[event] = [...(listeners[event] ?? []), listener];
      },
      removeListener: () => undefined,
      request: async ({ method, params }: { method: string; params?: { chainId: string }[] }) => {
        switch (method) {
          case "eth_requestAccounts":
          case "eth_accounts":
            return ["0x90F79bf6EB2c4f870365E785982E1f101E93b906"];
          case "eth_chainId":
            return `0x${current.toString(16)}`;
          case "wallet_requestPermissions":
            return [];
          case "wallet_switchEthereumChain":
            current = Number(params![0]!.chainId);
            for (const listener of listeners.chainChanged ?? []) listener(params![0]!.chainId);
            return null;
          case "eth_sendTransaction":
            if (sent) return sent;
            throw Object.assign(new Error("User rejected the request."), { code: 4001 });
          default:
            throw Object.assign(new Error(`This wallet does not know ${method}.`), { code: 4200 });
        }
      },
    };
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent("eip6963:announceProvider", {
          detail: Object.freeze({
            info: {
              uuid: "350670db-19fa-4704-a166-e52e178b59d2",
              name: "Test Wallet",
              icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
              rdns: "example.test.wallet",
            },
            provider,
          }),
        }),
      );
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  }, wallet);
}
