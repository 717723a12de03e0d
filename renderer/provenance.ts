// What a keeper signs about every stage of a picture. Twin of contracts/Provenance.sol.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { COMPOSITOR_VERSION, composedSvg } from "./compose.ts";
import { fromHex, type Hex, toHex } from "./hex.ts";
import { type SkyInputs, tokenTree } from "./merkle.ts";
import type { Scene } from "./scene.ts";

/** EIP-712 types of a statement. */
export const STATEMENT_TYPES = {
  Statement: [
    { name: "tokenId", type: "uint256" },
    { name: "epoch", type: "uint256" },
    { name: "modelHash", type: "bytes32" },
    { name: "inputHash", type: "bytes32" },
    { name: "rasterRoot", type: "bytes32" },
    { name: "artVersion", type: "uint256" },
    { name: "compositorVersion", type: "uint256" },
    { name: "composedHash", type: "bytes32" },
  ],
} as const;

/** What somebody says that a picture came from; contracts/interfaces/IProvenance.sol says what each stage is. */
export interface Statement {
  readonly tokenId: number;
  readonly epoch: number;
  readonly modelHash: Hex;
  readonly inputHash: Hex;
  readonly rasterRoot: Hex;
  readonly artVersion: number;
  readonly compositorVersion: number;
  readonly composedHash: Hex;
}

/** Where a statement counts. */
export interface StatementDomain {
  readonly chainId: number;
  /** The `Provenance` contract. */
  readonly contract: Hex;
}

/** A signed statement with everything that a reader needs to check it. */
export interface Provenance extends StatementDomain {
  readonly statement: Statement;
  /** What `inputHash` is the hash of; `model` in decimal. */
  readonly inputs: { readonly model: string; readonly latent: Hex; readonly condition: Hex };
  readonly keeper: Hex;
  readonly signature: Hex;
}

/** What is signed: EIP-712 typed data. */
export function statementData({ chainId, contract }: StatementDomain, statement: Statement) {
  const { tokenId, epoch, artVersion, compositorVersion } = statement;
  return {
    domain: { ...DOMAIN, chainId, verifyingContract: contract },
    types: STATEMENT_TYPES,
    primaryType: "Statement",
    message: {
      ...statement,
      tokenId: BigInt(tokenId),
      epoch: BigInt(epoch),
      artVersion: BigInt(artVersion),
      compositorVersion: BigInt(compositorVersion),
    },
  } as const;
}

/** What is true of a picture, stage by stage, and its composed file. */
export function stateOf(picture: {
  readonly job: Hex;
  /** That the raster is of; the scene's own is another where one is pinned. */
  readonly epoch: number;
  readonly scene: Scene;
  readonly inputs: SkyInputs;
  readonly raster: Uint8Array;
  readonly modelHash: Hex;
  readonly artVersion: number;
}): { statement: Statement; file: Uint8Array } {
  const { job, epoch, scene, inputs, raster, modelHash, artVersion } = picture;
  const tokenId = Number(scene.tokenId);
  const file = composedSvg(scene, raster);
  const statement = {
    tokenId,
    epoch,
    modelHash,
    inputHash: inputHash(inputs),
    rasterRoot: tokenTree(job, tokenId, inputs, raster).runs,
    artVersion,
    compositorVersion: COMPOSITOR_VERSION,
    composedHash: toHex(keccak_256(file)),
  };
  return { statement, file };
}

/** The hash that is signed, as `digest` answers. */
export function statementHash({ chainId, contract }: StatementDomain, s: Statement): Hex {
  const members = STATEMENT_TYPES.Statement.map(({ name, type }) => `${type} ${name}`).join();
  const domain = hashWords([hashText(DOMAIN_TYPE), ...DOMAIN_TEXTS, chainId, contract]);
  const fields = STATEMENT_TYPES.Statement.map(({ name }) => s[name]);
  const body = hashWords([hashText(`Statement(${members})`), ...fields]);
  return toHex(keccak_256(fromHex(`0x1901${domain.slice(2)}${body.slice(2)}`)));
}

/** As `hashInputs` answers. */
export function inputHash({ model, latent, condition }: SkyInputs): Hex {
  return hashWords([`0x${model.toString(16)}`, latent, condition]);
}

/**
 * The name of a set of signers, as `hashSet` answers.
 * @throws RangeError where there can be no such set.
 */
export function setHash(threshold: number, members: readonly Hex[]): Hex {
  const ascending = members.every(
    (member, i) => BigInt(member) > (i === 0 ? 0n : BigInt(members[i - 1]!)),
  );
  const n = members.length;
  if (!ascending || !Number.isInteger(threshold) || threshold < 1 || threshold > n || n > 31) {
    throw new RangeError(
      `There is no set of ${threshold} of ${n}: its members ascend strictly, none is zero, there are 1 to 31, and the threshold is 1 to as many.`,
    );
  }
  // The list begins behind the three words before it, with its length.
  return hashWords([hashText("Heliotrope.SignerSet"), threshold, 96, n, ...members]);
}

const DOMAIN = { name: "Heliotrope Provenance", version: "1" } as const;
const DOMAIN_TYPE =
  "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const DOMAIN_TEXTS = [hashText(DOMAIN.name), hashText(DOMAIN.version)];

function hashText(text: string): Hex {
  return toHex(keccak_256(new TextEncoder().encode(text)));
}

/** keccak256(abi.encode(...)) of numbers and of hex no longer than a word, which counts from the right. */
function hashWords(words: readonly (Hex | number)[]): Hex {
  const text = words
    .map((word) => (typeof word === "number" ? word.toString(16) : word.slice(2)).padStart(64, "0"))
    .join("");
  return toHex(keccak_256(fromHex(`0x${text}`)));
}
