// `node tools/page.ts`: bundles renderer/living/ into renderer/living/page.bin, the program of the living page as
// it is stored on chain: one script, minified and deflated. The same sources give the same bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import { build, minify, type Plugin, type Rolldown } from "vite";
import { shortenNames } from "./page/names.ts";
import { minifyShader, shortenShader } from "./page/shader.ts";

/** What the document has room for. */
export const PAGE_BYTES_MAX = 8192;
export const PAGE_FILE = "renderer/living/page.bin";

/** The program of the living page, before it is deflated. */
export async function bundlePage(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [smaller()],
    build: {
      write: false,
      target: "es2022",
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL("../renderer/living/main.ts", import.meta.url)),
        // What is not called is not wanted: hashes are computed while modules load, and the page needs none.
        treeshake: {
          moduleSideEffects: [
            { test: /living\/main/, sideEffects: true },
            { test: /./, sideEffects: false },
          ],
        },
        output: { format: "iife", codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  const { code } = await minify("page.js", shortenNames(built.output[0].code), {
    compress: { target: "es2022" },
    mangle: true,
    codegen: { removeWhitespace: true },
  });
  return code.trim();
}

/** As it is stored: deflated without a header. */
export function packPage(script: string): Uint8Array {
  return deflateRawSync(script, { level: 9 });
}

function smaller(): Plugin {
  return {
    name: "small",
    enforce: "pre",

    load(id) {
      if (!id.endsWith(".glsl")) return null;
      const source = readFileSync(id, "utf8");
      const small = id.endsWith("features.glsl") ? shortenShader(source) : minifyShader(source);
      return { code: `export default ${JSON.stringify(small)}`, moduleType: "js" };
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const script = await bundlePage();
  const bytes = packPage(script);
  console.log(`${PAGE_FILE}: ${script.length} characters, ${bytes.length} bytes deflated`);
  if (bytes.length > PAGE_BYTES_MAX) {
    throw new Error(`The page has ${bytes.length} bytes, over ${PAGE_BYTES_MAX}.`);
  }
  writeFileSync(PAGE_FILE, bytes);
}
