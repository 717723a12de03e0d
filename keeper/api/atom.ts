/** Atom documents (RFC 4287). Everything that goes in is text, whatever it holds. */
export interface Feed {
  /** A name that no other feed has, and that this one never changes. */
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly updated: Date;
  /** Where the feed itself is. */
  readonly self: string;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly updated: Date;
  readonly summary: string;
  readonly link: string;
  /** A picture to show, by its address. */
  readonly image: string;
}

export const ATOM = "application/atom+xml; charset=utf-8";

export function atomOf({ id, title, author, updated, self, entries }: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${xml(id)}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${updated.toISOString()}</updated>`,
    `<author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    ...entries.map(entryOf),
    "</feed>",
    "",
  ].join("\n");
}

function entryOf({ id, title, updated, summary, link, image }: Entry): string {
  const html = `<p>${xml(summary)}</p><p><img src="${xml(image)}" width="1200" height="630" alt=""/></p>`;
  return [
    "<entry>",
    `<id>${xml(id)}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${updated.toISOString()}</updated>`,
    `<link rel="alternate" href="${xml(link)}"/>`,
    `<link rel="enclosure" type="image/jpeg" href="${xml(image)}"/>`,
    `<content type="html">${xml(html)}</content>`,
    "</entry>",
  ].join("\n");
}

/** As text or as an attribute's value; what XML cannot hold at all is replaced. */
function xml(text: string): string {
  let out = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const isAllowed =
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 0x20 && !(code >= 0xd800 && code <= 0xdfff));
    out += isAllowed && code !== 0xfffe && code !== 0xffff ? character : "\ufffd";
  }
  return out
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
