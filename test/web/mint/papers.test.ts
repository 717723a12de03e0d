import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import { describe, expect, it } from "vitest";
import { type Applicant, LEAF, listingOf, parsePapers } from "../../../web/mint/list.ts";
import { parseVoucher } from "../../../web/mint/voucher.ts";

const addressOf = (byte: string): Address => `0x${byte.repeat(20)}`;
const TOKEN = addressOf("aa");
const WALLET = addressOf("b1");

const tree = StandardMerkleTree.of(
  [
    ["1", TOKEN, WALLET, "3"],
    ["1", TOKEN, addressOf("b2"), "1"],
    ["1", TOKEN, addressOf("b3"), "5"],
  ],
  [...LEAF],
);
const applicant: Applicant = { chainId: 1, token: TOKEN, wallet: WALLET, root: tree.root as Hex };
const list = (dump: unknown = tree.dump()) => parsePapers(JSON.stringify(dump));

describe("listingOf", () => {
  it("default: finds an account in the list, with the leaf that the contract hashes", () => {
    const listing = listingOf(list(), applicant);
    expect(listing.maximum).toBe(3);
    const inner = keccak256(
      encodeAbiParameters(parseAbiParameters("uint256, address, address, uint256"), [
        1n,
        TOKEN,
        WALLET,
        3n,
      ]),
    );
    let node = keccak256(inner);
    for (const sibling of listing.proof) {
      const [low, high] = [node, sibling].sort();
      node = keccak256(`${low!}${high!.slice(2)}` as Hex);
    }
    expect(node).toBe(tree.root);
  });

  it("behavior: a proof by itself is checked too, for its own account and number", () => {
    const proof = tree.getProof(0);
    const told = (maximum: number) => parsePapers(JSON.stringify({ maximum, proof }));
    expect(listingOf(told(3), applicant)).toEqual({ maximum: 3, proof });
    expect(() => listingOf(told(4), applicant)).toThrow("does not show that");
    const other = { ...applicant, wallet: addressOf("b2") };
    expect(() => listingOf(told(3), other)).toThrow("does not show that");
  });

  it("error: somebody else's list, an old one and a damaged one are told apart", () => {
    const stranger = { ...applicant, wallet: addressOf("cc") };
    expect(() => listingOf(list(), stranger)).toThrow("is not on this list");
    const newer: Applicant = { ...applicant, root: `0x${"77".repeat(32)}` };
    expect(() => listingOf(list(), newer)).toThrow("not the one that the token has");
    const dump = tree.dump();
    const swapped = { ...dump, values: dump.values.map((each) => ({ ...each, treeIndex: 1 })) };
    const cut = { ...dump, tree: dump.tree.slice(0, 2) };
    const empty = { ...dump, values: [null, { value: 3 }, { value: [1, 2, WALLET] }] };
    for (const damaged of [swapped, cut, empty]) {
      expect(() => listingOf(list(damaged), applicant)).toThrow("damaged");
    }
  });

  it("behavior: any list's proofs are those that its maker would give", () => {
    for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 13]) {
      const wallets = Array.from({ length: size }, (_, i) => addressOf(String(10 + i)));
      const made = StandardMerkleTree.of(
        wallets.map((wallet, i) => ["1", TOKEN, wallet, String(i + 1)]),
        [...LEAF],
      );
      const proofs = wallets.map(
        (wallet) =>
          listingOf(list(made.dump()), { ...applicant, wallet, root: made.root as Hex }).proof,
      );
      expect(proofs).toEqual(wallets.map((_, i) => made.getProof(i)));
    }
  });

  it("error: text that is no paper at all says what is wanted", () => {
    expect(() => parsePapers("hello")).toThrow("This is not JSON");
    expect(() => parsePapers("[]")).toThrow("neither a list in this nor a proof");
    expect(() => parsePapers('{"proof": ["0x12"], "maximum": 1}')).toThrow("neither a list");
    expect(() => parsePapers(JSON.stringify({ proof: [] }))).toThrow("for how many plants");
  });
});

describe("parseVoucher", () => {
  const voucher = {
    recipient: WALLET,
    quantity: 2,
    price: "5000000000000000",
    home: 65_535,
    nonce: "12345678901234567890123",
    deadline: 1_394_982_000,
  };

  it("default: numbers as text or digits, nested or flat", () => {
    const nested = parseVoucher(JSON.stringify({ voucher, signature: "0x12" }));
    expect(nested.voucher).toMatchObject({ nonce: 12_345_678_901_234_567_890_123n, quantity: 2n });
    expect(parseVoucher(JSON.stringify({ ...voucher, signature: "0x12" }))).toEqual(nested);
  });

  it("error: what is missing or not exact is named", () => {
    const parse = (changes: object, signature: unknown = "0x12") =>
      parseVoucher(JSON.stringify({ voucher: { ...voucher, ...changes }, signature }));
    expect(() => parse({}, null)).toThrow("no signature");
    expect(() => parse({ recipient: "me" })).toThrow("recipient is no address");
    expect(() => parse({ nonce: 2 ** 60 })).toThrow("nonce is no whole number");
    expect(() => parse({ price: "-1" })).toThrow("price is no whole number");
    expect(() => parse({ deadline: undefined })).toThrow("deadline is no whole number");
  });
});
