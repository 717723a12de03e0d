// Fails a build in which a worker's own file is imported by another of its files. WebKit runs it a second time
// then, and a worker that hears every message twice answers twice: with the pixels of another request.
import type { Plugin } from "vite";

/** Belongs among the plugins of the workers. */
export function keepEntriesAlone(): Plugin {
  return {
    name: "keep-entries-alone",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const entries = new Set(
        chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName),
      );
      for (const { fileName, imports, dynamicImports } of chunks) {
        const entry = [...imports, ...dynamicImports].find((each) => entries.has(each));
        if (entry === undefined) continue;
        throw new Error(
          `${fileName} imports ${entry}, a worker's own file, which WebKit would run a second time. Put what they share into a group in vite.config.ts (worker.rolldownOptions).`,
        );
      }
    },
  };
}
