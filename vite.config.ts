// Builds the web app from web/ into dist/web. `npm test` uses the same file for vitest.
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { trimAbis } from "./tools/web/abis.ts";
import { limitFirstLoad } from "./tools/web/budget.ts";
import { keepEntriesAlone } from "./tools/web/entries.ts";
import { workOffline } from "./tools/web/offline.ts";
import { previewAsCollection } from "./tools/web/preview.ts";

/** The most that a first visit may load before any art is verified, compressed, fonts and all. */
const FIRST_LOAD_LIMIT_KB = 230;

const DEMONSTRATION = "http://localhost:4173";

export default defineConfig({
  root: "web",
  base: "./",
  publicDir: false,
  plugins: [
    react(),
    relaxPolicyInDevelopment(),
    trimAbis(),
    workOffline(),
    previewAsCollection(),
    limitFirstLoad(FIRST_LOAD_LIMIT_KB),
  ],
  worker: {
    format: "es",
    plugins: () => [keepEntriesAlone()],
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What a worker shares with the backends that it fetches later lies in a file of its own.
          groups: [
            { name: "shared", tags: ["$initial"], test: /[\\/](renderer|node_modules)[\\/]/ },
          ],
        },
      },
    },
  },
  // `npx vite` for working on the page: everything but the page comes from a running `npm start`.
  server: {
    proxy: Object.fromEntries(
      ["/rpc", "/api", "/ipfs", "/share", "/feed.atom", "/deployment.json"].map((path) => [
        path,
        DEMONSTRATION,
      ]),
    ),
  },
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2023",
    // A data: URI would fall under a wider policy than a file of our own.
    assetsInlineLimit: 0,
    // The limit that matters is the one below: TF.js is large, and lives in worker chunks only.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      // Everything that every visit needs in one file: it compresses better than twenty small ones.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: "first", tags: ["$initial"] }],
        },
      },
    },
  },
});

/** Vite's development server injects inline scripts; the strict policy is for what is built. */
function relaxPolicyInDevelopment(): Plugin {
  return {
    name: "relax-policy-in-development",
    apply: "serve",
    transformIndexHtml: (html) =>
      html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
}
