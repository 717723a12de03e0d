// What an explorer wants to see before it shows the sources of a contract, made offline from the build.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { artifactOf, readArtifact } from "./artifact.ts";
import type { Step } from "./script.ts";

interface Metadata {
  compiler: { version: string };
  language: string;
  settings: Record<string, unknown> & { compilationTarget: Record<string, string> };
  sources: Record<string, unknown>;
}

/** Standard JSON: the compiler makes the very same bytes from it. */
export function standardInput(artifact: string): object {
  const { language, settings, sources } = metadataOf(artifact);
  const { compilationTarget: _, libraries: __, ...rest } = settings;
  return {
    language,
    sources: Object.fromEntries(
      Object.keys(sources).map((path) => [path, { content: readFileSync(path, "utf8") }]),
    ),
    settings: {
      ...rest,
      outputSelection: { "*": { "*": ["abi", "evm.bytecode", "evm.deployedBytecode"] } },
    },
  };
}

/**
 * Writes `<Name>.json` for each contract into `folder`, and index.json: address, compiler, full name and
 * the constructor's arguments, where this deployment created it.
 */
export function writeInputs(
  folder: string,
  contracts: Readonly<Record<string, { address: Address }>>,
  steps: readonly Step[],
): void {
  mkdirSync(folder, { recursive: true });
  const index: Record<string, object> = {};
  for (const [name, { address }] of Object.entries(contracts)) {
    const artifact = artifactOf(name);
    const { compiler, settings } = metadataOf(artifact);
    const [[path, contract]] = Object.entries(settings.compilationTarget) as [[string, string]];
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(standardInput(artifact)));
    index[name] = {
      address,
      contract: `${path}:${contract}`,
      compiler: `v${compiler.version}`,
      constructorArguments: argumentsOf(artifact, steps),
    };
  }
  writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, null, 2)}\n`);
}

/** What follows the code in the creation; null where another deployment made it. */
function argumentsOf(artifact: string, steps: readonly Step[]): Hex | null {
  const { object } = readArtifact(artifact).bytecode;
  const made = steps.find(({ contract, isCreation }) => isCreation && contract === artifact);
  return made === undefined ? null : `0x${made.input.slice(object.length)}`;
}

const metadataOf = (artifact: string) => readArtifact(artifact).metadata as Metadata;
