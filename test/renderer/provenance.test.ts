// Statements are hashed as the contract hashes them, and a composed file is the same bytes for everybody.
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { hashTypedData, keccak256, recoverTypedDataAddress } from "viem";
import { describe, expect, test } from "vitest";
import { COMPOSITOR_VERSION, composedSvg } from "../../renderer/compose.ts";
import { head } from "../../renderer/document.ts";
import type { Hex } from "../../renderer/hex.ts";
import { RASTER_BYTES, tokenTree } from "../../renderer/merkle.ts";
import { skyInputsOf } from "../../renderer/metadata.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantLayer } from "../../renderer/plant.ts";
import { encodePng } from "../../renderer/png.ts";
import {
  inputHash,
  type Statement,
  setHash,
  statementData,
  statementHash,
  stateOf,
} from "../../renderer/provenance.ts";
import { decodeScene } from "./oracle.ts";

interface Vectors {
  contract: Hex;
  chainId: string;
  signer: Hex;
  cases: {
    statement: Record<keyof Statement, string>;
    inputs: { model: string; latent: Hex; condition: Hex };
    digest: Hex;
    signature: Hex;
  }[];
  sets: { threshold: string; members: Hex[]; hash: Hex }[];
}

const vectors = JSON.parse(readFileSync("test/vectors/provenance.json", "utf8")) as Vectors;
const domain = { chainId: Number(vectors.chainId), contract: vectors.contract };

const statements = vectors.cases.map(({ statement: s }) => ({
  ...(s as unknown as Statement),
  tokenId: Number(s.tokenId),
  epoch: Number(s.epoch),
  artVersion: Number(s.artVersion),
  compositorVersion: Number(s.compositorVersion),
}));

describe("statementHash", () => {
  test("default", () => {
    expect(vectors.cases).toHaveLength(8);
    for (const [i, { digest }] of vectors.cases.entries()) {
      expect(statementHash(domain, statements[i]!)).toBe(digest);
      expect(hashTypedData(statementData(domain, statements[i]!))).toBe(digest);
    }
  });

  test("behavior: what a key signed here, the contract finds there", async () => {
    for (const [i, { signature }] of vectors.cases.entries()) {
      const data = statementData(domain, statements[i]!);
      expect(await recoverTypedDataAddress({ ...data, signature })).toBe(vectors.signer);
    }
  });

  test("behavior: bound to its chain and its contract", () => {
    const { digest } = vectors.cases[0]!;
    expect(statementHash({ ...domain, chainId: 1 }, statements[0]!)).not.toBe(digest);
    expect(statementHash({ ...domain, contract: vectors.signer }, statements[0]!)).not.toBe(digest);
  });
});

describe("inputHash", () => {
  test("default", () => {
    for (const { inputs, statement } of vectors.cases) {
      const hash = inputHash({ ...inputs, model: BigInt(inputs.model) });
      expect(hash).toBe(statement.inputHash);
    }
  });
});

describe("setHash", () => {
  test("default", () => {
    expect(vectors.sets.map(({ members }) => members.length)).toEqual([1, 11, 21, 31]);
    for (const { threshold, members, hash } of vectors.sets) {
      expect(setHash(Number(threshold), members)).toBe(hash);
    }
  });

  test("error: there can be no such set", () => {
    const [a, b] = vectors.sets[1]!.members as [Hex, Hex];
    expect(() => setHash(0, [a, b])).toThrow(RangeError);
    expect(() => setHash(3, [a, b])).toThrow(RangeError);
    expect(() => setHash(1.5, [a, b])).toThrow(RangeError);
    expect(() => setHash(1, [b, a])).toThrow(RangeError);
    expect(() => setHash(1, [a, a])).toThrow(RangeError);
    expect(() => setHash(1, [`0x${"00".repeat(20)}`, a])).toThrow(RangeError);
    expect(() =>
      setHash(
        1,
        Array.from({ length: 32 }, (_, i): Hex => `0x${i + 100}`),
      ),
    ).toThrow(RangeError);
  });
});

describe("stateOf", () => {
  const scenes = (
    JSON.parse(readFileSync("test/vectors/art-species.json", "utf8")) as { scene: Hex }[]
  ).map(({ scene }) => decodeScene(scene));
  const scene = scenes[0]!;
  const raster = Uint8Array.from({ length: RASTER_BYTES }, (_, i) => (i * 7) % 256);
  const job = keccak256("0x01");
  const painted = skyInputsOf(scene);
  const inputs = { ...painted, model: BigInt(painted.model) };
  const modelHash = keccak256("0x02");
  const picture = { job, epoch: 77, scene, inputs, raster, modelHash, artVersion: 3 };

  test("default", () => {
    const { statement, file } = stateOf(picture);
    expect(statement).toEqual({
      tokenId: Number(scene.tokenId),
      // Where an epoch is pinned, the scene is of that one.
      epoch: 77,
      modelHash,
      inputHash: inputHash(inputs),
      rasterRoot: tokenTree(job, Number(scene.tokenId), inputs, raster).runs,
      artVersion: 3,
      compositorVersion: COMPOSITOR_VERSION,
      composedHash: keccak256(file),
    });
  });

  test("behavior: every stage changes its own hash", () => {
    const { statement } = stateOf(picture);
    const dabbed = Uint8Array.from(raster);
    dabbed[100_000]! ^= 1;
    const other = stateOf({ ...picture, raster: dabbed }).statement;
    expect(other.rasterRoot).not.toBe(statement.rasterRoot);
    expect(other.composedHash).not.toBe(statement.composedHash);
    expect(other.inputHash).toBe(statement.inputHash);
    const moved = stateOf({ ...picture, scene: scenes[1]! }).statement;
    expect(moved.composedHash).not.toBe(statement.composedHash);
  });

  // Laid out otherwise under the same number, it would make every signature before it a lie.
  test("behavior: version 1 lays the plant over one picture, and adds nothing", () => {
    expect(COMPOSITOR_VERSION).toBe(1);
    const p = phenotypeOf(scene);
    const sky = Buffer.from(encodePng(raster, 240, 240)).toString("base64");
    const under = `<image width='1920' height='1920' preserveAspectRatio='none' href='data:image/png;base64,${sky}'/>`;
    const expected = `${head(scene, p)}${under}${plantLayer(p, scene.genome)}</svg>`;
    expect(new TextDecoder().decode(composedSvg(scene, raster))).toBe(expected);
  });

  test("behavior: the composed file is a picture with the raster in it", async () => {
    const svg = composedSvg(scene, raster);
    const text = new TextDecoder().decode(svg);
    expect(text.startsWith("<svg xmlns=")).toBe(true);
    expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    const href = /href='data:image\/png;base64,([^']+)'/.exec(text)?.[1] ?? "";
    const { data, info } = await sharp(Buffer.from(href, "base64"))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([240, 240]);
    expect(data.equals(raster)).toBe(true);
    const drawn = await sharp(svg).resize(64, 64).png().toBuffer();
    expect((await sharp(drawn).stats()).channels[0]!.stdev).toBeGreaterThan(5);
  });

  test("error: a raster of another size", () => {
    expect(() => stateOf({ ...picture, raster: raster.subarray(3) })).toThrow(RangeError);
  });
});
