// An HTML animation as marketplaces show it: in a sandboxed frame without an origin of its own, often
// without a network. Read as text, since nothing here runs it: these are warnings.
import { type Checks, comma, type Fault, quote } from "./check.ts";
import { cssReferences } from "./css.ts";

export const HTML_CHECKS = {
  "html-utf8": {
    severity: "failure",
    what: "the page is valid UTF-8",
    why: "Its letters, and code that holds them, are read as something else.",
    remedy: "Encode it as UTF-8, and say so: data:text/html;charset=utf-8,…",
  },
  "html-document": {
    severity: "warning",
    what: "the page begins with <!doctype html> and has a title",
    why: "Without the doctype browsers lay out as in 1998; a screen reader announces a frame by its title.",
    remedy: "Begin with <!doctype html><title>…</title>.",
  },
  "html-external": {
    severity: "warning",
    what: "the page loads nothing from elsewhere",
    why: "What it loads is gone one day; offline, and under a strict policy, it is missing at once.",
    remedy:
      "Inline scripts, styles, fonts and pictures, or read them from the chain into the page.",
  },
  "html-network": {
    severity: "warning",
    what: "the page asks no network",
    why: "Frames of marketplaces have no origin, so most servers refuse; a saved copy asks in vain.",
    remedy: "Put what it needs into the page.",
  },
  "html-storage": {
    severity: "warning",
    what: "the page stores nothing",
    why: "In a sandboxed frame localStorage, cookies and IndexedDB throw, and the page stops there.",
    remedy: "Keep state in variables, or in the URL's fragment.",
  },
  "html-sandbox": {
    severity: "warning",
    what: "the page keeps to its frame: no dialogs, no windows, no parent",
    why: "A sandbox blocks alert, confirm, prompt, open and access to what is around; some throw.",
    remedy: "Draw messages into the page itself.",
  },
} as const satisfies Checks;

type HtmlFault = Fault<keyof typeof HTML_CHECKS>;

/** What runs or is drawn by itself; a link that people follow is no reference. */
const LOADING =
  /<(?!a\b|area\b|\/)([a-z][\w-]*)\b[^>]*?\s(?:src|href|data|poster|srcset|xlink:href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi;
const CODE: readonly (readonly [HtmlFault["check"], RegExp])[] = [
  [
    "html-network",
    /(?<![.\w])fetch\s*\(|\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|RTCPeerConnection)\b|\bimport\s*\(|\bfrom\s*["']https?:/,
  ],
  [
    "html-storage",
    /\b(?:localStorage|sessionStorage|indexedDB)\b|\bdocument\s*\.\s*cookie\b|(?<![.\w])caches\s*\./,
  ],
  [
    "html-sandbox",
    /(?<![.\w])(?:alert|confirm|prompt)\s*\(|\bwindow\s*\.\s*(?:open|top|parent|opener)\b|(?<![.\w])(?:top|parent|opener)\s*\.\s*(?:location|document)\b|\bdocument\s*\.\s*domain\b/,
  ],
];

export function htmlFaults(bytes: Uint8Array): HtmlFault[] {
  let html: string;
  try {
    html = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return [{ check: "html-utf8", found: `${comma(bytes.length)} bytes`, isLast: true }];
  }
  const faults: HtmlFault[] = [];
  const missing = [
    ...(/^\s*<!doctype html/i.test(html) ? [] : ["<!doctype html>"]),
    ...(/<title[\s>]/i.test(html) ? [] : ["<title>"]),
  ];
  if (missing.length > 0) {
    faults.push({ check: "html-document", found: `without ${missing.join(" and ")}` });
  }
  const targets: [string, string][] = [...html.matchAll(LOADING)].map(
    ([, tag, double, single, bare]) => [`<${tag}>`, double ?? single ?? bare ?? ""],
  );
  for (const [, css] of html.matchAll(/<style[^>]*>(.*?)<\/style/gis)) {
    for (const target of cssReferences(css!)) targets.push(["<style>", target]);
  }
  for (const [, , css] of html.matchAll(/\sstyle\s*=\s*(["'])(.*?)\1/gis)) {
    for (const target of cssReferences(css!)) targets.push(["a style", target]);
  }
  for (const [where, target] of targets) {
    if (target === "" || /^\s*(#|data:|blob:|about:)/i.test(target)) continue;
    faults.push({ check: "html-external", found: `${where} leads to ${quote(target)}` });
  }
  const code = [...html.matchAll(/<script[^>]*>(.*?)(?:<\/script|$)/gis)].map(([, body]) => body!);
  const handlers = [...html.matchAll(/\son\w+\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)];
  const running = [...code, ...handlers.map(([, a, b]) => a ?? b ?? "")].join("\n");
  for (const [check, pattern] of CODE) {
    const match = pattern.exec(running);
    if (match) faults.push({ check, found: quote(match[0]) });
  }
  return faults;
}
