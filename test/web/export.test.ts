import sharp from "sharp";
import { keccak256 } from "viem";
import { describe, expect, it } from "vitest";
import { type Hex, toHex } from "../../renderer/hex.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { modelHash, parseModel } from "../../renderer/sky/model.ts";
import { estimate, pick } from "../../web/export/film.ts";
import { doubled, layOver } from "../../web/export/layers.ts";
import { filmName, pictureName, playName } from "../../web/export/naming.ts";
import { bandsOf, PICTURE_SIZES } from "../../web/export/picture.ts";
import { startPng } from "../../web/export/png.ts";
import { reasonOf } from "../../web/export/reason.ts";
import { openReel } from "../../web/export/reel.ts";
import { skyRows } from "../../web/export/rows.ts";
import { type Span, select, tell, tellRoom } from "../../web/export/spans.ts";
import { SHIPPED, VECTORS } from "../renderer/sky/backends.ts";

/** Something of everything: gradients, noise, flat rows. */
function picture(width: number, height: number): Uint8Array {
  let state = 7;
  return Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const y = Math.floor(i / 3 / width);
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return y % 3 === 0 ? 200 : y % 3 === 1 ? i % 256 : state >>> 24;
  });
}

describe("png", () => {
  it("default: another decoder reads the rows that went in, however they were cut", async () => {
    const [width, height] = [97, 61];
    const rgb = picture(width, height);
    for (const step of [1, 7, 61]) {
      const writer = startPng(width, height, { Title: "Heliotrope #3, é" });
      const pieces: Uint8Array[] = [];
      for (let y = 0; y < height; y += step) {
        const rows = rgb.subarray(3 * width * y, 3 * width * Math.min(height, y + step));
        pieces.push(...(await writer.rows(rows)));
      }
      pieces.push(...(await writer.end()));
      const image = sharp(Buffer.concat(pieces));
      const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width, height, channels: 3 });
      expect(Buffer.compare(data, Buffer.from(rgb))).toBe(0);
      const { comments } = await sharp(Buffer.concat(pieces)).metadata();
      expect(comments).toEqual([{ keyword: "Title", text: "Heliotrope #3, é" }]);
    }
  });

  it("error: too many rows, part of a row and too few rows are refused", async () => {
    const writer = startPng(4, 2);
    await expect(writer.rows(new Uint8Array(13))).rejects.toThrow("2 rows of 12 bytes are left");
    await writer.rows(new Uint8Array(12));
    await expect(writer.rows(new Uint8Array(24))).rejects.toThrow("1 rows of 12 bytes are left");
    await expect(writer.end()).rejects.toThrow("1 rows of this picture were never given");
  });
});

describe("layers", () => {
  it("default: what is opaque covers, what is clear does not, between is rounded", () => {
    const under = Uint8Array.from([10, 20, 30, 10, 20, 30, 0, 100, 255]);
    layOver(
      under,
      Uint8ClampedArray.from([200, 201, 202, 255, 200, 201, 202, 0, 255, 201, 0, 128]),
    );
    expect([...under]).toEqual([200, 201, 202, 10, 20, 30, 128, 151, 127]);
  });

  it("behavior: an enlarged picture is the same in one piece and in bands, and keeps flat colours", () => {
    const [width, height] = [9, 8];
    const rgb = picture(width, height);
    const row = 3 * width;
    const rowAt = (y: number) => {
      const inside = Math.max(0, Math.min(height - 1, y));
      return rgb.subarray(inside * row, (inside + 1) * row);
    };
    const band = (from: number, to: number) => {
      const rows = Array.from({ length: to - from + 2 }, (_, i) => rowAt(from - 1 + i));
      return doubled(Buffer.concat(rows), width);
    };
    const whole = band(0, height);
    expect(whole.length).toBe(4 * rgb.length);
    expect(Buffer.concat([band(0, 3), band(3, 4), band(4, height)]).equals(whole)).toBe(true);
    const flat = doubled(new Uint8Array(4 * row).fill(77), width);
    expect(new Set(flat)).toEqual(new Set([77]));
  });
});

