// Builds the web app from web/ into dist/web. `npm test` uses the same file for vitest.
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The most that a first visit may load before any art is verified, in gzipped KB of JavaScript. */
const FIRST_LOAD_LIMIT_KB = 250;

const DEMONSTRATION = "http://localhost:4173";

export default defineConfig({
  root: "web",
  base: "./",
  publicDir: false,
  plugins: [react(), relaxPolicyInDevelopment(), printFirstLoad()],
  worker: { format: "es" },
  // `npx vite` for working on the page: everything but the page comes from a running `npm start`.
  server: {
    proxy: Object.fromEntries(
      ["/rpc", "/api", "/ipfs", "/deployment.json"].map((path) => [path, DEMONSTRATION]),
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

/** Prints the JavaScript that a first visit loads, and fails the build when it is too much. */
function printFirstLoad(): Plugin {
  return {
    name: "print-first-load",
    apply: "build",
    writeBundle(_, bundle) {
      const first = new Set<string>();
      const visit = (name: string) => {
        const chunk = bundle[name];
        if (chunk?.type !== "chunk" || first.has(name)) return;
        first.add(name);
        for (const next of chunk.imports) visit(next);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === "chunk" && chunk.isEntry) visit(chunk.fileName);
      }
      let bytes = 0;
      for (const name of first) {
        const chunk = bundle[name];
        if (chunk?.type === "chunk") bytes += gzipSync(chunk.code).length;
      }
      const kb = bytes / 1024;
      console.log(
        `first load: ${kb.toFixed(1)} KB of gzipped JavaScript (limit ${FIRST_LOAD_LIMIT_KB})`,
      );
      if (kb > FIRST_LOAD_LIMIT_KB) {
        throw new Error(
          `The first load is ${kb.toFixed(1)} KB, over ${FIRST_LOAD_LIMIT_KB}. Move what a first visit does not need behind import().`,
        );
      }
    },
  };
}
