// Generated parts of documents: what stands between `<!-- NAME -->` and `<!-- end of NAME -->`.

/** The document with the section's body replaced. */
export function writeSection(document: string, name: string, body: string): string {
  const { start, end } = find(document, name);
  return `${document.slice(0, start)}\n${body.trim()}\n${document.slice(end)}`;
}

/** The section's body. */
export function readSection(document: string, name: string): string {
  const { start, end } = find(document, name);
  return document.slice(start, end).trim();
}

function find(document: string, name: string): { start: number; end: number } {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const start = document.indexOf(opening) + opening.length;
  const end = document.indexOf(closing, start);
  if (start < opening.length || end < 0) {
    throw new Error(
      `The document has no section "${name}". Put ${opening} and ${closing} into it.`,
    );
  }
  return { start, end };
}
