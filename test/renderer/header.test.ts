import { type Hex, keccak256, numberToHex, pad, toRlp } from "viem";
import { describe, expect, it } from "vitest";
import { encodeHeader, type HeaderBlock, HeaderError } from "../../renderer/header.ts";

const word = (byte: string): Hex => pad(`0x${byte}`, { dir: "right" });

/** A header of London's sixteen fields, as a node tells it, and its RLP by another encoder. */
function headerOf(number: bigint, extraData: Hex, logsBloom: Hex = `0x${"00".repeat(256)}`) {
  const quantity = (value: bigint): Hex => (value === 0n ? "0x" : evenOf(numberToHex(value)));
  const values = [
    ...[word("a1"), word("a2"), pad("0xa3", { size: 20 }), word("a4"), word("a5"), word("a6")],
    ...[logsBloom, quantity(0n), quantity(number), quantity(36_000_000n), quantity(0n)],
    ...[quantity(1_394_982_000n), extraData, word("a7"), pad("0x", { size: 8 }), quantity(7n)],
  ] as Hex[];
  const rlp = toRlp(values);
  const block: HeaderBlock = {
    parentHash: values[0]!,
    sha3Uncles: values[1]!,
    miner: values[2]!,
    stateRoot: values[3]!,
    transactionsRoot: values[4]!,
    receiptsRoot: values[5]!,
    logsBloom,
    difficulty: "0x0",
    number: numberToHex(number),
    gasLimit: numberToHex(36_000_000),
    gasUsed: "0x0",
    timestamp: numberToHex(1_394_982_000),
    extraData,
    mixHash: word("a7"),
    nonce: pad("0x", { size: 8 }),
    baseFeePerGas: "0x7",
    withdrawalsRoot: null,
    hash: keccak256(rlp),
  };
  return { block, rlp };
}

const evenOf = (hex: Hex): Hex => (hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`);

describe("encodeHeader", () => {
  it("default: writes the header that hashes to the block's hash, whatever its fields' lengths", () => {
    for (const number of [0n, 1n, 127n, 128n, 256n, 23_000_000n]) {
      for (const extra of ["0x", "0x05", "0x80", `0x${"ab".repeat(55)}`, `0x${"cd".repeat(56)}`]) {
        const { block, rlp } = headerOf(number, extra as Hex);
        expect(encodeHeader(block)).toBe(rlp);
      }
    }
  });

  it("error: fields that are not the block's are refused", () => {
    const { block } = headerOf(5n, "0x");
    expect(() => encodeHeader({ ...block, number: "0x6" })).toThrow(HeaderError);
  });
});
