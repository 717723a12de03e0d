import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ABI_FILE, abiSource } from "../../tools/abi.ts";

test("contracts/abi.ts is what the compiled contracts say", () => {
  expect(readFileSync(ABI_FILE, "utf8") === abiSource(), "run node tools/abi.ts").toBe(true);
});
