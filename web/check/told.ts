// What a file says of itself, as web/export/told.ts has it written: a claim, held against the chain like any other.
import { sourceOf, type Told } from "../export/told.ts";
import { number } from "../words.ts";
import type { World } from "../world.ts";
import type { Claim } from "./picture.ts";

const PNG_HEAD = 8;
/** A file may say anything: more than this is nothing of ours. */
const MOST_TEXT = 4_096;

/** Of a PNG: its uncompressed texts, up to where the pixels begin. */
export function toldInPng(bytes: Uint8Array): Told {
  const told: Record<string, string> = {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = PNG_HEAD; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = new TextDecoder("latin1").decode(bytes.subarray(at + 4, at + 8));
    if (type === "IDAT") break;
    if (type === "iTXt" && length <= MOST_TEXT) {
      const text = new TextDecoder().decode(bytes.subarray(at + 8, at + 8 + length));
      // Keyword, not compressed, of no particular language.
      const [, keyword, value] = /^([^\0]{1,79})\0\0\0\0\0([^\0]*)$/.exec(text) ?? [];
      if (keyword !== undefined && value !== undefined) told[keyword] = value;
    }
    at += 12 + length;
  }
  return told;
}

/** Of a film: the lines of its comment. */
export async function toldInFilm(film: Blob): Promise<Told> {
  // What reads containers is large, and few visitors bring films.
  const { ALL_FORMATS, BlobSource, Input } = await import("mediabunny");
  const input = new Input({ source: new BlobSource(film), formats: ALL_FORMATS });
  try {
    const { comment = "" } = await input.getMetadataTags();
    const lines = comment.slice(0, MOST_TEXT).split("\n");
    return Object.fromEntries(
      lines.flatMap((line) => {
        const [, name, value] = /^([^:]+): (.*)$/.exec(line) ?? [];
        return name !== undefined && value !== undefined ? [[name, value]] : [];
      }),
    );
  } finally {
    input.dispose();
  }
}

/** As a claim of this collection; nothing of another one's, or of a file that says nothing. */
export function claimIn(world: World, told: Told): Claim {
  const tokenId = wholeOf(/\/(\d{1,9})$/.exec(told.Source ?? "")?.[1]);
  if (tokenId === undefined || told.Source !== sourceOf(world, tokenId)) return {};
  return { tokenId, epoch: wholeOf(told.Epoch) };
}

/** What it says, in a sentence; undefined where it says nothing of ours. */
export function wordsOf(world: World, told: Told): string | undefined {
  if (told.Source === undefined) return undefined;
  const { tokenId, epoch } = claimIn(world, told);
  if (tokenId === undefined) {
    return "It says of itself that it is of another collection, or on another chain.";
  }
  const [from, to] = (told.Epochs ?? "").split(" to ").map(wholeOf);
  const ahead = wholeOf(told["Forecast epoch"]);
  const when =
    from !== undefined && to !== undefined
      ? `, epochs ${number(from)} to ${number(to)}`
      : epoch !== undefined
        ? ` at epoch ${number(epoch)}`
        : ahead !== undefined
          ? `, as forecast for epoch ${number(ahead)}`
          : "";
  return `It says of itself that it shows plant ${tokenId}${when}.`;
}

function wholeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : undefined;
}
