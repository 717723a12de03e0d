// What a keeper has signed about a picture, stage by stage (EIP-712), held against what this machine came to. A
// signature only says who said it; whether it is so is computed here.
import { type Address, keccak256, recoverTypedDataAddress } from "viem";
import type { Hex } from "../../renderer/hex.ts";
import type { SkyInputs } from "../../renderer/merkle.ts";
import {
  inputHash,
  type Provenance,
  type Statement,
  statementData,
} from "../../renderer/provenance.ts";

const PATIENCE_MS = 15_000;

/** What is true of the picture, as far as this machine knows it. */
export interface Truth {
  tokenId: number;
  epoch: number;
  chainId: number;
  modelHash: Hex;
  inputs: SkyInputs;
  /** The root of the runs of the raster painted here. */
  rasterRoot: Hex;
  /** The composed file as it is made here; undefined where another art version draws the plant. */
  composed: Uint8Array | undefined;
}

export interface Stage {
  name: string;
  said: Hex;
  /** Whether it is so; undefined where nothing here can tell. */
  holds: boolean | undefined;
}

export interface CheckedStatement {
  source: string;
  /** Who signed it: recovered from the signature, whoever it says. */
  signer: Address;
  stages: readonly Stage[];
}

/** @throws Error with the reason, to be put behind the keeper's name. */
export async function fetchStatement(
  source: string,
  { epoch, tokenId }: Pick<Truth, "epoch" | "tokenId">,
  signal: AbortSignal,
): Promise<Provenance> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const url = `${source}/api/epochs/${epoch}/tokens/${tokenId}/provenance`;
  const response = await fetch(url, { signal: patience }).catch(() => undefined);
  if (!response) throw new Error("does not answer");
  if (!response.ok) throw new Error(`has signed nothing about this picture (${response.status})`);
  return (await response.json()) as Provenance;
}

/** @throws Error where it is about something else, or not signed by whoever it names. */
export async function checkStatement(
  source: string,
  said: Provenance,
  truth: Truth,
): Promise<CheckedStatement> {
  const { chainId, contract, keeper, signature } = said;
  const { tokenId, epoch } = truth;
  // In our own words: a statement about another picture proves nothing here.
  const statement: Statement = { ...said.statement, tokenId, epoch };
  if (chainId !== truth.chainId) throw new Error(`speaks of chain ${chainId}`);
  let signer: Address;
  try {
    const data = statementData({ chainId, contract }, statement);
    signer = await recoverTypedDataAddress({ ...data, signature });
  } catch {
    throw new Error("sent a statement that is malformed");
  }
  if (signer.toLowerCase() !== String(keeper).toLowerCase()) {
    throw new Error("sent a statement whose signature does not cover it");
  }
  const { modelHash, inputHash: inputs, rasterRoot, composedHash } = statement;
  const isSame = (a: Hex, b: Hex) => a.toLowerCase() === b.toLowerCase();
  return {
    source,
    signer,
    stages: [
      { name: "Sky model", said: modelHash, holds: isSame(modelHash, truth.modelHash) },
      {
        name: "What it is painted from",
        said: inputs,
        holds: isSame(inputs, inputHash(truth.inputs)),
      },
      { name: "Raster", said: rasterRoot, holds: isSame(rasterRoot, truth.rasterRoot) },
      {
        name: "Composed file",
        said: composedHash,
        holds: truth.composed && isSame(composedHash, keccak256(truth.composed)),
      },
    ],
  };
}
