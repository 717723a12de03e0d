import { describe, expect, it } from "vitest";
import { IDENTICAL } from "../../renderer/likeness.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { compareSampled } from "../../renderer/sky/sampled.ts";
import { claimOf } from "../../web/check/picture.ts";
import { placesFor } from "../../web/check/search.ts";
import { type Compared, verdictOf } from "../../web/check/verdict.ts";
import { SHIPPED, VECTORS } from "../renderer/sky/backends.ts";

describe("claimOf", () => {
  it.each([
    ["heliotrope-4-epoch-55371-bellspire-rain-1920px.png", 4, 55_371],
    ["781.png", 781, undefined],
    ["Token 12.jpg", 12, undefined],
    ["epoch 900.png", undefined, 900],
    ["IMG_20140317.jpg", undefined, undefined],
    ["heliotrope.svg", undefined, undefined],
  ])("default: %s", (name, tokenId, epoch) => {
    expect(claimOf(name)).toEqual({ tokenId, epoch });
  });
});

describe("placesFor", () => {
  const epochs = [10, 11, 13];
  const supplyAt = new Map([
    [10, 1],
    [11, 2],
    [13, 3],
  ]);
  const words = (claim: Parameters<typeof placesFor>[0]) =>
    placesFor(claim, epochs, supplyAt).map(({ tokenId, epoch }) => `${tokenId}/${epoch}`);

  it("default: what is claimed comes first, then the life around it, then its neighbours", () => {
    expect(words({ tokenId: 1, epoch: 11 })).toEqual(["1/11", "1/13", "0/11"]);
  });

  it("behavior: where nothing is claimed all are tried, the newest epoch first", () => {
    expect(words({})).toEqual(["0/13", "1/13", "2/13", "0/11", "1/11", "0/10"]);
  });

  it("behavior: nothing is tried that has no picture", () => {
    expect(words({ tokenId: 2, epoch: 12 })).toEqual(["2/13"]);
    expect(words({ tokenId: 9 })).toEqual([]);
  });
});

describe("compareSampled", () => {
  const model = parseModel(SHIPPED);
  const [one, other] = VECTORS.runs as unknown as {
    latent: `0x${string}`;
    condition: `0x${string}`;
  }[];
  const whole = { size: 240, x: 0, y: 0, width: 240, height: 240 };
  const raster = paintInteger(model, { ...one!, ...whole });

  it("default: a sky is its own picture, and another is not", () => {
    expect(compareSampled(model, one!, raster)).toEqual({
      likeness: IDENTICAL,
      likestHalf: IDENTICAL,
    });
    expect(compareSampled(model, other!, raster).likestHalf).toBeLessThan(26);
  });

  it("behavior: what lies over a third of it is overlooked", () => {
    const covered = raster.slice();
    covered.fill(40, 160 * 720);
    const found = compareSampled(model, one!, covered);
    expect(found.likeness).toBeLessThan(26);
    expect(found.likestHalf).toBe(IDENTICAL);
  });
});

describe("verdictOf", () => {
  const sky = { model: 0, latent: "0x" as const, condition: "0x" as const };
  const like = { likeness: IDENTICAL, likestHalf: IDENTICAL, whole: IDENTICAL };
  const found = { tokenId: 4, epoch: 77, sky, ...like };
  const compared: Compared = {
    ...{ claim: { tokenId: 4, epoch: 77 }, found, next: undefined, tried: 30 },
    ...{ format: "PNG", isOriginalSize: true, isCanonical: true, isComposed: false },
    ...{ overSky: 0, changed: 0, chainAgrees: true },
  };
  const lossy = { ...found, likeness: 34, likestHalf: 36, whole: 34 };

  it("default: the canonical file of what is claimed is what it should be, and that is certain", () => {
    const verdict = verdictOf(compared);
    expect(verdict).toMatchObject({ finding: "is", isOther: false });
    expect(verdict.sure).toMatch(/^Certain/);
  });

  it("behavior: the canonical file of another epoch says so before all else", () => {
    const verdict = verdictOf({ ...compared, claim: { tokenId: 4, epoch: 76 } });
    expect(verdict).toMatchObject({ isOther: true, title: "It is of another epoch" });
    const plant = verdictOf({ ...compared, claim: { tokenId: 5 } });
    expect(plant).toMatchObject({ isOther: true, title: "It is another plant" });
  });

  it("behavior: losses are told, and how far the next likest is", () => {
    const more = { found: lossy, isCanonical: false, changed: 51_000 };
    const clear = verdictOf({ ...compared, ...more });
    expect(clear.finding).toBe("re-encoded");
    expect(clear.what).toContain("51,000 of its 57,600 pixels are not right");
    expect(clear.sure).toMatch(/^As good as certain/);
    expect(verdictOf({ ...compared, ...more, next: { ...lossy, whole: 33 } }).sure).toMatch(
      /^Not certain/,
    );
  });

  it("behavior: right pixels in another file, a composition and a bare sky are kept apart", () => {
    const saved = verdictOf({ ...compared, isCanonical: false });
    expect(saved.title).toBe("It was saved anew, without losses");
    const half = { found: { ...found, likeness: 17, whole: 17 }, isCanonical: false };
    expect(verdictOf({ ...compared, ...half, overSky: 40 }).finding).toBe("composed");
    expect(verdictOf({ ...compared, ...half, overSky: 17 }).finding).toBe("sky");
  });

  it("behavior: what is like nothing was not recognised", () => {
    const none = { found: undefined, isCanonical: false, chainAgrees: undefined };
    const verdict = verdictOf({ ...compared, ...none });
    expect(verdict).toMatchObject({ finding: "unknown", isOther: false });
    expect(verdict.sure).toContain("30 were compared");
  });

  it("error: where this machine and the contract disagree nothing it says counts", () => {
    expect(verdictOf({ ...compared, chainAgrees: false }).sure).toContain("nothing that it says");
  });
});
