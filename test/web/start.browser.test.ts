import { toFunctionSelector } from "viem";
import { describe, expect } from "vitest";
import { SUBJECT } from "./stage.ts";
import { it, PATIENCE } from "./visitor.ts";

describe("start", () => {
  it("error: a node that does not answer is said in one sentence", async ({ open, page }) => {
    await page.route("**/rpc", (route) => route.abort());
    await open("");
    await page.getByRole("heading", { name: "The chain cannot be reached" }).waitFor();
    expect(await page.locator("main").textContent()).toContain("/rpc does not answer");
  });

  it("behavior: a node that goes silent is said to be silent, and the page recovers by itself", async ({
    open,
    page,
    visit,
  }) => {
    await open(`#/token/${SUBJECT}`);
    await page.locator(".stage canvas.painted").waitFor();
    const outage = page.locator(".outage");
    await page.route("**/rpc", (route) => route.abort());
    await expect
      .poll(() => outage.textContent(), { timeout: PATIENCE })
      .toContain("/rpc does not answer. What you see is from before that");
    await page.unroute("**/rpc");
    await expect.poll(() => outage.textContent(), { timeout: PATIENCE }).toBe("");
    // Whoever came while it was silent, and has seen nothing before, gets the page too, without a reload.
    const { open: come, page: late } = await visit();
    await late.route("**/rpc", (route) => route.abort());
    await come("");
    await late.getByRole("heading", { name: "The chain cannot be reached" }).waitFor();
    await late.unroute("**/rpc");
    await late.locator(".wall canvas.painted").first().waitFor();
  });

  it("behavior: a model that could not be read at first is asked for again", async ({
    open,
    page,
  }) => {
    let refused = 0;
    await page.route("**/rpc", async (route) => {
      const modelBytes = toFunctionSelector("modelBytes(uint256)");
      if (refused < 4 && route.request().postData()?.includes(modelBytes)) {
        refused++;
        await route.abort();
      } else await route.fallback();
    });
    await open(`#/token/${SUBJECT}`);
    await page.locator(".stage canvas.painted").waitFor();
    expect(refused).toBe(4);
  });

  it("behavior: a node that hangs is noticed before its requests run out", async ({
    open,
    page,
  }) => {
    await page.clock.install();
    await open("");
    await page.locator(".wall [data-token]").first().waitFor();
    await page.route("**/rpc", () => new Promise(() => undefined));
    await page.clock.runFor(15_000);
    await expect
      .poll(() => page.locator(".outage").textContent(), { timeout: PATIENCE })
      .toContain("does not answer");
  });

  it("error: a missing deploy record is said in one sentence", async ({ open, page }) => {
    await page.route("**/deployment.json", (route) => route.fulfill({ status: 404 }));
    await open("");
    await page.getByRole("heading", { name: "Heliotrope cannot start" }).waitFor();
    expect(await page.locator("main").textContent()).toContain("has no deployment.json");
  });
});
