// Makes contracts/abi.ts small enough for a page: one module a contract, without what no page asks for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const WEB = fileURLToPath(new URL("../../web", import.meta.url));
const VIRTUAL = "\0abi:";

interface Parameter {
  internalType?: string;
  components?: readonly Parameter[];
}

interface Item {
  type: string;
  name?: string;
  inputs?: readonly Parameter[];
  outputs?: readonly Parameter[];
}

/**
 * A function of an ABI is asked by its name in quotes, so one whose name no source quotes is never
 * asked. Events and errors stay, since the chain chooses which of them a page meets.
 */
export function trimAbi(abi: readonly Item[], quoted: ReadonlySet<string>): Item[] {
  return abi
    .filter(
      ({ type, name }) => type !== "constructor" && (type !== "function" || quoted.has(name!)),
    )
    .map((item) => ({
      ...item,
      ...(item.inputs && { inputs: item.inputs.map(withoutSource) }),
      ...(item.outputs && { outputs: item.outputs.map(withoutSource) }),
    }));
}

/** Every word that stands in quotes in the web app's sources. */
export function quotedWords(): Set<string> {
  const words = new Set<string>();
  for (const name of readdirSync(WEB, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(name)) continue;
    for (const [, word] of readFileSync(join(WEB, name), "utf8").matchAll(/["'`](\w+)["'`]/g)) {
      words.add(word!);
    }
  }
  return words;
}

/** Serves contracts/abi.ts to the build, trimmed and a module a contract. */
export function trimAbis(): Plugin {
  let quoted: Set<string>;
  let abis: Record<string, readonly Item[]>;
  return {
    name: "trim-abis",
    apply: "build",
    async buildStart() {
      quoted = quotedWords();
      // Imported late, so that the settings of a build can be read before the ABIs are written.
      abis = await import("../../contracts/abi.ts");
    },
    resolveId: (id) => (id.startsWith(VIRTUAL) ? { id, moduleSideEffects: false } : null),
    load(id) {
      if (id.endsWith("/contracts/abi.ts")) {
        return Object.keys(abis)
          .map((name) => `export { default as ${name} } from ${JSON.stringify(VIRTUAL + name)};`)
          .join("\n");
      }
      if (!id.startsWith(VIRTUAL)) return null;
      const abi = abis[id.slice(VIRTUAL.length)];
      return abi ? `export default ${JSON.stringify(trimAbi(abi, quoted))};` : null;
    },
  };
}

/** Solidity's name of a type is for people and generators; nothing on a page reads it. */
function withoutSource({ internalType: _, ...parameter }: Parameter): Parameter {
  return {
    ...parameter,
    ...(parameter.components && { components: parameter.components.map(withoutSource) }),
  };
}
