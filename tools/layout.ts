// Writes test/contracts/almanac/layout.json: where everything that stands behind the almanac's proxy lies in
// storage. Refuses whatever is not an addition at an end. `--check` only says whether the file is stale.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeAbiParameters, keccak256, toHex } from "viem";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Where the snapshot lies. */
export const LAYOUT_FILE = join(ROOT, "test", "contracts", "almanac", "layout.json");

/** What stands behind the proxy. */
const CONTRACT = "contracts/Almanac.sol";
const NAMESPACE = /@?custom:storage-location erc7201:(\S+)/;
/** The contract that exists only so that the compiler says where a namespace's members would lie. */
const PROBE = "LayoutProbe.sol";

/**
 * By namespace its slot and its members, one line each (`slot:byte type label`), by struct its members, by enum
 * its values: all that may only ever grow at the end.
 */
export type Layout = Readonly<Record<string, readonly string[]>>;

/** One source of the compiler, by its path: what is compiled in place of the file. */
export type Sources = Readonly<Record<string, string>>;

interface Node {
  nodeType: string;
  name?: string;
  absolutePath?: string;
  documentation?: { text?: string } | null;
  nodes?: Node[];
  members?: { name: string }[];
}

interface Type {
  label: string;
  encoding: "inplace" | "mapping" | "dynamic_array" | "bytes";
  numberOfBytes: string;
  key?: string;
  value?: string;
  base?: string;
  members?: Slot[];
}

interface Slot {
  label: string;
  slot: string;
  offset: number;
  type: string;
}

interface StorageLayout {
  storage: Slot[];
  types: Record<string, Type> | null;
}

/** A struct that a contract keeps in a namespace of its own. */
interface Place {
  readonly namespace: string;
  readonly file: string;
  /** The contract around it, then its own name. */
  readonly names: readonly string[];
}

/**
 * The layout of what the sources say, of those in `changed` rather than of their files.
 * @throws Error when something lies outside of a namespace, or in one whose slot the source has wrong.
 */
