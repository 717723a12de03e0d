// What makes the built app installable: manifest, icons, and a service worker that knows every file.
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const WEB = fileURLToPath(new URL("../../web", import.meta.url));
/** Served under their own names, since other files and browsers name them. */
const NAMED = ["manifest.webmanifest", "icons/192.png", "icons/512.png", "icons/maskable.png"];
/** What paints is large, and kept as soon as it has been used. */
const FIRST_BYTES = 200_000;

/** Emits the service worker and what it stands beside. */
export function workOffline(): Plugin {
  return {
    name: "work-offline",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const fileName of NAMED) {
        this.emitFile({ type: "asset", fileName, source: readFileSync(join(WEB, fileName)) });
      }
      const all = [...Object.keys(bundle).filter((name) => name !== "index.html"), ...NAMED].sort();
      const html = bundle["index.html"];
      const page = html?.type === "asset" ? String(html.source) : "";
      const isFirst = (name: string) => {
        const file = bundle[name];
        if (!file || page.includes(name)) return true;
        const size = file.type === "chunk" ? file.code.length : file.source.length;
        return /\.(js|css)$/.test(name) && size < FIRST_BYTES;
      };
      const source = readFileSync(join(WEB, "offline", "sw.ts"), "utf8");
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: [
          `const FIRST = ${JSON.stringify(["./", ...all.filter(isFirst)])};`,
          `const ALL = ${JSON.stringify(all)};`,
          stripTypeScriptTypes(source),
        ].join("\n"),
      });
    },
  };
}
