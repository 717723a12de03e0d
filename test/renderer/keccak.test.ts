import { keccak_256 } from "@noble/hashes/sha3.js";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { toHex } from "../../renderer/hex.ts";
import { keccak, keccakInto } from "../../renderer/keccak.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("keccak", () => {
  test("default", () => {
    expect(toHex(keccak(new Uint8Array()))).toBe(
      "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    );
  });

  test("behavior: the same as another implementation, at every length and beyond a block", () => {
    for (let length = 0; length < 300; length++) {
      const preimage = new Uint8Array(length).fill(length + 1);
      expect(toHex(keccak(preimage))).toBe(toHex(keccak_256(preimage)));
    }
    const preimages = fc.uint8Array({ maxLength: 135 });
    fc.assert(
      fc.property(preimages, (preimage) => {
        expect(toHex(keccak(preimage))).toBe(toHex(keccak_256(preimage)));
      }),
    );
  });

  test("behavior: the same bytes where WebAssembly is refused", async () => {
    const fast = keccakInto;
    vi.stubGlobal("WebAssembly", {
      Module: class {
        constructor() {
          throw new Error("refused by a page's policy");
        }
      },
    });
    vi.resetModules();
    const plain = await import("../../renderer/keccak.ts");
    expect(plain.keccakInto).not.toBe(fast);
    expect(plain.keccakInto.name).toBe("plainInto");
    expect(fast.name).not.toBe("plainInto");
    const preimage = Uint8Array.of(1, 2, 3);
    expect(toHex(plain.keccak(preimage))).toBe(toHex(keccak(preimage)));
  });
});

describe("keccakInto", () => {
  test("behavior: writes 32 bytes at a place, and nothing beside it", () => {
    const out = new Uint8Array(40).fill(9);
    keccakInto(Uint8Array.of(1), out, 4);
    expect(Array.from(out.subarray(0, 4))).toEqual([9, 9, 9, 9]);
    expect(Array.from(out.subarray(36))).toEqual([9, 9, 9, 9]);
    expect(toHex(out.subarray(4, 36))).toBe(toHex(keccak_256(Uint8Array.of(1))));
  });
});
