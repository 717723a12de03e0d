import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

/** The files that git knows or would add, so that build outputs and installed packages stay out. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  encoding: "utf8",
})
  .split("\n")
  .filter(Boolean);

/** Which layers a layer may import. Everything points one way: contracts <- renderer <- keeper | web. */
const ALLOWED: Record<string, string[]> = {
  contracts: ["contracts"],
  renderer: ["contracts", "renderer"],
  keeper: ["contracts", "renderer", "keeper"],
  web: ["contracts", "renderer", "web"],
};

const IMPORT = /(?:from|import)\s*\(?\s*["']([^"']+)["']/g;
const CODE = /\.(ts|tsx|mjs)$/;

function importsOf(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(IMPORT)].map((match) => match[1]!);
}

const layerOf = (path: string) => path.split("/")[0]!;

describe("layers", () => {
  const sources = files.filter((file) => CODE.test(file) && layerOf(file) in ALLOWED);

  it("behavior: imports point one way", () => {
    const wrong: string[] = [];
    let seen = 0;
    for (const file of sources) {
      for (const target of importsOf(file).filter((path) => path.startsWith("."))) {
        seen++;
        const layer = layerOf(normalize(join(dirname(file), target)));
        if (!ALLOWED[layerOf(file)]!.includes(layer)) wrong.push(`${file} -> ${target}`);
      }
    }
    expect(seen).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  it("behavior: the renderer knows no Node, no DOM and no chain client", () => {
    const wrong: string[] = [];
    // The living page's program is a program of its own, for browsers; nothing imports it.
    const isProgram = (path: string) => path.startsWith("renderer/living/");
    for (const file of sources) {
      for (const target of importsOf(file).filter((path) => path.startsWith("."))) {
        if (!isProgram(file) && isProgram(normalize(join(dirname(file), target))))
          wrong.push(`${file} -> ${target}`);
      }
    }
    for (const file of sources.filter((path) => path.startsWith("renderer/") && !isProgram(path))) {
      const text = readFileSync(file, "utf8");
      for (const target of importsOf(file).filter((path) => !path.startsWith("."))) {
        const isTypeOnly = new RegExp(
          `import type [^;]*["']${target.replace(/[/\\^$*+?.()|[\]{}]/g, "\\$&")}["']`,
        ).test(text);
        const isBuiltin = target.startsWith("node:") || builtinModules.includes(target);
        if (isBuiltin || !(target.startsWith("@noble/hashes/") || isTypeOnly)) {
          wrong.push(`${file} -> ${target}`);
        }
      }
      // What a text says is not done here.
      const code = text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
      if (/\b(document|window|localStorage)\.(?!ts\b)[a-z]/.test(code))
        wrong.push(`${file} touches the DOM`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("readme", () => {
  const readme = readFileSync("README.md", "utf8");
  const tree = readme.match(/```tree\n([\s\S]*?)```/)?.[1] ?? "";
  const COVERED = /^(contracts|renderer|keeper|web|tools)\//;

  /** Folders are lines that end in a slash; a file's path is its name below the folders above it. */
  function listed(): string[] {
    const folders: string[] = [];
    const paths: string[] = [];
    for (const line of tree.split("\n").filter((text) => text.trim())) {
      const depth = (line.length - line.trimStart().length) / 2;
      const name = line.trim().split(/\s+/)[0]!;
      folders.length = depth;
      if (name.endsWith("/")) folders.push(name);
      else paths.push(folders.join("") + name);
    }
    return paths;
  }

  it("behavior: the tree lists every source file, and only files that exist", () => {
    const onDisk = files.filter((file) => COVERED.test(file)).sort();
    const inTree = listed()
      .filter((path) => COVERED.test(path))
      .sort();
    expect(inTree).toEqual(onDisk);
  });

  it("behavior: every file in the tree has its job in one line", () => {
    const bare = tree
      .split("\n")
      .filter((line) => line.trim() && !line.trim().split(/\s+/)[0]!.endsWith("/"))
      .filter((line) => line.trim().split(/\s+/).length < 3);
    expect(bare).toEqual([]);
  });

  it("behavior: the pictures and documents that it links to exist", () => {
    const links = [...readme.matchAll(/\]\(((?!https?:|#)[^)\s]+)\)/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !files.includes(link))).toEqual([]);
  });
});
