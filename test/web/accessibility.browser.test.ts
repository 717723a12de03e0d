import { describe, expect } from "vitest";
import { faultsInEveryLook } from "./axe.ts";
import { it, verifyAt } from "./visitor.ts";

describe("WCAG 2.2 AA, light and dark, wide and on a phone", () => {
  it("default: the gallery breaks no rule", async ({ open, page }) => {
    await open("");
    await page.locator(".wall canvas.painted").first().waitFor();
    expect(await faultsInEveryLook(page)).toEqual([]);
  });

  it("default: nor does a plant that has been verified", async ({ open, page, stage }) => {
    await verifyAt({ page, open }, stage, "honest");
    expect(await faultsInEveryLook(page)).toEqual([]);
  });

  it("default: nor the almanac, opened out", async ({ open, page }) => {
    await open("#/almanac");
    await page.locator(".stem").first().waitFor();
    await page.locator(".keepers tbody tr").first().waitFor();
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await faultsInEveryLook(page)).toEqual([]);
  });

  it("default: nor minting, and the choice of a wallet over it", async ({ open, page }) => {
    await open("#/mint");
    await page.getByRole("spinbutton").waitFor();
    expect(await faultsInEveryLook(page)).toEqual([]);
    await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
    await page.getByRole("dialog").getByRole("button").first().waitFor();
    expect(await faultsInEveryLook(page), "wallets").toEqual([]);
  });
});

describe("a screen reader", () => {
  it("behavior: verification is spoken step by step, without hashes", async ({
    open,
    page,
    stage,
  }) => {
    await verifyAt({ page, open }, stage, "honest");
    const spoken = await page.locator(".verify > [role=status]").textContent();
    expect(spoken).toBe("Verdict: It matches.");
  });
});