export function layoutOf(changed: Sources = {}): Layout {
  const files = { [CONTRACT]: read(CONTRACT, changed) };
  const { sources, contracts } = compile(files, changed, { "": ["ast"], "*": ["storageLayout"] });
  // Also what the almanac has others do on its storage.
  const behind = Object.entries(contracts).filter(
    ([file]) => file === CONTRACT || file.startsWith("contracts/almanac/"),
  );
  const loose = behind.flatMap(([, inside]) =>
    Object.values(inside).flatMap(({ storageLayout }) => storageLayout.storage),
  );
  if (loose.length > 0) {
    throw new Error(
      `${loose.map(({ label }) => label).join(", ")}: outside of every namespace. Slots in order of declaration move when a contract changes; put it into a struct with a storage location (ERC-7201).`,
    );
  }
  const nodes = Object.values(sources).flatMap(({ ast }) => [...walk(ast, ast.absolutePath!, [])]);
  const places = nodes.flatMap(({ node, file, around }): Place[] => {
    const namespace = NAMESPACE.exec(node.documentation?.text ?? "")?.[1];
    const names = [...around, node.name!];
    return namespace === undefined ? [] : [{ namespace, file, names }];
  });
  const enums = new Map(
    nodes.flatMap(({ node, around }) =>
      node.nodeType === "EnumDefinition"
        ? [[[...around, node.name].join("."), node.members!.map(({ name }) => name)] as const]
        : [],
    ),
  );
  const probe = compile({ [PROBE]: probeOf(places) }, changed, { "*": ["storageLayout"] });
  const { storage, types } = probe.contracts[PROBE]!.LayoutProbe!.storageLayout;
  const layout: Record<string, string[]> = {};
  for (const [i, place] of places.entries()) {
    const slot = slotOf(place.namespace);
    if (!read(place.file, changed).includes(slot)) {
      throw new Error(`${place.file} does not keep ${place.namespace} at ${slot} (ERC-7201).`);
    }
    const { members } = types![storage[i]!.type]!;
    layout[place.namespace] = [
      slot,
      ...members!.map((member) => line(member, types!, enums, layout)),
    ];
  }
  return Object.fromEntries(Object.entries(layout).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What makes `after` more than an extension of `before`; nothing where it is one. */
export function breaches(before: Layout, after: Layout): string[] {
  return Object.entries(before).flatMap(([name, lines]) => {
    const now = after[name];
    if (now === undefined) return [`${name} is gone, and ${lines.length} lines of it are on chain`];
    const first = lines.findIndex((text, i) => now[i] !== text);
    if (first < 0) return [];
    return [`${name}: "${lines[first]}" has become "${now[first] ?? "nothing"}"`];
  });
}

/** As the file has it, or `null` where there is none yet. */
export function readLayout(): Layout | null {
  return existsSync(LAYOUT_FILE) ? (JSON.parse(readFileSync(LAYOUT_FILE, "utf8")) as Layout) : null;
}

/** keccak256(abi.encode(uint256(keccak256(namespace)) - 1)) & ~0xff, as ERC-7201 has it. */
export function slotOf(namespace: string): `0x${string}` {
  const id = BigInt(keccak256(toHex(namespace))) - 1n;
  return `${keccak256(encodeAbiParameters([{ type: "uint256" }], [id])).slice(0, -2) as "0x"}00`;
}

function* walk(
  node: Node,
  file: string,
  around: readonly string[],
): Generator<{ node: Node; file: string; around: readonly string[] }> {
  if (node.nodeType === "StructDefinition" || node.nodeType === "EnumDefinition") {
    yield { node, file, around };
  }
  const inside = node.nodeType === "ContractDefinition" ? [...around, node.name!] : around;
  for (const child of node.nodes ?? []) yield* walk(child, file, inside);
}

function probeOf(places: readonly Place[]): string {
  const imports = places.map(({ file, names }) => `import {${names[0]}} from "${file}";`);
  const members = places.map(({ names }, i) => `${names.join(".")} p${i};`);
  return `pragma solidity ^0.8.30;\n${[...new Set(imports)].join("\n")}\ncontract LayoutProbe { ${members.join(" ")} }`;
}

/** One member; what its type is made of goes into `layout` under the type's own name. */
function line(
  { label, slot, offset, type }: Slot,
  types: Record<string, Type>,
  enums: ReadonlyMap<string, readonly string[]>,
  layout: Record<string, readonly string[]>,
): string {
  return `${slot}:${offset} ${spell(type, types, enums, layout)} ${label}`;
}

function spell(
  id: string,
  types: Record<string, Type>,
  enums: ReadonlyMap<string, readonly string[]>,
  layout: Record<string, readonly string[]>,
): string {
  const { label, encoding, key, value, base, members, numberOfBytes } = types[id]!;
  const inner = (type: string) => spell(type, types, enums, layout);
  if (encoding === "mapping") return `mapping(${inner(key!)} => ${inner(value!)})`;
  // Elements lie side by side: they must not even grow.
  if (base !== undefined)
    return `${label} of ${inner(base)}, ${types[base]!.numberOfBytes} bytes each`;
  if (label.startsWith("enum ")) layout[label] = enums.get(label.slice(5))!;
  if (members !== undefined && layout[label] === undefined) {
    layout[label] = members.map((member) => line(member, types, enums, layout));
  }
  // The name of a type of our own says nothing about its size.
  return /^(u?int|bytes|address|bool|struct |enum |string|contract )/.test(label)
    ? label
    : `${label} of ${numberOfBytes} bytes`;
}

interface Output {
  sources: Record<string, { ast: Node }>;
  contracts: Record<string, Record<string, { storageLayout: StorageLayout }>>;
}

function compile(files: Sources, changed: Sources, wanted: Record<string, string[]>): Output {
  const solc = createRequire(import.meta.url)("solc");
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, { content }]),
    ),
    settings: { evmVersion: "prague", remappings: remappings(), outputSelection: { "*": wanted } },
  };
  const found = (path: string) => ({ contents: read(path, changed) });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: found }));
  const errors = (output.errors ?? []).filter(
    ({ severity }: { severity: string }) => severity === "error",
  );
  if (errors.length > 0) throw new Error(errors[0].formattedMessage);
  return output;
}

function read(path: string, changed: Sources): string {
  return changed[path] ?? readFileSync(join(ROOT, path), "utf8");
}

/** Where forge finds the libraries, from its own settings. */
function remappings(): string[] {
  const settings = readFileSync(join(ROOT, "foundry.toml"), "utf8");
  return [...settings.matchAll(/^ *"(\S+=\S+)",$/gm)].map((match) => match[1]!);
}

function main(args: readonly string[]): number {
  const [before, after] = [readLayout(), layoutOf()];
  const wrong = breaches(before ?? {}, after);
  if (wrong.length > 0) {
    console.error(
      `The almanac's storage may only grow at its ends:\n${wrong.map((text) => `  ${text}`).join("\n")}\nWhat is on chain would be read as something else. Add new members after the last ones.`,
    );
    return 1;
  }
  const text = `${JSON.stringify(after, null, 2)}\n`;
  if (!args.includes("--check")) writeFileSync(LAYOUT_FILE, text);
  else if (JSON.stringify(before) !== JSON.stringify(after)) {
    console.error("test/contracts/almanac/layout.json is stale. Run `node tools/layout.ts`.");
    return 1;
  }
  return 0;
}

if (import.meta.main) process.exit(main(process.argv.slice(2)));