describe("film", () => {
  it("default: a short span is shown whole, of a long one its ends and as many between", () => {
    const epochs = Array.from({ length: 1_000 }, (_, i) => 50_000 + 3 * i);
    expect(pick(epochs.slice(0, 30), 30)).toEqual(epochs.slice(0, 30));
    const chosen = pick(epochs, 100);
    expect(chosen.length).toBe(100);
    expect(chosen[0]).toBe(epochs[0]);
    expect(chosen.at(-1)).toBe(epochs.at(-1));
    expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
    expect(chosen.every((epoch) => epochs.includes(epoch))).toBe(true);
  });

  it("behavior: every span says what it comes to, a long one that it is shown in steps", () => {
    const epochs = Array.from({ length: 5_000 }, (_, i) => 50_000 + i);
    const settings = { size: 480, fps: 8 };
    const words = (span: Span, own: readonly [number, number] = [0, 0]) =>
      tell(select({ epochs }, span, own), settings, 25_200);
    expect(words("week")).toMatch(/: 24 pictures, 3\.0 seconds, about 415 KB\.$/);
    const life = select({ epochs }, "life", [0, 0]);
    expect([life.chosen.length, life.chosen[0], life.chosen.at(-1)]).toEqual([
      2_400, 50_000, 54_999,
    ]);
    expect(words("life")).toContain("The span has 5,000 epochs, of which these are shown");
    expect(words("own", [50_003, 50_003])).toContain(
      "one picture, so the film stands still for 0.13",
    );
    expect(words("own", [50_009, 50_003])).toBe("The last epoch comes before the first.");
    expect(words("own", [60_000, 60_003])).toContain("no picture of it");
  });

  it("behavior: what may not fit is said, where the browser says what fits", () => {
    expect(tellRoom(5_000_000, 4_000_000)).toMatch(/room for 4\.0 MB.* about 5\.0 MB/);
    expect(tellRoom(5_000_000, 6_000_000)).toBeUndefined();
    expect(tellRoom(5_000_000, undefined)).toBeUndefined();
  });

  it("error: a full disk, full memory and a broken encoder are told in plain words", () => {
    const full = /^this machine has no room left/;
    expect(reasonOf(new DOMException("", "QuotaExceededError"))).toMatch(full);
    expect(reasonOf(new DOMException("could not be read", "NotReadableError"))).toMatch(full);
    expect(reasonOf(new RangeError("Array buffer allocation failed"))).toMatch(full);
    expect(reasonOf(new DOMException("x", "EncodingError"))).toContain("encoder broke off");
    expect(reasonOf(new RangeError("2 rows are left\nof this"))).toBe("2 rows are left");
  });

  it("behavior: twice the pictures weigh twice as much", () => {
    const settings = { size: 480, fps: 8 };
    expect(estimate(200, settings)).toBe(2 * estimate(100, settings));
  });
});

describe("reel", () => {
  it("default: what is written in order, over what is there, and across pieces, comes out as it lies", async () => {
    for (const pieceBytes of [1, 4, 1_000]) {
      const reel = openReel(pieceBytes);
      const writer = reel.writable.getWriter();
      const write = (text: string, position: number) =>
        writer.write({ data: new TextEncoder().encode(text), position });
      await write("head....", 0);
      await write("one ", 8);
      await write("two ", 12);
      await write("1616", 4);
      await write("three", 16);
      await write("TWO THREE!", 12);
      await writer.close();
      const blob = reel.blob("video/mp4");
      expect(await blob.text()).toBe("head1616one TWO THREE!");
      expect(blob.type).toBe("video/mp4");
    }
  });

  it("error: a hole is refused", async () => {
    const writer = openReel().writable.getWriter();
    const data = new Uint8Array(3);
    await writer.write({ data, position: 0 });
    await expect(writer.write({ data, position: 4 })).rejects.toThrow("cannot go on at byte 4");
  });
});

describe("rows of a sky", () => {
  it("default: each model paints its own, one after the other", async () => {
    const [{ latent, condition }] = VECTORS.runs as unknown as [{ latent: Hex; condition: Hex }];
    const other = SHIPPED.slice();
    // Some weights are gone, under a checksum of its own.
    const end = other.length - 32;
    // Towards zero, so that no sum leaves its lane.
    other.fill(128, end - 5_000, end - 4_900);
    other.set(keccak256(other.subarray(0, end), "bytes"), end);
    const area = { size: 240, x: 0, y: 100, width: 240, height: 4 };
    const skies: string[] = [];
    for (const model of [SHIPPED, other, SHIPPED]) {
      const source = { model, modelHash: modelHash(model), latent, condition };
      const rows = await skyRows(source, 240, area.y, area.height);
      skies.push(toHex(rows));
      expect(skies.at(-1)).toBe(
        toHex(paintInteger(parseModel(model), { latent, condition, ...area })),
      );
    }
    expect(skies[1]).not.toBe(skies[0]);
  });
});

describe("bands", () => {
  it("default: they cover every size once, from top to bottom, in even rows", () => {
    for (const size of PICTURE_SIZES) {
      let next = 0;
      for (const { y, height } of bandsOf(size)) {
        expect(y).toBe(next);
        expect(height % 2).toBe(0);
        expect(height * size).toBeLessThanOrEqual(1 << 20);
        next += height;
      }
      expect(next).toBe(size);
    }
  });
});

describe("names", () => {
  const plant = {
    tokenId: 4,
    kind: "Bellspire",
    epoch: 55_371,
    weatherWords: "Light rain, 11.2 °C",
  };

  it("default: files say whose picture they hold, of when, and of what weather", () => {
    expect(pictureName(plant, "1920px", "png")).toBe(
      "heliotrope-4-epoch-55371-bellspire-light-rain-1920px.png",
    );
    expect(pictureName(plant, "", "svg", true)).toBe(
      "heliotrope-4-forecast-epoch-55371-bellspire-light-rain.svg",
    );
    expect(playName(plant, 960)).toBe("heliotrope-playground-bellspire-light-rain-960px.png");
    expect(filmName(plant, 55_371, 55_412, 720, "webm")).toBe(
      "heliotrope-4-bellspire-epochs-55371-to-55412-720px.webm",
    );
  });
});
