// How the twin tests read what the contracts say: ABI shapes, scenes, answers.
import { readFileSync } from "node:fs";
import {
  type AbiParameter,
  bytesToHex,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  keccak256,
  stringToBytes,
} from "viem";
import { causesOf } from "../../renderer/causes.ts";
import { type Label, tokenUri } from "../../renderer/document.ts";
import { packExposure, unpackExposure } from "../../renderer/exposure.ts";
import { type Genome, latentOf } from "../../renderer/genome.ts";
import { packObservation, unpackObservation } from "../../renderer/observation.ts";
import { livingPage } from "../../renderer/page.ts";
import { PHENOTYPE_FIELDS, phenotypeOf } from "../../renderer/phenotype.ts";
import { plantLayer, plantSvg } from "../../renderer/plant.ts";
import type { Scene } from "../../renderer/scene.ts";
import { skyOf } from "../../renderer/skies.ts";
import { conditionOf } from "../../renderer/sky/condition.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";

const SCENE: readonly AbiParameter[] = [
  { name: "tokenId", type: "uint256" },
  { name: "genome", type: "bytes32" },
  { name: "time", type: "uint64" },
  { name: "epoch", type: "uint40" },
  { name: "birthEpoch", type: "uint40" },
  { name: "weatherAge", type: "uint16" },
  { name: "now", type: "uint128" },
  { name: "life", type: "uint256" },
  { name: "recent", type: "uint256" },
  { name: "latMicroDeg", type: "int32" },
  { name: "lonMicroDeg", type: "int32" },
  { name: "stationName", type: "string" },
  { name: "model", type: "uint16" },
  { name: "pinned", type: "bool" },
  { name: "moves", type: "uint8" },
  { name: "decisions", type: "uint24" },
  { name: "pending", type: "bool" },
];

const ANSWER: readonly AbiParameter[] = [
  {
    name: "phenotype",
    type: "tuple",
    components: PHENOTYPE_FIELDS.map((name) => ({
      name,
      type: name === "derived" ? "bool" : "int256",
    })),
  },
  { name: "condition", type: "bytes32" },
  { name: "latent", type: "bytes32" },
  { name: "svgLength", type: "uint256" },
  { name: "svgHash", type: "bytes32" },
  { name: "uriLength", type: "uint256" },
  { name: "uriHash", type: "bytes32" },
  { name: "htmlHash", type: "bytes32" },
  { name: "causesHash", type: "bytes32" },
];

const CAUSES = {
  type: "tuple[]",
  components: [
    { name: "feature", type: "string" },
    { name: "value", type: "string" },
    { name: "cause", type: "string" },
  ],
} as const;

/** What can be compared: every field of the contract's answer, numbers as numbers. */
export interface Answer {
  phenotype: Record<string, number | boolean>;
  condition: Hex;
  latent: Hex;
  svgLength: number;
  svgHash: Hex;
  uriLength: number;
  uriHash: Hex;
  htmlHash: Hex;
  causesHash: Hex;
}

/** The functions under test, so that a test can put mutated ones in their place. */
export interface Twin {
  phenotypeOf: typeof phenotypeOf;
  conditionOf: typeof conditionOf;
  latentOf: typeof latentOf;
  plantSvg: typeof plantSvg;
  plantLayer: typeof plantLayer;
  livingPage: typeof livingPage;
  causesOf: typeof causesOf;
  skyOf: typeof skyOf;
  tokenUri: typeof tokenUri;
}

export const TWIN: Twin = {
  phenotypeOf,
  conditionOf,
  latentOf,
  plantSvg,
  plantLayer,
  livingPage,
  causesOf,
  skyOf,
  tokenUri,
};

export const SHIPPED = parseModel(new Uint8Array(readFileSync("renderer/sky/model.bin")));

/** The living page's program. */
export const PROGRAM = new Uint8Array(readFileSync("renderer/living/page.bin"));

/** The model of a scene: the oracle's registry holds the shipped one, as 0, and no other. */
export function modelOf(scene: Scene): SkyModel | undefined {
  return scene.model === 0 ? SHIPPED : undefined;
}

/** The label that the oracle gives a scene. */
export function labelOf(scene: Scene): Label {
  return {
    collection: scene.stationName,
    externalUrl: scene.tokenId % 3n === 0n ? scene.stationName : "https://example.org/art",
    target: scene.epoch,
  };
}

