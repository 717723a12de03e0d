import { describe, expect, it } from "vitest";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { quotedWords, trimAbi } from "../../tools/web/abis.ts";

describe("trimAbi", () => {
  const names = (abi: readonly { type: string; name?: string }[], type: string) =>
    abi.filter((item) => item.type === type).map(({ name }) => name);

  it("default: keeps the functions that are asked for, and every event and error", () => {
    const trimmed = trimAbi(heliotropeAbi, new Set(["stateAt", "mint"]));
    expect(new Set(names(trimmed, "function"))).toEqual(new Set(["stateAt", "mint"]));
    expect(names(trimmed, "event")).toEqual(names(heliotropeAbi, "event"));
    expect(names(trimmed, "error")).toEqual(names(heliotropeAbi, "error"));
    expect(names(trimmed, "constructor")).toEqual([]);
  });

  it("behavior: keeps types and names of every parameter, however deep", () => {
    const [stateAt] = trimAbi(heliotropeAbi, new Set(["stateAt"]));
    const original = heliotropeAbi.find((item) => "name" in item && item.name === "stateAt");
    const plain = JSON.stringify(original, (key, value) =>
      key === "internalType" ? undefined : value,
    );
    expect(JSON.stringify(stateAt)).toBe(plain);
  });

  it("behavior: finds what the pages ask for in their sources", () => {
    const words = quotedWords();
    expect(words).toContain("stateAt");
    expect(words).not.toContain("renounceOwnership");
  });
});
