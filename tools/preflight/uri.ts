// URIs as wallets resolve them: what stands in a data URI, and who can follow the others.
import { type Checks, comma, type Fault, quote } from "./check.ts";

export const URI_CHECKS = {
  "uri-scheme": {
    severity: "failure",
    what: "a scheme that wallets follow: data, ipfs, ar, https",
    why: "Pages served over https refuse http and follow no other scheme: nothing is shown.",
    remedy: "Use data: for what the contract makes, ipfs:// or ar:// for files.",
  },
  "uri-hosted": {
    severity: "warning",
    what: "needs no server",
    why: "What one server answers changes, moves and ends; marketplaces then show a broken token.",
    remedy: "Use a data: URI, ipfs:// or ar://.",
  },
  "uri-base64": {
    severity: "failure",
    what: "canonical base64",
    why: "Browsers forgive missing padding and blanks, the decoders of most indexers do not.",
    remedy: "Encode with the standard alphabet (+ and /), padded with = to a multiple of four.",
  },
  "uri-percent": {
    severity: "failure",
    what: "every % begins an escape",
    why: "decodeURIComponent throws on a bare %, and so do the wallets that call it.",
    remedy: "Write % as %25.",
  },
  "uri-fragment": {
    severity: "failure",
    what: "no bare # in a data URI",
    why: "A # begins the fragment: browsers cut the document there. Colours in SVG are the usual cause.",
    remedy: "Write # as %23.",
  },
  "uri-escaped": {
    severity: "warning",
    what: "only characters that a URI may hold",
    why: "Browsers drop line breaks and tabs and forgive the rest; strict URL parsers (Swift, Go, Rust) refuse the URI.",
    remedy: 'Percent-encode blanks, controls, "<>\\^`{|} and everything beyond ASCII.',
  },
  "uri-media-type": {
    severity: "failure",
    what: "the media type says what is inside",
    why: "Wallets pick the reader by it: JSON as text/plain or an SVG as text/html is not shown.",
    remedy:
      "application/json for metadata, image/* for pictures, text/html (or image, video, audio, model) for animations.",
  },
  "uri-fetched": {
    severity: "failure",
    what: "what the URI names can be fetched",
    why: "Marketplaces fetch it once, and show a broken token when that fails.",
    remedy: "Pin the file with more than one provider, or answer it as a data: URI.",
  },
} as const satisfies Checks;

type UriFault = Fault<keyof typeof URI_CHECKS>;

/** What a URI is for, and so which media types it may have. */
export type Role = "metadata" | "image" | "animation";

const TYPES: Record<Role, RegExp> = {
  metadata: /^application\/json$/,
  image: /^image\/[\w.+-]+$/,
  animation:
    /^(text\/html|(image|video|audio|model)\/[\w.+-]+|application\/(pdf|vnd\.apple\.mpegurl))$/,
};

export interface Content {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface Resolved {
  /** What the URI stands for; none where it is wrong, or was not fetched. */
  readonly content?: Content;
  readonly faults: readonly UriFault[];
  /** What can be said of it in few words. */
  readonly note: string;
}

export interface FetchOptions {
  /** What ipfs:// paths are appended to. */
  readonly gateway: string;
  readonly timeout: number;
}

const LARGEST_FILE = 20_000_000;

/** Resolves a URI; without `options` nothing is fetched. */
export async function resolveUri(
  uri: string,
  role: Role,
  options?: FetchOptions,
): Promise<Resolved> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === "data") return decodeDataUri(uri, role);
  const note = quote(uri);
  if (scheme !== "https" && scheme !== "ipfs" && scheme !== "ar") {
    return { faults: [{ check: "uri-scheme", found: note, isLast: true }], note };
  }
  const faults: UriFault[] = scheme === "https" ? [{ check: "uri-hosted", found: note }] : [];
  if (!options) return { faults, note: `${note}, not fetched (--fetch does)` };
  try {
    const content = await fetchContent(addressOf(uri, scheme, options.gateway), options.timeout);
    if (!TYPES[role].test(content.mediaType)) faults.push(wrongType(content.mediaType, role));
    return { content, faults, note: `${note}, ${comma(content.bytes.length)} bytes fetched` };
  } catch (error) {
    const found = `${note}: ${(error as Error).message}`;
    return { faults: [...faults, { check: "uri-fetched", found, isLast: true }], note };
  }
}