/** What the TypeScript twin makes of a scene. */
export function answerOf(scene: Scene, twin: Twin = TWIN): Answer {
  return answerWith(scene, twin, twin.livingPage);
}

/** The same without the living page, which is most of the work. */
export function drawingOf(scene: Scene): Answer {
  return answerWith(scene, TWIN, () => "");
}

function answerWith(scene: Scene, twin: Twin, livingPage: Twin["livingPage"]): Answer {
  const phenotype = twin.phenotypeOf(scene);
  const sky = twin.skyOf(phenotype, scene.genome, modelOf(scene));
  const svg = twin.plantSvg(scene, phenotype, sky);
  const layer = twin.plantLayer(phenotype, scene.genome);
  const html = livingPage(scene, phenotype, layer, modelOf(scene), PROGRAM);
  const page = phenotype.stage === 0 ? "" : html;
  const uri = twin.tokenUri(scene, phenotype, labelOf(scene), svg, page);
  const causes = encodeAbiParameters([CAUSES], [twin.causesOf(scene, phenotype)]);
  const [svgBytes, uriBytes] = [stringToBytes(svg), stringToBytes(uri)];
  return {
    phenotype: { ...phenotype },
    condition: twin.conditionOf(phenotype),
    latent: twin.latentOf(scene.genome),
    svgLength: svgBytes.length,
    svgHash: keccak256(svgBytes),
    uriLength: uriBytes.length,
    uriHash: keccak256(uriBytes),
    htmlHash: keccak256(stringToBytes(html)),
    causesHash: keccak256(causes),
  };
}

export function decodeScene(data: Hex): Scene {
  const [raw] = decodeAbiParameters([{ type: "tuple", components: SCENE }], data);
  const s = raw as unknown as Record<string, bigint | number | string | boolean>;
  return {
    tokenId: BigInt(s.tokenId!),
    genome: s.genome as Genome,
    time: Number(s.time),
    epoch: Number(s.epoch),
    birthEpoch: Number(s.birthEpoch),
    weatherAge: Number(s.weatherAge),
    now: unpackObservation(BigInt(s.now!)),
    life: unpackExposure(BigInt(s.life!)),
    recent: unpackExposure(BigInt(s.recent!)),
    latMicroDeg: Number(s.latMicroDeg),
    lonMicroDeg: Number(s.lonMicroDeg),
    stationName: String(s.stationName),
    model: Number(s.model),
    pinned: s.pinned === true,
    moves: Number(s.moves),
    decisions: Number(s.decisions),
    pending: s.pending === true,
  };
}

export function encodeScenes(scenes: readonly Scene[]): Hex {
  const rows = scenes.map((scene) => ({
    ...scene,
    time: BigInt(scene.time),
    now: packObservation(scene.now),
    life: packExposure(scene.life),
    recent: packExposure(scene.recent),
  }));
  return encodeAbiParameters([{ type: "tuple[]", components: SCENE }], [rows as never]);
}

/** A whole sky that the engine is to paint. */
export interface Picture {
  latent: Hex;
  condition: Hex;
  size: number;
}

export function encodePictures(pictures: readonly Picture[]): Hex {
  const components = [
    { name: "latent", type: "bytes32" },
    { name: "condition", type: "bytes32" },
    { name: "size", type: "uint256" },
  ] as const;
  const rows = pictures.map((picture) => ({ ...picture, size: BigInt(picture.size) }));
  return encodeAbiParameters([{ type: "tuple[]", components }], [rows]);
}

/** The hashes of the pictures' pixels. */
export function decodePainted(data: Uint8Array): readonly Hex[] {
  return decodeAbiParameters([{ type: "bytes32[]" }], bytesToHex(data))[0];
}

export function decodeAnswer(data: Hex): Answer {
  const [raw] = decodeAbiParameters([{ type: "tuple", components: ANSWER }], data);
  return plain(raw);
}

export function decodeAnswers(data: Uint8Array): Answer[] {
  const [rows] = decodeAbiParameters([{ type: "tuple[]", components: ANSWER }], bytesToHex(data));
  return (rows as unknown[]).map(plain);
}

/** bigint to number, all the way down. */
function plain(value: unknown): Answer {
  const walk = (v: unknown): unknown =>
    typeof v === "bigint"
      ? Number(v)
      : v !== null && typeof v === "object"
        ? Object.fromEntries(Object.entries(v).map(([key, inner]) => [key, walk(inner)]))
        : v;
  return walk(value) as Answer;
}
