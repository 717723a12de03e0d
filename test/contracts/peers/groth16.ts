// What a Groth16 verification costs, measured as a challenge is. The proof holds because whoever made the key
// (this file) knows its secrets; what it costs to check is what any such proof costs.
import { readFileSync } from "node:fs";
// Comes with viem, which signs with it.
import { bn254 } from "@noble/curves/bn254";
import { encodeFunctionData, type Hex, keccak256, parseAbi, toHex } from "viem";
import { deployer, mined, type System } from "../system.ts";

const abi = parseAbi([
  "constructor(uint256[18] key)",
  "function verify(uint256[8] proof, uint256 input)",
]);

type Eight = readonly [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];

const { Fr } = bn254.fields;
const secret = (name: string) => Fr.create(BigInt(keccak256(toHex(`groth16 ${name}`))));

function one(scalar: bigint): bigint[] {
  const { x, y } = bn254.G1.ProjectivePoint.BASE.multiply(scalar).toAffine();
  return [x, y];
}

/** The imaginary part comes first, as the precompile wants it. */
function two(scalar: bigint): bigint[] {
  const { x, y } = bn254.G2.ProjectivePoint.BASE.multiply(scalar).toAffine();
  return [x.c1, x.c0, y.c1, y.c0];
}

/** a b = alpha beta + (ic0 + input ic1) gamma + c delta, in the exponents. */
function prove() {
  const [alpha, beta, gamma, delta] = [
    secret("alpha"),
    secret("beta"),
    secret("gamma"),
    secret("delta"),
  ];
  const [ic0, ic1] = [secret("ic0"), secret("ic1")];
  const [a, b, input] = [secret("a"), secret("b"), secret("input")];
  const told = Fr.add(ic0, Fr.mul(input, ic1));
  const rest = Fr.sub(Fr.sub(Fr.mul(a, b), Fr.mul(alpha, beta)), Fr.mul(told, gamma));
  const c = Fr.div(rest, delta);
  const key = [one(alpha), two(beta), two(gamma), two(delta), one(ic0), one(ic1)].flat();
  const proof = [one(a), two(b), one(c)].flat() as unknown as Eight;
  return { key, proof, input };
}

/** Of a whole transaction; a proof of something else must be refused, or the figure would mean nothing. */
export async function measureGroth16(system: System): Promise<number> {
  const path = new URL("../../../out/Groth16.sol/Groth16.json", import.meta.url);
  const { bytecode } = JSON.parse(readFileSync(path, "utf8")) as { bytecode: { object: Hex } };
  const { key, proof, input } = prove();
  const creation = await system.client.deployContract({
    account: deployer,
    abi,
    bytecode: bytecode.object,
    args: [key as never],
  });
  const to = (await mined(system, creation)).contractAddress!;
  const ask = (told: bigint) =>
    encodeFunctionData({ abi, functionName: "verify", args: [proof, told] });
  const isRefused = await system.client.call({ to, data: ask(input + 1n) }).then(
    () => false,
    () => true,
  );
  if (!isRefused) throw new Error("A proof of another statement was accepted.");
  const hash = await system.client.sendTransaction({ account: deployer, to, data: ask(input) });
  return Number((await mined(system, hash)).gasUsed);
}
