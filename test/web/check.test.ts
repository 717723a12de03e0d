import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from "mediabunny";
import { describe, expect, it } from "vitest";
import { IDENTICAL } from "../../renderer/likeness.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import { compareSampled } from "../../renderer/sky/sampled.ts";
import { claimOf } from "../../web/check/picture.ts";
import { placesFor } from "../../web/check/search.ts";
import { claimIn, toldInFilm, toldInPng, wordsOf } from "../../web/check/told.ts";
import { type Compared, verdictOf } from "../../web/check/verdict.ts";
import { startPng } from "../../web/export/png.ts";
import { sourceOf, tellFilm } from "../../web/export/told.ts";
import { SHIPPED, VECTORS } from "../renderer/sky/backends.ts";
import type { Stage } from "./stage.ts";
import { worldOf } from "./world.ts";

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

describe("what a file says of itself", () => {
  const world = worldOf({
    contracts: Object.fromEntries(
      ["Heliotrope", "Genomes", "Choices", "Climate", "Models", "Metadata", "Almanac"].map(
        (name, i) => [name, { address: `0x${String(i).repeat(40)}` }],
      ),
    ),
    rpcUrl: "http://127.0.0.1:1",
    url: "http://127.0.0.1:1/",
  } as unknown as Stage);
  const Source = sourceOf(world, 4);
  const png = async (texts: Record<string, string>) => {
    const writer = startPng(1, 1, texts);
    return Buffer.concat([...(await writer.rows(new Uint8Array(3))), ...(await writer.end())]);
  };

  it("default: a saved picture says whose it is and of when", async () => {
    const told = toldInPng(await png({ Title: "É #4", Source, Epoch: "55371" }));
    expect(told).toEqual({ Title: "É #4", Source, Epoch: "55371" });
    expect(claimIn(world, told)).toEqual({ tokenId: 4, epoch: 55_371 });
    expect(wordsOf(world, told)).toBe("It says of itself that it shows plant 4 at epoch 55,371.");
    const ahead = toldInPng(await png({ Source, "Forecast epoch": "55400" }));
    expect(claimIn(world, ahead)).toEqual({ tokenId: 4, epoch: undefined });
    expect(wordsOf(world, ahead)).toContain("as forecast for epoch 55,400");
  });

  it.each([
    ["webm", () => new WebMOutputFormat()],
    ["mp4", () => new Mp4OutputFormat()],
  ] as const)("default: a film says so in its comment, %s", async (_, format) => {
    const target = new BufferTarget();
    const output = new Output({ format: format(), target });
    const track = new EncodedVideoPacketSource("vp9");
    output.addVideoTrack(track);
    output.setMetadataTags({ comment: tellFilm(world, { tokenId: 4 }, [55_371, 55_412], []) });
    await output.start();
    const codec = { codec: "vp09.00.10.08", codedWidth: 16, codedHeight: 16 };
    await track.add(new EncodedPacket(new Uint8Array(9), "key", 0, 1), { decoderConfig: codec });
    await output.finalize();
    const told = await toldInFilm(new Blob([target.buffer!]));
    expect(wordsOf(world, told)).toBe(
      "It says of itself that it shows plant 4, epochs 55,371 to 55,412.",
    );
  });

  it("behavior: another collection's, nonsense and a file cut short claim nothing", async () => {
    const other = { Source: Source.replace("eip155:31337", "eip155:1"), Epoch: "55371" };
    expect(claimIn(world, other)).toEqual({});
    expect(wordsOf(world, other)).toContain("another collection");
    expect(claimIn(world, { Source, Epoch: "-1" })).toEqual({ tokenId: 4, epoch: undefined });
    expect(wordsOf(world, {})).toBeUndefined();
    expect(toldInPng(await png({ Source: "x".repeat(5_000) }))).toEqual({});
    const whole = await png({ Source });
    for (let length = 8; length < whole.length; length += 7) {
      const said = toldInPng(whole.subarray(0, length));
      expect([undefined, 4]).toContain(claimIn(world, said).tokenId);
    }
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
    claim: { tokenId: 4, epoch: 77 },
    found,
    next: undefined,
    tried: 30,
    format: "PNG",
    isOriginalSize: true,
    isCanonical: true,
    isComposed: false,
    overSky: 0,
    changed: 0,
    chainAgrees: true,
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
