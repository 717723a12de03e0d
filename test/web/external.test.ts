import { type Hex, keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Attestation, attestedData, NOT_ENFORCEABLE } from "../../renderer/attestation.ts";
import { encodePng } from "../../renderer/png.ts";
import { fetchExternal } from "../../web/verify/external.ts";

const KEEPER = "http://keeper.test";
const COLLECTION = `0x${"c0".repeat(20)}` as const;
const account = privateKeyToAccount(`0x${"11".repeat(32)}`);
const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
const PNG = encodePng(new Uint8Array(48).fill(9), 4, 4);

afterEach(() => vi.unstubAllGlobals());

/** A keeper that serves this picture under a statement about token 3 at epoch 10. */
async function serve(png: Uint8Array, change: Partial<Attestation> = {}): Promise<void> {
  const statement = {
    enforceable: false,
    chainId: 31_337,
    collection: COLLECTION,
    tokenId: 3,
    epoch: 10,
    latent: word("01"),
    condition: word("02"),
    renderer: "http://renderer.test",
    picture: keccak256(PNG),
  } as const;
  const signature = await account.signTypedData(attestedData(statement));
  const attestation: Attestation = {
    ...statement,
    notice: NOT_ENFORCEABLE,
    keeper: account.address,
    signature,
    ...change,
  };
  vi.stubGlobal("fetch", async (url: string) => {
    expect(url.startsWith(`${KEEPER}/api/epochs/`)).toBe(true);
    return url.endsWith(".png")
      ? new Response(Buffer.from(png))
      : new Response(JSON.stringify(attestation));
  });
}

describe("fetchExternal", () => {
  test("default: a signed picture, never enforceable", async () => {
    await serve(PNG);
    const { attestation, image } = await fetchExternal(KEEPER, 10, 3, COLLECTION, 31_337);
    expect(attestation.enforceable).toBe(false);
    expect(attestation.keeper).toBe(account.address);
    expect(image).toBe(`data:image/png;base64,${Buffer.from(PNG).toString("base64")}`);
  });

  const UNSIGNED = "The keeper's signature does not cover this picture.";

  test("error: another picture than the one that was signed", async () => {
    const other = encodePng(new Uint8Array(48).fill(8), 4, 4);
    await serve(other);
    await expect(fetchExternal(KEEPER, 10, 3, COLLECTION, 31_337)).rejects.toThrow(UNSIGNED);
    await serve(other, { picture: keccak256(other) });
    await expect(fetchExternal(KEEPER, 10, 3, COLLECTION, 31_337)).rejects.toThrow(UNSIGNED);
  });

  test("error: a statement about another token, epoch or chain", async () => {
    await serve(PNG);
    await expect(fetchExternal(KEEPER, 10, 4, COLLECTION, 31_337)).rejects.toThrow(UNSIGNED);
    await expect(fetchExternal(KEEPER, 11, 3, COLLECTION, 31_337)).rejects.toThrow(UNSIGNED);
    await expect(fetchExternal(KEEPER, 10, 3, COLLECTION, 1)).rejects.toThrow(UNSIGNED);
  });

  test("error: the keeper's own words", async () => {
    const body = JSON.stringify({ error: "The external renderer answered with status 500." });
    vi.stubGlobal("fetch", async () => new Response(body, { status: 502 }));
    await expect(fetchExternal(KEEPER, 10, 3, COLLECTION, 31_337)).rejects.toThrow(/status 500/);
  });
});
