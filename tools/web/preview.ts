// What a link to the app itself shows wherever links are shown. Its pages lie behind `#`, so they all show this; a
// keeper has a page for each plant (keeper/api/share.ts).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { HtmlTagDescriptor, Plugin } from "vite";
import { isLink } from "../../renderer/words.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CARD = "icons/card.jpg";

export interface Previewed {
  readonly name: string;
  readonly description: string;
  /** Where the app will be, as far as that is on the web; empty where nobody knows yet. */
  readonly externalUrl: string;
}

/** Tags of the collection in collection.json, and its card beside the page. */
export function previewAsCollection(): Plugin {
  return {
    name: "preview-as-collection",
    apply: "build",
    transformIndexHtml: () =>
      previewTags(JSON.parse(readFileSync(join(ROOT, "collection.json"), "utf8")) as Previewed),
    generateBundle() {
      const source = readFileSync(join(ROOT, "web", CARD));
      this.emitFile({ type: "asset", fileName: CARD, source });
    },
  };
}

export function previewTags({ name, description, externalUrl }: Previewed): HtmlTagDescriptor[] {
  const base = isLink(externalUrl) ? externalUrl.replace(/\/*$/, "/") : undefined;
  // Most programs that preview want a whole address; some make do with a relative one.
  const image = `${base ?? "./"}${CARD}`;
  const tags: (readonly [kind: "property" | "name", name: string, content: string])[] = [
    ["property", "og:type", "website"],
    ["property", "og:site_name", name],
    ["property", "og:title", name],
    ["property", "og:description", description],
    ...(base === undefined ? [] : ([["property", "og:url", base]] as const)),
    ["property", "og:image", image],
    ["property", "og:image:type", "image/jpeg"],
    ["property", "og:image:width", "1200"],
    ["property", "og:image:height", "630"],
    ["property", "og:image:alt", "Ten plants, each under its own painted sky"],
    ["name", "twitter:card", "summary_large_image"],
  ];
  return tags.map(([kind, called, content]) => ({
    tag: "meta",
    attrs: { [kind]: called, content },
    injectTo: "head",
  }));
}
