// The conformance of infer.test.ts in a real browser, through the very code by which the web app starts
// its backends. WebGL is SwiftShader's here: slow, but it runs the shaders that a GPU would.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { paintInteger, type SkyRequest } from "../../../renderer/sky/integer.ts";
import { parseModel } from "../../../renderer/sky/model.ts";
import { CHROMIUM_FLAGS, ensureChromium } from "../../../tools/chromium.ts";
import { CONFORMANCE, SHIPPED } from "./backends.ts";
import { MILLION } from "./million.ts";
import type { Conformance, Job, Outcome } from "./page.ts";

/** A host that exists only inside the browser: everything under it comes from the build's folder. */
const HOST = "https://sky.test/";
/** The same without https, where browsers hide WebGPU. */
const INSECURE = "http://sky.test/";

/** Lets Chromium offer WebGPU through SwiftShader. */
const WEBGPU_FLAG = "--enable-unsafe-webgpu";

/**
 * How much of the lists a backend is given: all but WebGPU on SwiftShader, which takes 10 s for what wasm
 * does in 0.1 s.
 */
const SHARE = {
  wasm: { requests: 15, windows: 1000 },
  webgl: { requests: 15, windows: 1000 },
  webgpu: { requests: 12, windows: 40 },
  cpu: { requests: 15, windows: 1000 },
};

/** Enough to be under way when the device goes away. */
const LARGE: SkyRequest = { ...CONFORMANCE[0]!, size: 1024, width: 1024, height: 64 };

const model = parseModel(SHIPPED);
const expected = CONFORMANCE.map((request) => bytesToHex(keccak_256(paintInteger(model, request))));

/** What the integer reference makes of the million pixels, and where each window begins. */
const million = new Uint8Array(3_000_000);
const ends = [0];
for (const request of MILLION) {
  const painted = paintInteger(model, request);
  million.set(painted, ends.at(-1));
  ends.push(ends.at(-1)! + painted.length);
}

let folder: string;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-sky-"));
  [browser] = await Promise.all([
    chromium.launch({ executablePath: ensureChromium(), args: [...CHROMIUM_FLAGS, WEBGPU_FLAG] }),
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
  await context.route("*://sky.test/**", (route) => {
    const name = new URL(route.request().url()).pathname;
    if (name !== "/") return route.fulfill({ path: join(folder, name) });
    const body = '<!doctype html><script type="module" src="/page.js"></script>';
    return route.fulfill({ contentType: "text/html", body });
  });
});
afterEach(() => context.close());

async function openPage(host = HOST): Promise<Page> {
  const page = await context.newPage();
  await page.goto(host);
  await page.waitForFunction(() => "conformance" in window);
  return page;
}

/** Paints in a fresh page, by default the conformance requests. */
async function paint({ host = HOST, ...job }: Partial<Job> & { host?: string }): Promise<Outcome> {
  const page = await openPage(host);
  return page.evaluate(
    ({ bytes, job }) => {
      const { conformance } = window as unknown as { conformance: Conformance };
      return conformance.paint(bytes, job);
    },
    { bytes: [...SHIPPED], job: { requests: CONFORMANCE, ...job } },
  );
}

/** Which backends a page went through before the one that painted, and why. */
const absent = (backend: string) => ({ backend, kind: "absent" });

describe.each(["wasm", "webgl", "webgpu", "cpu"] as const)("%s in Chromium", (backend) => {
  test("default: paints the bytes of the integer reference", async () => {
    const onGpu = backend.startsWith("webg");
    const requests = CONFORMANCE.slice(0, SHARE[backend].requests);
    expect(await paint({ backend, requests })).toEqual({
      backend,
      hashes: expected.slice(0, requests.length),
      onGpu,
      steps: [],
      error: undefined,
    });
    expect(expected.length).toBe(15);
  });

  test("behavior: has the hash of the integer reference over the million pixels", async () => {
    const { windows } = SHARE[backend];
    const page = await openPage();
    const hash = await page.evaluate(
      ({ bytes, backend, windows }) => {
        const { conformance } = window as unknown as { conformance: Conformance };
        return conformance.paintMillion(bytes, backend, windows);
      },
      { bytes: [...SHIPPED], backend, windows },
    );
    expect(hash).toBe(bytesToHex(keccak_256(million.subarray(0, ends[windows]))));
    console.log(`${backend} in Chromium: ${windows} of ${MILLION.length} windows of 1,000 pixels`);
  });
});

describe("startPainterOn", () => {
  test("error: WebGL without 32-bit floats is refused, with the reason and a remedy", async () => {
    const { hashes, error } = await paint({ backend: "webgl", halfFloats: true });
    expect(hashes).toEqual([]);
    expect(error?.name).toBe("BackendRefused");
    expect(error?.message).toContain(`the model promises ${model.selfTest}`);
    expect(error?.message).toContain("webgl needs 32-bit float render targets");
  });

  test.each(["webgl", "webgpu"] as const)(
    "error: a %s device that goes away while it paints",
    async (backend) => {
      const { hashes, error } = await paint({ backend, requests: [LARGE], loseDevice: true });
      expect(hashes).toEqual([]);
      expect(error?.name).toBe("BackendLost");
      expect(error?.message).toContain("Ask for the picture again on another backend");
    },
  );
});

describe("startPainter", () => {
  test("default: takes wasm where the GPUs are drivers on the CPU", async () => {
    expect(await paint({})).toEqual({
      backend: "wasm",
      hashes: expected,
      onGpu: false,
      steps: [absent("webgpu"), absent("webgl")],
      error: undefined,
    });
  });

  test("behavior: falls back to the CPU where wasm does not load", async () => {
    await context.route("**/*.wasm", (route) => route.abort());
    expect(await paint({})).toEqual({
      backend: "cpu",
      hashes: expected,
      onGpu: false,
      steps: [absent("webgpu"), absent("webgl"), absent("wasm")],
      error: undefined,
    });
  });

  test("behavior: passes over a WebGL that does not paint exactly", async () => {
    // Without https a browser hides WebGPU.
    expect(await paint({ allowSoftware: true, halfFloats: true, host: INSECURE })).toEqual({
      backend: "wasm",
      hashes: expected,
      onGpu: false,
      steps: [absent("webgpu"), { backend: "webgl", kind: "refused" }],
      error: undefined,
    });
  });

  test("behavior: paints on, on the next backend, when the device goes away", async () => {
    const requests = [LARGE, CONFORMANCE[0]!];
    expect(
      await paint({ allowSoftware: true, requests, loseDevice: true, host: INSECURE }),
    ).toEqual({
      backend: "wasm",
      hashes: [bytesToHex(keccak_256(paintInteger(model, LARGE))), expected[0]],
      onGpu: false,
      steps: [absent("webgpu"), { backend: "webgl", kind: "lost" }],
      error: undefined,
    });
  });
});
