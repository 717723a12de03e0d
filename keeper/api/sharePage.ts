/** A page for programs that preview links, and for nobody else: a person is led on to the app at once. */
import { createHash } from "node:crypto";
import { escapeHtml } from "../../renderer/words.ts";
import { CARD_HEIGHT, CARD_WIDTH } from "../cards/words.ts";

export interface SharePage {
  /** What the link is to, and of which collection: they may hold anything. */
  readonly title: string;
  readonly collection: string;
  /** What is to be seen there. */
  readonly words: string;
  /** This page's own address. */
  readonly self: string;
  /** Where it leads. */
  readonly leadsTo: string;
  /** The card's address, where there is one. */
  readonly card: string | undefined;
  /** The light of the moment, as six hexadecimal digits. */
  readonly colour: string | undefined;
}

/**
 * A script, because those who preview links follow a refresh but run nothing: their card would be the app's. It is
 * the same on every page, so that the policy can name it, and reads where to go from the link.
 */
const SCRIPT = "location.replace(document.getElementById('on').href)";
const STYLE =
  ":root{color-scheme:light dark;background:light-dark(#f7f5f0,#131215);color:light-dark(#1d1a17,#ece8e1)}a{color:inherit}body{max-width:40rem;margin:12vh auto;padding:0 1.5rem;font:1.1rem/1.6 Georgia,serif}h1{font-weight:400}img{width:100%;height:auto}";

export const SHARE_POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(SCRIPT)}'`,
  `style-src '${hashOf(STYLE)}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export function sharePageOf(page: SharePage): string {
  const { title, collection, words, self, leadsTo, card, colour } = page;
  const tags: [string, string | undefined][] = [
    ["og:type", "website"],
    ["og:site_name", collection],
    ["og:title", title],
    ["og:description", words],
    ["og:url", self],
    ...pictureOf(card, words),
  ];
  const names: [string, string | undefined][] = [
    ["description", words],
    ["theme-color", colour && `#${colour}`],
    ["twitter:card", card === undefined ? "summary" : "summary_large_image"],
    ["twitter:title", title],
    ["twitter:description", words],
    ["twitter:image", card],
    ["twitter:image:alt", card && words],
  ];
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    `<link rel="canonical" href="${escapeHtml(self)}">`,
    // Nobody looks for another here.
    '<link rel="icon" href="data:,">',
    ...tags.map((tag) => meta("property", tag)),
    ...names.map((tag) => meta("name", tag)),
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    `<h1>${escapeHtml(title)}</h1>`,
    card === undefined
      ? ""
      : `<img src="${escapeHtml(card)}" width="${CARD_WIDTH}" height="${CARD_HEIGHT}" alt="">`,
    `<p>${escapeHtml(words)}</p>`,
    `<p><a id="on" href="${escapeHtml(leadsTo)}">See it live</a></p>`,
    `<script>${SCRIPT}</script>`,
    "</body>",
    "</html>",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function pictureOf(card: string | undefined, words: string): [string, string | undefined][] {
  if (card === undefined) return [];
  return [
    ["og:image", card],
    ["og:image:type", "image/jpeg"],
    ["og:image:width", String(CARD_WIDTH)],
    ["og:image:height", String(CARD_HEIGHT)],
    ["og:image:alt", words],
  ];
}

function meta(kind: "property" | "name", [name, content]: [string, string | undefined]): string {
  return content === undefined ? "" : `<meta ${kind}="${name}" content="${escapeHtml(content)}">`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
