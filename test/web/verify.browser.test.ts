import { createPublicClient, http, keccak256, toHex } from "viem";
import { describe, expect } from "vitest";
import { engineAbi } from "../../contracts/abi.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { SUBJECT, WRONG_PIXEL } from "./stage.ts";
import { it, verifyAt } from "./visitor.ts";

describe("verify on this machine", () => {
  it("default: an honest epoch matches, and its raster is the one that integers give", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    const { kind, words } = await verifyAt({ page, open }, stage, "honest");
    expect(words).toContain("It matches");
    expect(kind).toBe("matches");
    // Chromium's TF.js, Node's TF.js on wasm, and plain integers: one raster.
    const epoch = stage.epochs.honest;
    const inWasm = stage.rasterHash(epoch, SUBJECT);
    const inputs = await stage.skyInputs(epoch, SUBJECT);
    const whole = { ...inputs, size: 240, x: 0, y: 0, width: 240, height: 240 };
    const raster = paintInteger(stage.model, whole);
    expect(keccak256(raster)).toBe(inWasm);
    expect(words).toContain(inWasm);
    expect(words).toContain("TF.js on wasm");
    expect(complaints).toEqual([]);
    // And the contract: every 59th of the 3,600 runs.
    const chain = createPublicClient({ transport: http(stage.rpcUrl) });
    const { latent, condition } = inputs;
    const compared = await Promise.all(
      Array.from({ length: 62 }, async (_, i) => {
        const run = 59 * i;
        const pixels = await chain.readContract({
          address: stage.contracts.Engine!.address,
          abi: engineAbi,
          functionName: "skyRun",
          args: [
            0n,
            latent,
            condition,
            240n,
            BigInt(16 * (run % 15)),
            BigInt(Math.floor(run / 15)),
          ],
        });
        return pixels === toHex(raster.subarray(48 * run, 48 * run + 48));
      }),
    );
    expect(compared).toEqual(new Array(62).fill(true));
  });

  it("behavior: a root over one wrong pixel is wrong, and the pixel is named", async ({
    open,
    page,
    stage,
  }) => {
    const { kind, words } = await verifyAt({ page, open }, stage, "wrong-pixel");
    expect(kind).toBe("root-wrong");
    expect(words).toContain("The root is wrong");
    const { x, y } = WRONG_PIXEL;
    expect(words).toContain(`run ${y * 15 + Math.floor(x / 16)}, pixel (${x}, ${y})`);
  });

  it("behavior: the chain is asked about a wrong root, and agrees", async ({
    complaints,
    open,
    page,
    stage,
  }) => {
    await verifyAt({ page, open }, stage, "wrong-pixel");
    await page.getByRole("button", { name: "Ask the contract" }).click();
    // Its windows are long over, and a call cannot have put anything down a block before.
    await page.locator("[data-judgement=late]").waitFor();
    const judgement = await page.locator("[data-judgement]").textContent();
    expect(judgement).toContain(
      "The chain painted these pixels itself, and they are not the root's",
    );
    expect(complaints).toEqual([]);
  });

  it("behavior: what the chain says of the root stands beside it", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.honest}`);
    await page.locator("[data-standing=stands]").waitFor();
    const provenance = await page
      .locator("section", { hasText: "Provenance" })
      .last()
      .textContent();
    expect(provenance).toContain("bafkrei");
    await page.getByRole("link", { name: /in the almanac/ }).click();
    await page.getByRole("heading", { name: /^Epoch [0-9,]+$/, level: 1 }).waitFor();
    await page.locator("article.epoch [data-root=A]").waitFor();
  });

  it("behavior: a tampered path is a bad proof", async ({ open, page, stage }) => {
    const { kind, words } = await verifyAt({ page, open }, stage, "tampered-path");
    expect(kind).toBe("bad-proof");
    expect(words).toContain("ask another source");
  });

  it("behavior: a tampered leaf is a bad proof, not a wrong root", async ({
    open,
    page,
    stage,
  }) => {
    const { kind } = await verifyAt({ page, open }, stage, "tampered-leaf");
    expect(kind).toBe("bad-proof");
  });

  it("behavior: with nobody serving a path it cannot be proved here", async ({
    open,
    page,
    stage,
  }) => {
    const { kind, words } = await verifyAt({ page, open }, stage, "unserved");
    expect(kind).toBe("cannot-be-proved");
    expect(words).toContain("404");
  });

  it("behavior: before the reveal there is nothing to hold it against", async ({
    open,
    page,
    stage,
  }) => {
    await open(`#/token/${SUBJECT}/epoch/${stage.epochs.unrevealed}`);
    const verdict = page.locator("[data-verdict]");
    await verdict.waitFor();
    expect(await verdict.getAttribute("data-verdict")).toBe("not-revealed");
    expect(await page.getByRole("button", { name: "Verify on this machine" }).count()).toBe(0);
  });
});
