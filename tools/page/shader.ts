// Makes shaders small: comments and white space go, each #define without parameters is expanded, long names
// become short ones.

/** What a shader says to the world outside; everything else may be renamed. */
const KEPT = new Set(
  "int void if else return min max abs q f column pixel for out in uniform const float".split(" "),
);
/** Not among them: what sky.glsl calls its own. */
const SHORT = [..."ilnprxABCEFGHIJKLNOPQRSTZ"];

/** The same program in fewer characters. */
export function minifyShader(source: string): string {
  const names = new Map<string, string>();
  let text = source
    .replace(/\/\/.*$/gm, "")
    .replace(/^#define (\w+) (.+)$/gm, (_, name: string, value: string) => {
      names.set(name, value.trim());
      return "";
    });
  text = text.replace(/\b[A-Z_]{2,}\b/g, (name) => names.get(name) ?? name);
  // Directives keep their lines.
  return text
    .split("\n")
    .map((line) => (line.startsWith("#") ? `\n${line}\n` : line))
    .join(" ")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?([-+*/%&|^<>=!?:;,(){}[\]]) ?/g, "$1")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/;\}/g, ";}")
    .trim();
}

/** `minifyShader`, and names of more than two letters become shorter, the most frequent first. */
export function shortenShader(source: string): string {
  const text = minifyShader(source);
  const counts = new Map<string, number>();
  for (const [name] of text.matchAll(/\b[A-Za-z_]\w+\b/g)) {
    if (!KEPT.has(name)) counts.set(name, (counts.get(name) ?? 0) + name.length);
  }
  const order = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const short = new Map(
    order.map(([name], i) => [name, SHORT[i] ?? `${SHORT[i % 10]}${(i / 10) | 0}`]),
  );
  return text.replace(/\b[A-Za-z_]\w+\b/g, (name) => short.get(name) ?? name);
}
