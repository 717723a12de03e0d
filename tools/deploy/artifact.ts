// What forge has built, by the names of the deploy record.
import { existsSync, readFileSync } from "node:fs";
import type { Abi, Hex } from "viem";

export interface Artifact {
  readonly abi: Abi;
  readonly bytecode: { readonly object: Hex };
  readonly deployedBytecode: {
    readonly object: Hex;
    readonly immutableReferences?: Record<string, { start: number; length: number }[]>;
  };
  readonly metadata: unknown;
}

/** A record names a contract by its part in the system, which is the name of its code but here. */
const CODE: Readonly<Record<string, string>> = {
  Timelock: "TimelockController",
  Almanac: "ERC1967Proxy",
  AlmanacImplementation: "Almanac",
};

/** What was built for the part `name` of a record. */
export const artifactOf = (name: string) => CODE[name] ?? name;

/** What the part `name` can be asked: a proxy, what stands behind it. */
export const abiOf = (name: string) =>
  readArtifact(name === "Almanac" ? name : artifactOf(name)).abi;

/** @throws Error when the contract has not been compiled. */
export function readArtifact(name: string): Artifact {
  const file = `out/${name}.sol/${name}.json`;
  if (!existsSync(file)) {
    throw new Error(
      `${name} has not been compiled (${file} is missing). Run forge build, then try again.`,
    );
  }
  const artifact = JSON.parse(readFileSync(file, "utf8")) as Partial<Artifact>;
  // What `forge lint` compiles has no code, and `forge build` takes it for its own.
  if (!artifact.bytecode || !artifact.deployedBytecode) {
    throw new Error(`${file} has no code. Run forge build --force, then try again.`);
  }
  return artifact as Artifact;
}

/** Where immutables stand in the code, as zeros in the build. */
export function immutablesOf(artifact: Artifact): { start: number; length: number }[] {
  return Object.values(artifact.deployedBytecode.immutableReferences ?? {}).flat();
}

/** The code with zeros for its immutables, as the build has it. */
export function masked(code: Hex, artifact: Artifact): Hex {
  const hex = code.slice(2).split("");
  for (const { start, length } of immutablesOf(artifact)) {
    hex.fill("0", 2 * start, 2 * (start + length));
  }
  return `0x${hex.join("")}`;
}

/** The words that the constructor put into the code, in the order in which the source declares them. */
export function immutableWords(code: Hex, artifact: Artifact): Hex[] {
  const references = Object.entries(artifact.deployedBytecode.immutableReferences ?? {});
  return references
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, places]) => places[0]!)
    .map(({ start, length }) => `0x${code.slice(2 + 2 * start, 2 + 2 * (start + length))}` as Hex);
}
