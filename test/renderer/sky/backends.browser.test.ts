// The conformance of infer.test.ts in a real browser, through the very code by which the web app starts
// its backends. WebGL is SwiftShader's here: slow, but it runs the shaders that a GPU would.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { paintInteger } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CHROMIUM_FLAGS, ensureChromium } from "../../../tools/chromium.ts";
import type { Backend } from "../../../web/workers/backend.ts";
import { CONFORMANCE, SHIPPED } from "./backends.ts";
import type { Conformance, Outcome } from "./page.ts";

/** A host that exists only inside the browser: everything under it comes from the build's folder. */
const HOST = "http://sky.test/";

const model = parseModel(SHIPPED);
const expected = CONFORMANCE.map((request) => bytesToHex(keccak_256(paintInteger(model, request))));

let folder: string;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-sky-"));
  [browser] = await Promise.all([
    chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_FLAGS }),
    build({
      configFile: false,
      logLevel: "warn",
      root: fileURLToPath(new URL(".", import.meta.url)),
      base: "./",
      build: {
        outDir: folder,
        emptyOutDir: false,
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 4_000,
        rolldownOptions: {
          input: fileURLToPath(new URL("page.ts", import.meta.url)),
          output: { entryFileNames: "page.js" },
        },
      },
    }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  context = await browser.newContext();
  await context.route(`${HOST}**`, (route) => {
    const name = new URL(route.request().url()).pathname;
    if (name !== "/") return route.fulfill({ path: join(folder, name) });
    const body = '<!doctype html><script type="module" src="/page.js"></script>';
    return route.fulfill({ contentType: "text/html", body });
  });
});
afterEach(() => context.close());

/** Paints the conformance requests in a fresh page. */
async function paint(backend: Backend | undefined, halfFloats = false): Promise<Outcome> {
  const page = await context.newPage();
  await page.goto(HOST);
  await page.waitForFunction(() => "conformance" in window);
  return page.evaluate(
    ({ bytes, requests, backend, halfFloats }) => {
      const { conformance } = window as unknown as { conformance: Conformance };
      return conformance.paint(bytes, requests, backend, halfFloats);
    },
    { bytes: [...SHIPPED], requests: CONFORMANCE, backend, halfFloats },
  );
}

describe.each(["wasm", "webgl", "cpu"] as const)("startPainterOn %s in Chromium", (backend) => {
  test("default: paints the bytes of the integer reference", async () => {
    const onGpu = backend === "webgl";
    expect(await paint(backend)).toEqual({ backend, hashes: expected, onGpu, refused: undefined });
    expect(expected.length).toBe(15);
  });
});

describe("startPainterOn", () => {
  test("error: WebGL without 32-bit floats is refused, with the reason and a remedy", async () => {
    const { backend, hashes, refused } = await paint("webgl", true);
    expect(backend).toBe("webgl");
    expect(hashes).toEqual([]);
    expect(refused?.name).toBe("BackendRefused");
    expect(refused?.message).toContain(`the model promises ${model.selfTest}`);
    expect(refused?.message).toContain("webgl needs 32-bit float render targets");
  });
});

describe("startPainter", () => {
  test("default: takes wasm", async () => {
    expect(await paint(undefined)).toEqual({
      backend: "wasm",
      hashes: expected,
      onGpu: false,
      refused: undefined,
    });
  });

  test("behavior: falls back to WebGL where wasm does not load", async () => {
    await context.route("**/*.wasm", (route) => route.abort());
    expect(await paint(undefined)).toEqual({
      backend: "webgl",
      hashes: expected,
      onGpu: true,
      refused: undefined,
    });
  });

  test("behavior: falls back to the CPU where WebGL does not paint exactly either", async () => {
    await context.route("**/*.wasm", (route) => route.abort());
    expect(await paint(undefined, true)).toEqual({
      backend: "cpu",
      hashes: expected,
      onGpu: false,
      refused: undefined,
    });
  });
});
