// What a style sheet points at.

/** Everything that CSS names outside of itself, as written: url(), src(), image-set(), @import. */
export function cssReferences(css: string): string[] {
  // Escapes are read first: `\75rl(` is url( too.
  const plain = css
    .replaceAll(/\/\*.*?(?:\*\/|$)/gs, " ")
    .replaceAll(/\\([0-9a-f]{1,6})\s?|\\([^\n0-9a-f])/gi, (_, hex?: string, char?: string) =>
      hex ? codePoint(Number.parseInt(hex, 16)) : char!,
    );
  const found: string[] = [];
  for (const [, , quoted, bare] of plain.matchAll(
    /\b(?:url|src)\(\s*(?:(["'])(.*?)\1|([^)"']*?))\s*\)/gis,
  )) {
    found.push(quoted ?? bare ?? "");
  }
  for (const [, , target] of plain.matchAll(/@import\s*(["'])(.*?)\1/gis)) found.push(target!);
  for (const [, list] of plain.matchAll(/image-set\(([^)]*)\)/gis)) {
    for (const [, , target] of list!.matchAll(/(["'])(.*?)\1/gs)) found.push(target!);
  }
  return found.map((target) => target.trim());
}

const codePoint = (value: number) =>
  value > 0 && value <= 0x10ffff ? String.fromCodePoint(value) : "\ufffd";
