import { describe, expect } from "vitest";
import { climateAbi } from "../../contracts/abi.ts";
import { unpackObservation } from "../../renderer/observation.ts";
import { temperature } from "../../web/words.ts";
import { faultsInEveryLook } from "./axe.ts";
import { it, PATIENCE } from "./visitor.ts";

describe("climate", () => {
  it("default: stations with their latest weather, what was observed, and who reported it", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await open("#/climate");
    await page.locator(".stations [data-station='1']").waitFor();
    const climate = { address: stage.contracts.Climate!.address, abi: climateAbi } as const;
    const last = await stage.client.readContract({ ...climate, functionName: "lastEpoch" });
    for (const station of [0, 1]) {
      const [word] = await stage.client.readContract({
        ...climate,
        functionName: "observationAt",
        args: [BigInt(station), last],
      });
      const row = await page.locator(`.stations [data-station='${station}']`).textContent();
      expect(row).toContain(temperature(unpackObservation(word).tempCentiC));
    }
    expect(await page.locator(".map .place").count()).toBe(2);
    await expect
      .poll(async () => (await page.locator(".map .land").getAttribute("d"))?.length ?? 0, {
        timeout: PATIENCE,
      })
      .toBeGreaterThan(1_000);
    expect(await page.locator(".strip .row").count()).toBeGreaterThanOrEqual(4);

    const [signers] = await stage.client.readContract({
      ...climate,
      functionName: "signersOf",
      args: [1n],
    });
    const table = page.locator(".agreement");
    await table.waitFor();
    const heads = await table.locator("thead th").allTextContents();
    for (const signer of signers) {
      expect(heads).toContain(`${signer.slice(0, 6)}…${signer.slice(-4)}`);
    }
    // Three of the four reported, all the same on this stage.
    const cells = await table.locator("[data-field='tempCentiC'] td").allTextContents();
    expect(cells.filter((cell) => cell === "not taken")).toHaveLength(1);
    expect(new Set(cells.filter((cell) => cell !== "not taken")).size).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("behavior: a station, a span and an epoch are in the address, and a table is what the map is", async ({
    open,
    page,
    stage,
  }) => {
    const epoch = stage.epochs.honest;
    await open(`#/climate/station/1?span=week&epoch=${epoch}`);
    await page.locator(".station[data-station='1'] .strip").waitFor();
    expect(await page.getByRole("radio", { name: "Week" }).isChecked()).toBe(true);
    await page
      .getByText(new RegExp(`Epoch ${epoch.toLocaleString("en-GB")} was accepted`))
      .waitFor();
    const slider = page.locator(".station").getByRole("slider");
    await slider.focus();
    await page.keyboard.press("Home");
    await expect.poll(() => page.url()).not.toContain(`epoch=${epoch}`);
    await page.locator(".stations").getByRole("link").first().click();
    await page.locator(".station[data-station='0']").waitFor();
    await page.locator(".map .place").nth(1).click();
    await page.locator(".station[data-station='1']").waitFor();
  });

  it("behavior: a station that there is not is said not to be", async ({ open, page }) => {
    await open("#/climate/station/77");
    await page.getByText("There is no station 77; the highest number is 1.").waitFor();
  });

  it("behavior: breaks no rule of WCAG 2.2 AA, and fits a phone", async ({ open, page }) => {
    await open("#/climate");
    await page.locator(".agreement").waitFor();
    expect(await faultsInEveryLook(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, "on a phone").toBeLessThanOrEqual(0);
  });
});
