// What a first visit loads before any art is verified: printed by the build, which fails over the limit.
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const KB = 1024;

/** Counts the entry with all that it imports, its stylesheets, the fonts and the page itself. */
export function limitFirstLoad(limitKb: number): Plugin {
  return {
    name: "limit-first-load",
    apply: "build",
    enforce: "post",
    writeBundle(_, bundle) {
      const parts = firstLoad(bundle);
      const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
      const kb = (bytes: number) => (bytes / KB).toFixed(1);
      console.log(
        `first load: ${kb(total)} KB compressed (limit ${limitKb}): ${parts.map(([what, bytes]) => `${what} ${kb(bytes)}`).join(", ")}`,
      );
      if (total > limitKb * KB) {
        throw new Error(
          `The first load is ${kb(total)} KB, over ${limitKb}. Move what a first visit does not need behind import().`,
        );
      }
    },
  };
}

/** The kinds of files that every visit begins with, and their bytes as they travel. */
function firstLoad(bundle: Rolldown.OutputBundle): [what: string, bytes: number][] {
  const chunks = new Set<Rolldown.OutputChunk>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || chunks.has(chunk)) return;
    chunks.add(chunk);
    chunk.imports.forEach(visit);
  };
  const page = bundle["index.html"];
  const html = page?.type === "asset" ? String(page.source) : "";
  // Where all that every visit needs is one chunk, that chunk is no entry of the bundle.
  for (const name of Object.keys(bundle)) if (html.includes(name)) visit(name);
  const named = (extension: string) =>
    Object.values(bundle).filter(
      (file): file is Rolldown.OutputAsset =>
        file.type === "asset" && file.fileName.endsWith(extension) && html.includes(file.fileName),
    );
  const zipped = (texts: readonly (string | Uint8Array)[]) =>
    texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
  const fonts = named(".woff2").reduce((sum, { source }) => sum + source.length, 0);
  return [
    ["JavaScript", zipped([...chunks].map(({ code }) => code))],
    ["styles", zipped(named(".css").map(({ source }) => source))],
    ["fonts", fonts],
    ["page", zipped([html])],
  ];
}
