import { describe, expect, it } from "vitest";
import { type Genome, germinated } from "../../renderer/genome.ts";
import { vectorSvg } from "../../renderer/metadata.ts";
import { fromLink, toLink } from "../../web/playground/bytes.ts";
import { bitsOf, differencesOf } from "../../web/playground/differences.ts";
import { GENE_NAMES, geneOf, parseGenome, withGene, wordsOf } from "../../web/playground/genes.ts";
import { genomeLink, linkOf, readGenomeLink, readLink } from "../../web/playground/link.ts";
import { EPOCH_SECONDS, FIRST, sceneOf, specimenOf } from "../../web/playground/specimen.ts";
import { walk } from "../../web/playground/walk.ts";
import { generator, randomScene } from "../renderer/scenes.ts";

/** Lone surrogates cannot travel, and no chain has them. */
function wellFormed(text: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}

/** Germinated, on the grid, with a name that a link may carry. */
function* livingScenes(count: number, from: number) {
  const draw = generator(from);
  for (let found = 0; found < count; ) {
    const scene = randomScene(draw);
    const time = scene.epoch * EPOCH_SECONDS;
    if (!germinated(scene.genome) || scene.birthEpoch > scene.epoch || time > 2 ** 40) continue;
    found++;
    yield {
      ...scene,
      time,
      stationName: wellFormed(scene.stationName.slice(0, 40)),
      pending: false,
    };
  }
}

const A: Genome = `0x01${"00".repeat(6)}01b4104007030000020123456789abcdeffedcba9876543210`.padEnd(
  66,
  "0",
) as Genome;
const B: Genome = `0x01${"00".repeat(6)}0010f0c80b05090001fedcba98765432100123456789abcdef`.padEnd(
  66,
  "0",
) as Genome;

describe("specimen", () => {
  it("default: what a token shows, grown on from its link, is drawn byte for byte the same", () => {
    let compared = 0;
    for (const scene of livingScenes(200, 3)) {
      const link = linkOf(specimenOf(scene));
      const read = readLink(link);
      expect(read, link).toBeDefined();
      expect(vectorSvg(sceneOf(read!))).toBe(vectorSvg(scene));
      expect(linkOf(read!)).toBe(link);
      compared++;
    }
    expect(compared).toBe(200);
  });

  it("behavior: a link is short, and safe in a query", () => {
    const link = linkOf(FIRST);
    expect(link).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(link.length).toBeLessThan(160);
    expect(readLink(link)).toEqual(FIRST);
  });

  it("error: what nobody has written is refused, whatever it is", () => {
    const good = linkOf(FIRST);
    const bad = [
      "",
      "?",
      "AAAA",
      "ég",
      good.slice(0, 40),
      `${good.slice(0, 20)}!${good.slice(21)}`,
    ];
    for (const text of bad) expect(readLink(text), text).toBeUndefined();
    // Another format, a seed that is none, a place beyond the poles.
    expect(readLink(`BA${good.slice(2)}`)).toBeUndefined();
    expect(readLink(linkOf({ ...FIRST, genome: `0x${"0".repeat(64)}` }))).toBeUndefined();
    expect(readLink(linkOf({ ...FIRST, latMicroDeg: 90_000_001 }))).toBeUndefined();
    expect(readLink(linkOf({ ...FIRST, time: -1 }))).toBeUndefined();
    expect(readLink(linkOf({ ...FIRST, place: "é".repeat(81) }))).toBeUndefined();
  });

  it("behavior: bytes cut anywhere or changed anywhere never throw, and draw if they are read", () => {
    const draw = generator(9);
    let drawn = 0;
    for (let i = 0; i < 2_000; i++) {
      const bytes = fromLink(linkOf(FIRST));
      for (let change = 0; change < 3; change++) bytes[1 + draw(bytes.length - 1)] = draw(256);
      const read = readLink(toLink(i % 4 === 0 ? bytes.subarray(0, draw(bytes.length)) : bytes));
      if (!read) continue;
      expect(vectorSvg(sceneOf(read))).toContain("</svg>");
      drawn++;
    }
    expect(drawn).toBeGreaterThan(500);
  });
});

describe("genes", () => {
  it("default: each is set alone, and all of them are the genome but for its mark", () => {
    for (const name of GENE_NAMES) {
      const changed = withGene(A, name, geneOf(B, name));
      expect(geneOf(changed, name)).toBe(geneOf(B, name));
      for (const other of GENE_NAMES) {
        if (other !== name)
          expect(geneOf(changed, other), `${name}, ${other}`).toBe(geneOf(A, other));
      }
    }
    let all = A;
    for (const name of GENE_NAMES) all = withGene(all, name, geneOf(B, name));
    expect(all).toBe(B);
  });

  it("behavior: words are the contract's", () => {
    expect(wordsOf("species", 9)).toBe("Thornlamp");
    expect(wordsOf("school", 2)).toBe("Woodblock");
    expect(wordsOf("mutation", 4)).toBe("Midnight");
    expect(wordsOf("species", 10)).toBe("Sunhead");
  });

  it("error: what is pasted must be a genome", () => {
    expect(parseGenome(` ${B.toUpperCase().replace("0X", "0x")}\n`)).toBe(B);
    for (const text of ["", "0x", "0x0", "hello", `${B}0`])
      expect(parseGenome(text)).toBeUndefined();
  });

  it("default: differences name the genes, and count their bits", () => {
    expect(differencesOf(A, A)).toEqual([]);
    const other = withGene(
      withGene(A, "school", geneOf(A, "school") ^ 5),
      "mood",
      geneOf(A, "mood") ^ 1,
    );
    expect(differencesOf(A, other).map(({ gene, bits }) => [gene, bits])).toEqual([
      ["school", 2],
      ["mood", 1],
    ]);
    expect(bitsOf(A, other).filter(Boolean).length).toBe(3);
    expect(bitsOf(A, other)[255 - 96]).toBe(true);
  });
});

describe("walk", () => {
  it("default: begins and ends exactly, and every step is a genome", () => {
    expect(walk(A, B, 0)).toBe(A);
    expect(walk(A, B, 1)).toBe(B);
    const steps = Array.from({ length: 101 }, (_, i) => walk(A, B, i / 100));
    for (const step of steps) expect(step).toMatch(/^0x01[0-9a-f]{62}$/);
    const statures = steps.map((step) => geneOf(step, "stature"));
    expect(statures).toEqual([...statures].sort((a, b) => b - a));
    expect(new Set(steps.map((step) => geneOf(step, "species"))).size).toBe(2);
  });

  it("behavior: the same from the other side", () => {
    expect(walk(A, A, 0.5)).toBe(A);
    expect(geneOf(walk(A, B, 0.5), "petals")).toBe(geneOf(walk(B, A, 0.5), "petals"));
  });

  it("default: a genome alone travels in a link too", () => {
    expect(readGenomeLink(genomeLink(B))).toBe(B);
    expect(readGenomeLink("AAAA")).toBeUndefined();
    expect(readGenomeLink("%%%")).toBeUndefined();
  });
});
