import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { faultsOf } from "./axe.ts";
import { it, PATIENCE } from "./visitor.ts";

const notice = (page: Page) => page.locator(".outage [data-trouble]");

async function troubleOn(page: Page, kind: string): Promise<string> {
  await page.locator(`.outage [data-trouble="${kind}"]`).waitFor({ timeout: PATIENCE });
  return (await notice(page).locator("p").first().textContent()) ?? "";
}

/** Lets seconds pass for the page alone until this is to be seen: it asks the node once in each. */
async function hurry(page: Page, until: string): Promise<void> {
  const beat = async () => {
    await page.clock.fastForward(1_000);
    return page.locator(until).isVisible();
  };
  await expect.poll(beat, { timeout: PATIENCE }).toBe(true);
}

/** Waits until the page has nothing to complain of. */
async function recovers(page: Page): Promise<void> {
  await notice(page).waitFor({ state: "detached", timeout: PATIENCE });
}

describe("faults of the node", () => {
  it("error: each has a sentence of its own, and the page recovers from all of them", async ({
    open,
    page,
    stage,
  }) => {
    await page.clock.install();
    await stage.mine(120);
    await open("");
    const pieces = page.locator(".wall [data-token]");
    await pieces.first().waitFor();
    const shown = await pieces.count();

    stage.rpc.lag(100);
    expect(await troubleOn(page, "behind")).toContain("100 blocks behind what it had said before");
    expect(await pieces.count()).toBe(shown);
    stage.rpc.heal();
    await recovers(page);

    stage.rpc.failWith("error-before");
    expect(await troubleOn(page, "failing")).toContain("answers with an error of its own (HTTP 5");
    stage.rpc.heal();
    await recovers(page);

    stage.rpc.chainId(5);
    // Which chain it is on is asked once in ten times.
    await hurry(page, '.outage [data-trouble="wrong-chain"]');
    expect(await troubleOn(page, "wrong-chain")).toContain(
      "is on chain 5, and the contracts are on chain 31337. Nothing that it says is shown.",
    );
    expect(await faultsOf(page)).toEqual([]);
    stage.rpc.heal();
    await recovers(page);

    stage.rpc.delay(2_500);
    expect(await troubleOn(page, "slow")).toContain("is slow");
    stage.rpc.heal();
    await recovers(page);
    const spoken = page.getByRole("status").filter({ hasText: "The node answers again." });
    await spoken.waitFor({ state: "attached" });
  });

  it("error: a node that wants to be left alone is left alone for as long as it asks", async ({
    open,
    page,
    stage,
  }) => {
    await page.clock.install();
    await open("");
    await page.locator(".wall [data-token]").first().waitFor();
    stage.rpc.rateLimit(60);
    expect(await troubleOn(page, "limited")).toMatch(/asks again in [0-9]+ seconds?\./);
    stage.rpc.mark();
    await page.clock.fastForward(31_000);
    await notice(page)
      .getByText(/asks again in [12]?[0-9] seconds?\./)
      .waitFor();
    expect(stage.rpc.count()).toBe(0);
    stage.rpc.heal();
    await page.clock.fastForward(30_000);
    await recovers(page);
    expect(stage.rpc.count()).toBeGreaterThan(0);
  });

  it("behavior: who comes while the node is on another chain chooses another node, and keeps it", async ({
    open,
    page,
    stage,
  }) => {
    stage.rpc.chainId(5);
    await open("");
    await page.getByRole("heading", { name: "The chain cannot be reached" }).waitFor();
    expect(await page.locator("main").textContent()).toContain("is on chain 5");
    await page.getByRole("button", { name: "Use another node" }).click();
    const dialog = page.getByRole("dialog");
    const address = dialog.getByRole("textbox", { name: "Address of the node" });
    // The same node by its own address is still on another chain.
    await address.fill(`${stage.url}rpc`);
    await dialog.getByRole("button", { name: "Check it and use it" }).click();
    await dialog.getByText("That node is on chain 5").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await address.fill(stage.rpcUrl);
    await dialog.getByRole("button", { name: "Check it and use it" }).click();
    await page.locator(".wall [data-token]").first().waitFor();
    stage.rpc.mark();
    await page.reload();
    await page.locator(".wall [data-token]").first().waitFor();
    expect(stage.rpc.count()).toBe(0);
    stage.rpc.heal();
    await page.getByRole("button", { name: "Use another node" }).click();
    await page.getByRole("button", { name: "Go back to the collection’s node" }).click();
    await page.locator(".wall [data-token]").first().waitFor();
    await expect.poll(() => stage.rpc.count(), { timeout: PATIENCE }).toBeGreaterThan(0);
  });
});
