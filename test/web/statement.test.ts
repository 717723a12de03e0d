// A keeper's signed statement, as the page checks it: signed by a real key, over what a real picture came from.
import { keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import type { Hex } from "../../renderer/hex.ts";
import { inputHash, type Provenance, statementData } from "../../renderer/provenance.ts";
import { checkStatement, type Truth } from "../../web/verify/statement.ts";

const word = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
const keeper = privateKeyToAccount(word(7));
const inputs = { model: 3n, latent: word(1), condition: word(2) };
const composed = new TextEncoder().encode("<svg/>");
const truth: Truth = {
  tokenId: 4,
  epoch: 77,
  chainId: 31_337,
  modelHash: word(9),
  inputs,
  rasterRoot: word(11),
  composed,
};

async function signed(changes: Partial<Provenance["statement"]> = {}): Promise<Provenance> {
  const statement = {
    tokenId: 4,
    epoch: 77,
    modelHash: word(9),
    inputHash: inputHash(inputs),
    rasterRoot: word(11),
    artVersion: 0,
    compositorVersion: 1,
    composedHash: keccak256(composed),
    ...changes,
  };
  const domain = { chainId: 31_337, contract: `0x${"aa".repeat(20)}` as Hex };
  const signature = await keeper.signTypedData(statementData(domain, statement));
  const said = { model: "3", latent: inputs.latent, condition: inputs.condition };
  return { ...domain, statement, inputs: said, keeper: keeper.address, signature };
}

const check = async (said: Provenance) => checkStatement("a keeper", said, truth);

describe("checkStatement", () => {
  it("default: a true statement holds at every stage, and names who signed it", async () => {
    const { signer, stages } = await check(await signed());
    expect(signer).toBe(keeper.address);
    expect(stages.map(({ holds }) => holds)).toEqual([true, true, true, true]);
  });

  it("behavior: what is not so is told stage by stage, though it is signed", async () => {
    const { stages } = await check(await signed({ rasterRoot: word(12), modelHash: word(8) }));
    expect(stages.map(({ holds }) => holds)).toEqual([false, true, false, true]);
  });

  it("behavior: what nothing here can tell is left open", async () => {
    const said = await signed();
    const { stages } = await checkStatement("a keeper", said, { ...truth, composed: undefined });
    expect(stages.at(-1)).toMatchObject({ name: "Composed file", holds: undefined });
  });

  it("error: a statement about another picture, of another chain or by another key counts for nothing", async () => {
    await expect(check(await signed({ tokenId: 5 }))).rejects.toThrow("does not cover it");
    await expect(check({ ...(await signed()), chainId: 1 })).rejects.toThrow("speaks of chain 1");
    const other = privateKeyToAccount(word(8)).address;
    await expect(check({ ...(await signed()), keeper: other })).rejects.toThrow(
      "does not cover it",
    );
    await expect(check({ ...(await signed()), signature: "0x12" })).rejects.toThrow("malformed");
  });
});
