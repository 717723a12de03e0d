// Where everything behind the almanac's proxy lies: what is on chain must never be read as something else.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { breaches, type Layout, layoutOf, readLayout, slotOf } from "../../../tools/layout.ts";

const STORAGE = "contracts/almanac/Storage.sol";
const UPGRADES = "contracts/interfaces/IUpgrades.sol";
const ALMANAC = "contracts/interfaces/IAlmanac.sol";
const POWERS = "contracts/Powers.sol";

const snapshot = readLayout()!;

/** The layout after a change of one text in one source. */
function changed(file: string, text: string, replacement: string): Layout {
  const source = readFileSync(file, "utf8");
  expect(source.split(text).length, `${file} has "${text}" once`).toBe(2);
  return layoutOf({ [file]: source.replace(text, replacement) });
}

describe("layoutOf", () => {
  test("default", () => {
    expect(layoutOf(), "run node tools/layout.ts").toEqual(snapshot);
  });

  test("behavior: every namespace is where ERC-7201 has it", () => {
    // The example of the ERC itself.
    expect(slotOf("example.main")).toBe(
      "0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500",
    );
    const namespaces = Object.keys(snapshot).filter((name) => name.startsWith("heliotrope."));
    expect(namespaces).toEqual([
      "heliotrope.storage.Almanac",
      "heliotrope.storage.Powers",
      "heliotrope.storage.Upgrades",
    ]);
    for (const name of namespaces) expect(snapshot[name]![0]).toBe(slotOf(name));
  });

  test("error: a namespace at another place", () => {
    const slot = slotOf("heliotrope.storage.Powers");
    const wrong = `${slot.slice(0, -4)}0d00`;
    expect(() => changed(POWERS, slot, wrong)).toThrow(
      `${POWERS} does not keep heliotrope.storage.Powers at ${slot}`,
    );
  });

  test("error: a variable in no namespace", () => {
    const start = "abstract contract Powers is Owned {";
    expect(() => changed(POWERS, start, `${start} uint256 private _loose;`)).toThrow(
      "_loose: outside of every namespace",
    );
  });
});

describe("breaches", () => {
  test("default", () => {
    expect(breaches(snapshot, snapshot)).toEqual([]);
    expect(breaches({}, snapshot)).toEqual([]);
  });

  test("behavior: members may be added at the end, of a namespace and of what it maps to", () => {
    const text = "uint256 locked;";
    const grown = changed(POWERS, text, `${text} address heir; uint96 sum;`);
    expect(grown["heliotrope.storage.Powers"]!.slice(1)).toEqual([
      "0:0 uint256 locked",
      "1:0 address heir",
      "1:20 uint96 sum",
    ]);
    expect(breaches(snapshot, grown)).toEqual([]);
  });

  test.each([
    ["inserted", POWERS, "uint256 locked;", "uint256 first; uint256 locked;", "uint256 locked"],
    ["widened", UPGRADES, "uint40 readyAt;", "uint48 readyAt;", "uint40 readyAt"],
    ["put first", STORAGE, "uint32 accountCount;", "uint8 a; uint32 accountCount;", "accountCount"],
    ["put before a value", ALMANAC, "    Decided,", "    Postponed, Decided,", "Decided"],
  ])("error: something was %s", (_, file, text, other, lost) => {
    expect(breaches(snapshot, changed(file, text, other)).join("\n")).toContain(lost);
  });

  test("error: anything of what is on chain was taken away or exchanged", () => {
    for (const [name, lines] of Object.entries(snapshot)) {
      const { [name]: _, ...rest } = snapshot;
      expect(breaches(snapshot, rest)).toEqual([
        `${name} is gone, and ${lines.length} lines of it are on chain`,
      ]);
      for (const i of lines.keys()) {
        expect(breaches(snapshot, { ...snapshot, [name]: lines.toSpliced(i, 1) })).toHaveLength(1);
        const swapped = lines.with(i, "0:0 uint256 other");
        expect(breaches(snapshot, { ...snapshot, [name]: swapped })).toEqual([
          `${name}: "${lines[i]}" has become "0:0 uint256 other"`,
        ]);
      }
    }
  });
});
