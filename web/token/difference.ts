// The marks of one drawing that another has not: each element, and of a path each stroke by itself. Pure text work
// over the plain SVG that renderer/pen.ts writes; what is drawn stays as it is.

export interface Difference {
  /** An SVG document of those marks alone. */
  svg: string;
  /** How many there are. */
  marks: number;
}

interface Mark {
  /** The groups around it and the mark itself: equal marks are painted equally. */
  key: string;
  /** Places in the text of the group openers around it. */
  groups: readonly string[];
  /** The element, with the one stroke. */
  element: string;
}

const HEAD = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1920 1920'>";
const TAG = /<(\/?)(\w+)([^>]*?)(\/?)>/g;
/** What holds no mark: names and words. */
const SILENT = new Set(["title", "desc"]);

/** What `drawing` has and `other` has not. */
export function differenceOf(drawing: string, other: string): Difference {
  const there = new Map<string, number>();
  for (const { key } of marksOf(other)) there.set(key, (there.get(key) ?? 0) + 1);
  const own = marksOf(drawing).filter(({ key }) => {
    const left = there.get(key) ?? 0;
    if (left > 0) there.set(key, left - 1);
    return left === 0;
  });
  const body = own.map(
    ({ groups, element }) => `${groups.join("")}${element}${"</g>".repeat(groups.length)}`,
  );
  return { svg: `${HEAD}${body.join("")}</svg>`, marks: own.length };
}

function marksOf(svg: string): Mark[] {
  const marks: Mark[] = [];
  const groups: string[] = [];
  for (const [tag, closing, name, attributes = "", closed] of svg.matchAll(TAG)) {
    if (name === "g") {
      if (closing) groups.pop();
      else groups.push(tag);
    } else if (closed && !SILENT.has(name!)) {
      for (const element of strokesOf(name!, attributes)) {
        marks.push({ key: groups.join("") + element, groups: groups.slice(), element });
      }
    }
  }
  return marks;
}

/** A path's strokes, each as a path of its own: every stroke begins with the only absolute command. */
function strokesOf(name: string, attributes: string): string[] {
  const d = / d='([^']*)'/.exec(attributes);
  if (!d) return [`<${name}${attributes}/>`];
  const strokes = d[1]!.split(/(?=M)/).filter((stroke) => stroke !== "");
  return strokes.map((stroke) => `<${name}${attributes.replace(d[0], ` d='${stroke}'`)}/>`);
}
