import { describe, expect, test } from "vitest";
import { run } from "../../tools/processes.ts";

describe.each(["simulate", "gallery"])("%s", (tool) => {
  test("error: what makes no sense is one line and a code", async () => {
    for (const args of [["--tokens=0"], ["--size=9"], ["--nothing"], ["stray"]]) {
      const { code, output } = await run(process.execPath, [`tools/${tool}.ts`, ...args]);
      expect(code).toBe(1);
      expect(output).toMatch(/^heliotrope: .+\n$/);
    }
  });

  test("behavior: help says what the flags are", async () => {
    const { code, output } = await run(process.execPath, [`tools/${tool}.ts`, "--help"]);
    expect(code).toBe(0);
    expect(output).toContain(`npm run ${tool} [-- options]`);
    expect(output).toContain("--out FOLDER");
  });
});