/** Decodes a data URI (RFC 2397) as strictly as its strictest readers. */
export function decodeDataUri(uri: string, role: Role): Resolved {
  const faults: UriFault[] = [];
  const note = `${comma(uri.length)} characters, ${quote(uri, 40)}`;
  const cut = uri.indexOf(",");
  if (cut < 0) {
    return {
      faults: [{ check: "uri-media-type", found: `${note} has no comma`, isLast: true }],
      note,
    };
  }
  const [type = "", ...parameters] = uri.slice(5, cut).split(";");
  const mediaType = type.toLowerCase().trim();
  if (!TYPES[role].test(mediaType)) faults.push(wrongType(mediaType || "nothing", role));
  let body = uri.slice(cut + 1);
  const hash = body.indexOf("#");
  if (hash >= 0) {
    faults.push({
      check: "uri-fragment",
      found: `# at ${comma(cut + 1 + hash)}: the rest is lost`,
    });
  }
  const strange = /[^!$%&'()*+,\-./0-9:;=?@A-Z_a-z~#[\]]/.exec(body);
  if (strange) {
    faults.push({
      check: "uri-escaped",
      found: `${quote(strange[0])} at ${comma(cut + 1 + strange.index)}`,
    });
  }
  const bare = /%(?![0-9a-fA-F]{2})/.exec(body);
  if (bare) {
    const found = `${quote(body.slice(bare.index, bare.index + 3))} at ${comma(cut + 1 + bare.index)}`;
    return { faults: [...faults, { check: "uri-percent", found, isLast: true }], note };
  }
  const bytes = percentDecode(body);
  if (parameters.at(-1)?.trim().toLowerCase() !== "base64") {
    return { content: { mediaType, bytes }, faults, note };
  }
  body = Buffer.from(bytes).toString("latin1");
  const decoded = Buffer.from(body, "base64");
  if (decoded.toString("base64") !== body) {
    const found =
      body.length % 4 ? `${comma(body.length)} characters` : "a stranger to its alphabet";
    return { faults: [...faults, { check: "uri-base64", found, isLast: true }], note };
  }
  return { content: { mediaType, bytes: decoded }, faults, note };
}

/** Bytes, since what is encoded need not be text. */
function percentDecode(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  const out = Buffer.alloc(bytes.length);
  let to = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== 0x25) out[to++] = bytes[i]!;
    else {
      out[to++] = Number.parseInt(bytes.toString("latin1", i + 1, i + 3), 16);
      i += 2;
    }
  }
  return out.subarray(0, to);
}

const wrongType = (mediaType: string, role: Role): UriFault => ({
  check: "uri-media-type",
  found: `${quote(mediaType)} for ${role === "metadata" ? role : `an ${role}`}`,
});

function addressOf(uri: string, scheme: string, gateway: string): string {
  const path = uri.slice(scheme.length + 1).replace(/^\/+/, "");
  if (scheme === "https") return uri;
  if (scheme === "ar") return `https://arweave.net/${path}`;
  return `${gateway.replace(/\/*$/, "/")}${path.replace(/^ipfs\//, "")}`;
}

async function fetchContent(url: string, timeout: number): Promise<Content> {
  const signal = AbortSignal.timeout(timeout);
  const response = await fetch(url, { signal }).catch((error: Error) => {
    throw new Error(error.name === "TimeoutError" ? `no answer in ${timeout} ms` : "no answer");
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > LARGEST_FILE) throw new Error(`more than ${comma(LARGEST_FILE)} bytes`);
    chunks.push(chunk);
  }
  const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  return { mediaType: mediaType ?? "nothing", bytes: Buffer.concat(chunks) };
}
