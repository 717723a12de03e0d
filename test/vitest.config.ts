import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongFirst } from "./sequencer.ts";

/** They share a setup of some seconds, which a run of other files alone goes without. */
const IN_BROWSER = "test/web/**/*.browser.test.ts";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    setupFiles: ["test/locale.ts"],
    // Generous, because machines are shared: a test asserts what happened, never how fast.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: { name: "others", include: ["test/**/*.test.ts"], exclude: [IN_BROWSER] },
      },
      {
        extends: true,
        test: {
          name: "web-browser",
          include: [IN_BROWSER],
          globalSetup: ["test/web/stage/setup.ts"],
        },
      },
    ],
  },
});
