import { describe, expect } from "vitest";
import { faultsOf } from "./axe.ts";
import { it, verifyAt } from "./visitor.ts";

describe("accessibility", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 375]) {
      it(`default: no page breaks a rule of WCAG 2.2 AA, ${colorScheme}, ${width} wide`, async ({
        open,
        page,
        stage,
      }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: 900 });
        await open("");
        await page.locator(".wall canvas.painted").first().waitFor();
        expect(await faultsOf(page), "gallery").toEqual([]);
        await verifyAt({ page, open }, stage, "honest");
        expect(await faultsOf(page), "token").toEqual([]);
        await open("#/almanac");
        await page.locator(".stem").first().waitFor();
        await page.locator(".keepers tbody tr").first().waitFor();
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await faultsOf(page), "almanac").toEqual([]);
        await open("#/mint");
        await page.getByRole("spinbutton").waitFor();
        expect(await faultsOf(page), "mint").toEqual([]);
        await page.locator("form").getByRole("button", { name: "Connect a wallet" }).click();
        expect(await faultsOf(page), "wallets").toEqual([]);
      });
    }
  }

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
