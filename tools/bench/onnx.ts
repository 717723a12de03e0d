// The sky network as an ONNX file, for onnxruntime as a peer: the same integer-valued weights in floats, the
// same floors and clips. ONNX is protobuf, and this is all of it that such a graph needs.
import { FEATURES } from "../../renderer/sky/features.ts";
import type { SkyRequest } from "../../renderer/sky/integer.ts";
import { mapLatent } from "../../renderer/sky/integer.ts";
import { mappingInputs, schoolOf, wordBytes } from "../../renderer/sky/latent.ts";
import {
  ACTIVATION_MAX,
  blockFor,
  type SkyModel,
  SUM_BITS,
  WIDTH,
} from "../../renderer/sky/model.ts";

const UNIT = 1 / (1 << SUM_BITS);
/** Element types of ONNX. */
const FLOAT = 1;
const UINT8 = 2;
const OPSET = 13;

/**
 * The network of one picture: `features` (bytes, [pixels, 32]) to `rgb` (bytes, [pixels, 3]).
 * @returns The bytes of an ONNX model.
 */
export function skyGraph(model: SkyModel, request: SkyRequest, pixels: number): Uint8Array {
  const latent = wordBytes(request.latent);
  const school = schoolOf(latent);
  const shifts = Float32Array.from(
    mapLatent(model, mappingInputs(latent, wordBytes(request.condition))),
    (shift) => shift * UNIT,
  );
  const { layers } = model;
  const nodes = [node("Cast", ["features"], ["x0"], [attribute("to", FLOAT)])];
  const constants = [
    tensor("low", [], Float32Array.of(0)),
    tensor("high", [], Float32Array.of(ACTIVATION_MAX)),
    tensor("white", [], Float32Array.of(255)),
    tensor(
      "middle",
      [3],
      shifts.slice(WIDTH * layers).map((shift) => shift + 128),
    ),
  ];
  const weigh = (name: string, blocks: readonly Int8Array[], l: number, outputs: number) => {
    const block = blockFor(blocks, l, school);
    const turned = new Float32Array(block.length);
    for (let j = 0; j < outputs; j++) {
      for (let i = 0; i < WIDTH; i++) turned[i * outputs + j] = block[j * WIDTH + i]! * UNIT;
    }
    constants.push(tensor(name, [WIDTH, outputs], turned));
  };
  weigh("c0", model.colours, 0, 3);
  nodes.push(node("Gemm", ["x0", "c0", "middle"], ["rgb0"]));
  for (let l = 0; l < layers; l++) {
    const [x, y] = [`x${l}`, `x${l + 1}`];
    weigh(`w${l}`, model.weights, l, WIDTH);
    weigh(`c${l + 1}`, model.colours, l + 1, 3);
    constants.push(tensor(`b${l}`, [WIDTH], shifts.slice(WIDTH * l, WIDTH * (l + 1))));
    nodes.push(
      node("Gemm", [x, `w${l}`, `b${l}`], [`sum${l}`]),
      node("Floor", [`sum${l}`], [`floor${l}`]),
      node("Clip", [`floor${l}`, "low", "high"], [y]),
      node("MatMul", [y, `c${l + 1}`], [`part${l}`]),
      node("Add", [`rgb${l}`, `part${l}`], [`rgb${l + 1}`]),
    );
  }
  nodes.push(
    node("Floor", [`rgb${layers}`], ["floored"]),
    node("Clip", ["floored", "low", "white"], ["clipped"]),
    node("Cast", ["clipped"], ["rgb"], [attribute("to", UINT8)]),
  );
  const inputs = [value("features", UINT8, [pixels, FEATURES])];
  return file(nodes, constants, inputs, [value("rgb", UINT8, [pixels, 3])]);
}

/** One product of two square matrices: what onnxruntime can do at best. */
export function productGraph(side: number): Uint8Array {
  const shape = [side, side];
  return file(
    [node("MatMul", ["a", "a"], ["product"])],
    [],
    [value("a", FLOAT, shape)],
    [value("product", FLOAT, shape)],
  );
}

// Messages of onnx.proto, each field written as key and content.

function file(
  nodes: Uint8Array[],
  constants: Uint8Array[],
  inputs: Uint8Array[],
  outputs: Uint8Array[],
): Uint8Array {
  const graph = message(
    ...nodes.map((each) => bytes(1, each)),
    text(2, "sky"),
    ...constants.map((each) => bytes(5, each)),
    ...inputs.map((each) => bytes(11, each)),
    ...outputs.map((each) => bytes(12, each)),
  );
  // IR version, the graph, the operator set.
  return message(whole(1, 7), bytes(7, graph), bytes(8, message(text(1, ""), whole(2, OPSET))));
}

function node(
  operator: string,
  inputs: string[],
  outputs: string[],
  attributes: Uint8Array[] = [],
): Uint8Array {
  return message(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
    ...attributes.map((each) => bytes(5, each)),
  );
}

/** An attribute that holds a whole number. */
function attribute(name: string, number: number): Uint8Array {
  const typeInt = 2;
  return message(text(1, name), whole(3, number), whole(20, typeInt));
}

function tensor(name: string, shape: number[], data: Float32Array): Uint8Array {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(...shape.map((n) => whole(1, n)), whole(2, FLOAT), text(8, name), bytes(9, raw));
}

function value(name: string, type: number, shape: number[]): Uint8Array {
  const dimensions = message(...shape.map((n) => bytes(1, message(whole(1, n)))));
  const tensorType = message(whole(1, type), bytes(2, dimensions));
  return message(text(1, name), bytes(2, message(bytes(1, tensorType))));
}

function message(...fields: number[][]): Uint8Array {
  return Uint8Array.from(fields.flat());
}

function whole(field: number, number: number): number[] {
  return [...varint(field << 3), ...varint(number)];
}

function text(field: number, words: string): number[] {
  return bytes(field, new TextEncoder().encode(words));
}

function bytes(field: number, content: Uint8Array): number[] {
  return [...varint((field << 3) | 2), ...varint(content.length), ...content];
}

function varint(number: number): number[] {
  const out: number[] = [];
  let rest = number;
  while (rest > 127) {
    out.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...out, rest];
}
