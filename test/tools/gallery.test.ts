import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { SCHOOL_COUNT, SPECIES_COUNT, school, species } from "../../renderer/genome.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { apngWriter, chunksOf, paletteOf } from "../../tools/gallery/apng.ts";
import { framesOf, makeFilm, sceneOfDay, starOf } from "../../tools/gallery/film.ts";
import { paintFrame, stripOf } from "../../tools/gallery/frame.ts";
import { muxWebm } from "../../tools/gallery/matroska.ts";
import { paintPicture } from "../../tools/gallery/picture.ts";
import { readOptions } from "../../tools/gallery/settings.ts";
import { compose, layoutOf } from "../../tools/gallery/sheet.ts";
import { SHEETS } from "../../tools/gallery/sheets.ts";
import { webmWriter } from "../../tools/gallery/webm.ts";

describe("readOptions", () => {
  test("default", () => {
    expect(readOptions([])).toEqual({
      sheets: ["species"],
      out: "dist/gallery",
      size: 240,
      sky: "neural",
      cells: false,
      readme: false,
      film: undefined,
    });
    expect(readOptions(["--sheet", "all"])!.sheets).toEqual(Object.keys(SHEETS));
    expect(readOptions(["--sheet", "age,year", "--sheet", "age"])!.sheets).toEqual(["age", "year"]);
    expect(readOptions(["--film"])).toMatchObject({ size: 480, film: { days: 365 } });
    expect(readOptions(["--help"])).toBeUndefined();
  });

  test.each([
    [["--size", "20"], "--size 20 is not a whole number from 48 to 1920."],
    [["--size", "big"], "--size big is not a whole number from 48 to 1920."],
    [["--sky", "green"], "--sky green is unknown. Known: neural, onchain, vector."],
    [["--sheet", "birds"], "--sheet birds is unknown. Known: species, year"],
    [["--days", "9"], "--days is about a film. Add --film, or leave it out."],
    [["--format", "webm"], "--format is about a film. Add --film, or leave it out."],
    [["--film", "--format", "gif"], "--format gif is unknown. Known: webm, apng."],
    [["--film", "--days", "1"], "--days 1 is not a whole number from 2 to 1461."],
    [["--film", "--token", "x"], "--token x is not a whole number from 0 to 4294967295."],
    [["--film", "--sheet", "age"], "--sheet is about contact sheets. Leave it out, or leave out"],
    [["--film", "--readme"], "--readme is about contact sheets. Leave it out, or leave out"],
  ])("error: %j", (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe("sheets", () => {
  const sheets = Object.entries(SHEETS).map(([name, make]) => ({ name, sheet: make() }));
  const bySpecies = ["species", "season", "age", "marks", "mutations"];

  test("behavior: every sheet is a full grid, its names unlike each other", () => {
    for (const { name, sheet } of sheets) {
      expect(sheet.name).toBe(name);
      const cells = sheet.cells.flat();
      expect(new Set(cells.map((cell) => cell.name)).size).toBe(cells.length);
      const columns = sheet.columns.length || sheet.cells[0]!.length;
      for (const row of sheet.cells) expect(row).toHaveLength(columns);
      if (sheet.rows.length > 0) expect(sheet.cells).toHaveLength(sheet.rows.length);
    }
  });

  test("behavior: each species has a column of its own", () => {
    for (const { name, sheet } of sheets.filter((each) => bySpecies.includes(each.name))) {
      expect(sheet.columns, name).toHaveLength(SPECIES_COUNT);
      for (const row of sheet.cells) {
        expect(row.map(({ scene }) => species(scene.genome))).toEqual(
          Array.from({ length: SPECIES_COUNT }, (_, i) => i),
        );
      }
    }
  });

  test("behavior: a life shows every stage, ripeness, dormancy and marks", () => {
    const { sheet } = sheets.find(({ name }) => name === "species")!;
    const rows = sheet.cells.map((row) => row.map(({ scene }) => phenotypeOf(scene)));
    const [sprout, young, bloom, summer, autumn, winter, years] = rows;
    for (let i = 0; i < SPECIES_COUNT; i++) {
      expect(sprout![i]!.stage).toBe(1);
      expect(young![i]!.stage).toBe(2);
      expect(bloom![i]!.openness).toBeGreaterThan(84);
      expect(summer![i]!.openness).toBeGreaterThan(84);
      expect(autumn![i]!.ripeness).toBeGreaterThan(84);
      expect(winter![i]!.dormancy).toBeGreaterThan(64);
      expect(years![i]!.rings).toBe(3);
      expect(years![i]!.grafts).toBeGreaterThan(0);
      expect(years![i]!.ties).toBeGreaterThan(0);
    }
  });

  test("behavior: the year has 36 pictures, ten days and five hours apart", () => {
    const cells = sheets.find(({ name }) => name === "year")!.sheet.cells.flat();
    expect(cells).toHaveLength(36);
    cells.slice(1).forEach(({ scene }, i) => {
      expect(scene.time - cells[i]!.scene.time).toBe(35 * 25_200);
    });
  });

  test("behavior: schools differ by nothing but the school", () => {
    const { cells } = sheets.find(({ name }) => name === "schools")!.sheet;
    expect(cells.map(([first]) => school(first!.scene.genome))).toEqual(
      Array.from({ length: SCHOOL_COUNT }, (_, i) => i),
    );
    for (const row of cells) {
      expect(row.map(({ scene }) => scene.epoch)).toEqual(
        cells[0]!.map(({ scene }) => scene.epoch),
      );
    }
  });

  test("behavior: what no station has recorded says that it is staged", () => {
    const cells = sheets.find(({ name }) => name === "weather")!.sheet.cells.flat();
    const staged = cells
      .filter(({ note }) => note!.startsWith("staged"))
      .map(({ caption }) => caption);
    expect(staged).toContain("Aurora");
    expect(staged).toContain("Hailstorm");
    expect(staged).not.toContain("Snow");
    for (const { scene, note } of cells) {
      expect(note!.startsWith(scene.stationName) || note!.startsWith("staged")).toBe(true);
    }
  });

  test("behavior: pictures lie where the layout says", async () => {
    const { sheet } = sheets.find(({ name }) => name === "marks")!;
    const small = { ...sheet, cells: sheet.cells.slice(0, 2), rows: sheet.rows.slice(0, 2) };
    const size = 48;
    const colours = small.cells.map((row, r) => row.map((_, c) => [20 * r + 10, 20 * c + 10, 200]));
    const pictures = colours.map((row) =>
      row.map((colour) => new Uint8Array(3 * size * size).map((_, i) => colour[i % 3]!)),
    );
    const layout = layoutOf(small, size);
    expect(layout.top(1)).toBeGreaterThan(layout.top(0) + size);
    expect(layout.left(1)).toBeGreaterThan(layout.left(0) + size);
    expect(layout.height).toBeGreaterThan(layout.top(1) + size);
    expect(layout.width).toBeGreaterThan(layout.left(SPECIES_COUNT - 1) + size);
    const { data, info } = await sharp(await compose(small, pictures, size))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([layout.width, layout.height, 3]);
    colours.forEach((row, r) => {
      row.forEach((colour, c) => {
        for (const at of [1, size - 2]) {
          const from = 3 * ((layout.top(r) + at) * info.width + layout.left(c) + at);
          expect([...data.subarray(from, from + 3)]).toEqual(colour);
        }
      });
    });
  });

  test("behavior: a detail is a part of the picture", async () => {
    const { scene } = sheets[0]!.sheet.cells[3]![0]!;
    const whole = await paintPicture({ scene, size: 96, sky: "vector" });
    const detail = { left: 0.25, top: 0.5, side: 0.5 };
    const part = await paintPicture({ scene, size: 48, sky: "vector", detail });
    for (let y = 0; y < 48; y++) {
      const from = 3 * ((48 + y) * 96 + 24);
      expect(part.subarray(3 * 48 * y, 3 * 48 * (y + 1))).toEqual(whole.subarray(from, from + 144));
    }
  });

  test("behavior: each sky gives a picture of the size that is asked for", async () => {
    const { scene } = sheets[0]!.sheet.cells[3]![0]!;
    const pictures = [];
    for (const sky of ["neural", "onchain", "vector"] as const) {
      const picture = await paintPicture({ scene, size: 64, sky });
      expect(picture).toHaveLength(3 * 64 * 64);
      pictures.push(Buffer.from(picture).toString("hex"));
    }
    expect(new Set(pictures).size).toBe(3);
  });
});

describe("film", () => {
  const life = starOf(3);
  const options = { size: 48, sky: "vector" } as const;

  test("behavior: days follow each other, every season is seen around the clock", () => {
    const scenes = Array.from({ length: 365 }, (_, day) => sceneOfDay(life, day));
    const skies = scenes.map((scene) => phenotypeOf(scene).sky);
    for (let season = 0; season < 4; season++) {
      const seen = new Set(skies.slice(season * 91, season * 91 + 91));
      expect(seen.has(0) && seen.has(2) && seen.has(4)).toBe(true);
    }
    scenes.slice(1).forEach((scene, i) => {
      const hours = (scene.time - scenes[i]!.time) / 3600;
      expect(hours).toBeGreaterThan(24);
      expect(hours).toBeLessThan(24.5);
      expect(Math.abs(scene.epoch * 25_200 - scene.time)).toBeLessThanOrEqual(25_200);
    });
  });

  test("behavior: frames are the same every time, in threads or not", async () => {
    const one = await makeFilm(life, 4, "apng", options);
    const other = await makeFilm(life, 4, "apng", options);
    expect(other.hash).toBe(one.hash);
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0);
    expect((await makeFilm(starOf(4), 4, "apng", options)).hash).not.toBe(one.hash);
    const [frame] = framesOf(life, 4, options);
    expect(await paintFrame(frame!)).toHaveLength(3 * 48 * (48 + stripOf(48)));
  });

  test("behavior: an animated PNG is one, frame by frame", async () => {
    const [width, height] = [20, 12];
    const frames = [0, 1, 2].map((k) =>
      new Uint8Array(3 * width * height).map((_, i) => (i % 3 === k ? 240 : (i % (3 * width)) * 2)),
    );
    const writer = apngWriter(width, height, await paletteOf(frames, width, height), 3);
    for (const frame of frames) await writer.add(frame);
    const chunks = chunksOf(await writer.finish());
    const types = chunks.map(({ type }) => type).join(" ");
    expect(types).toBe("IHDR acTL PLTE fcTL IDAT fcTL fdAT fcTL fdAT IEND");
    // Sequence numbers run through frame controls and data alike.
    const numbers = chunks.filter(({ type }) => type === "fcTL" || type === "fdAT");
    expect(numbers.map(({ data }) => wordAt(data, 0))).toEqual([0, 1, 2, 3, 4]);

    // Every frame, put into a PNG of its own, is what was added: sharp decodes each.
    const [header, palette] = [chunks[0]!, chunks[2]!];
    const images = chunks.flatMap(({ type, data }) =>
      type === "IDAT" ? [data] : type === "fdAT" ? [data.subarray(4)] : [],
    );
    expect(images).toHaveLength(3);
    for (const [i, image] of images.entries()) {
      const png = pngOf([header, palette, { type: "IDAT", data: image }, chunks.at(-1)!]);
      const { data, info } = await sharp(png)
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([width, height]);
      const off = data.reduce((sum, value, at) => sum + Math.abs(value - frames[i]![at]!), 0);
      expect(off / data.length).toBeLessThan(16);
    }
  });

  test("error: fewer frames than were announced", async () => {
    const writer = apngWriter(2, 2, new Uint8Array(768), 2);
    await writer.add(new Uint8Array(12));
    await expect(writer.finish()).rejects.toThrow("2 frames were announced, 1 were added.");
  });

  test("error: a PNG that was altered", () => {
    const png = Buffer.from(pngOf([{ type: "IHDR", data: new Uint8Array(13) }]));
    png[20]! ^= 1;
    expect(() => chunksOf(png)).toThrow("The checksum of the chunk at byte 8 is wrong.");
  });

  test("error: WebM without a browser", async () => {
    await expect(webmWriter(48, 52, undefined)).rejects.toThrow("take --format apng");
  });

  test("error: a film that begins with half a picture", () => {
    const packet = { isKey: false, index: 0, data: deflateSync("x") };
    expect(() => muxWebm({ width: 2, height: 2, fps: 24 }, [packet])).toThrow("key frame");
  });
});

function wordAt(data: Uint8Array, at: number): number {
  return new DataView(data.buffer, data.byteOffset).getUint32(at);
}

/** A PNG of these chunks; checksums by a rule of its own, not the writer's. */
function pngOf(chunks: readonly { type: string; data: Uint8Array }[]): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)];
  for (const { type, data } of chunks) {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crcOf(body), 4);
    parts.push(frame.subarray(0, 4), body, frame.subarray(4));
  }
  return Buffer.concat(parts);
}

/** CRC-32 bit by bit, as the PNG specification has it. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
