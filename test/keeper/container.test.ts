// What the image holds is enough: the keeper starts from those files alone. No engine for containers is needed here.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "../../keeper/settings/commands.ts";
import { TABLE } from "../../keeper/settings/table.ts";

const FOLDER = "tools/container";
const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");
const image = mkdtempSync(join(tmpdir(), "heliotrope-image-"));
afterAll(() => rmSync(image, { recursive: true, force: true }));

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
};

describe("the image", () => {
  const copied = [...read("Containerfile").matchAll(/^COPY (.+) \S+$/gm)].flatMap((match) =>
    match[1]!.split(" "),
  );

  test("default", () => {
    const ignored = read("Containerfile.containerignore").split("\n");
    for (const path of copied) {
      expect(ignored, path).toContain(`!${path}`);
      mkdirSync(dirname(join(image, path)), { recursive: true });
      cpSync(path, join(image, path), {
        recursive: true,
        filter: (from) => !ignored.includes(from),
      });
    }
    symlinkSync(resolve("node_modules"), join(image, "node_modules"));
    const env = { PATH: process.env.PATH };
    const help = execFileSync(process.execPath, ["keeper/main.ts", "--help"], { cwd: image, env });
    for (const name of COMMAND_NAMES) expect(String(help)).toContain(`  ${name}`);
  });

  test("behavior: every package that the keeper imports is there in production", () => {
    const files = execFileSync("git", ["ls-files", "keeper", "renderer"], { encoding: "utf8" })
      .split("\n")
      .filter((file) => file.endsWith(".ts") && !/^keeper\/train\/|^renderer\/living\//.test(file));
    const missing: string[] = [];
    for (const file of files) {
      for (const [, name] of readFileSync(file, "utf8").matchAll(
        /^import (?!type)[^;]*?"([^".][^"]*)";/gm,
      )) {
        const parts = name!.split("/");
        const wanted = name!.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]!;
        if (!name!.startsWith("node:") && !(wanted in dependencies)) {
          missing.push(`${file} -> ${name}`);
        }
      }
    }
    expect(files.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  test("behavior: what its files set are settings that there are", () => {
    const names = ["keeper.env.example", "worker.env.example"].flatMap((name) =>
      [...read(name).matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]!),
    );
    const inImage = [...read("Containerfile").matchAll(/\b([A-Z_]{4,})=/g)].map((one) => one[1]!);
    const known = new Set<string>([...Object.keys(TABLE), "NODE_ENV"]);
    expect([...names, ...inImage].filter((name) => !known.has(name))).toEqual([]);
    expect(read("compose.yaml")).toContain("KEEPER_KEY_FILE");
    expect("KEEPER_KEY_FILE" in TABLE).toBe(true);
  });
});
