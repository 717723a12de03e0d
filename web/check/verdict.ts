// What a file turns out to be, as a pure function of what was compared; keeper/verify/verify.ts says the same of files
// on a keeper's disk.
import { ALIKE_DB, CLEAR_DB, IDENTICAL } from "../../renderer/likeness.ts";
import { number } from "../words.ts";
import type { Claim } from "./picture.ts";
import type { Candidate, Place } from "./search.ts";

/** Higher than for skies alone: under another sky stands the same plant. */
export const COMPOSED_DB = 28;

/** A sky that was painted whole: decibels of all its pixels to the file's. */
export type Found = Candidate & { whole: number };

export interface Compared {
  claim: Claim;
  /** The likest sky, painted whole; undefined where nothing was like it. */
  found: Found | undefined;
  /** The next likest, where it was like enough to be painted too. */
  next: Found | undefined;
  tried: number;
  format: string;
  isOriginalSize: boolean;
  /** Whether the file is byte for byte the canonical PNG, or the composed SVG. */
  isCanonical: boolean;
  isComposed: boolean;
  /** Decibels of the composition to the file's pixels. */
  overSky: number;
  /** Of a file with as many pixels as the raster: how many are not right. */
  changed: number | undefined;
  /** Whether the contract paints the same at the runs it was asked for; undefined where it could not be asked. */
  chainAgrees: boolean | undefined;
}

export interface CheckVerdict {
  finding: "is" | "re-encoded" | "composed" | "sky" | "unknown";
  /** Whether it is not what its name or the reader says that it is. */
  isOther: boolean;
  title: string;
  what: string;
  sure: string;
}

export function verdictOf(compared: Compared): CheckVerdict {
  const { found, format, changed, isCanonical, isComposed, isOriginalSize, overSky } = compared;
  if (!found) return unknown(compared);
  const { whole } = found;
  const { claim } = compared;
  const isOther = isOtherThan(claim, found);
  const named = `plant ${found.tokenId} at epoch ${number(found.epoch)}`;
  const verdict = (
    finding: CheckVerdict["finding"],
    title: string,
    what: string,
    sure: string,
  ): CheckVerdict => ({
    finding,
    isOther,
    title: isOther ? titleOfOther(compared) : title,
    what,
    sure,
  });

  if (isCanonical || isComposed) {
    const kind = isCanonical ? "canonical picture" : "composed picture";
    return verdict(
      "is",
      "It is what it should be",
      `This is the ${kind} of ${named}, byte for byte.`,
      proved(compared),
    );
  }
  if (whole === IDENTICAL && isOriginalSize) {
    const sky = format === "SVG" ? "of its sky " : "";
    return verdict(
      "re-encoded",
      "It was saved anew, without losses",
      `This is ${named} in another file: every pixel ${sky}is right, the bytes around them are not the canonical ones.`,
      proved(compared),
    );
  }
  if (overSky >= COMPOSED_DB && overSky > whole) {
    return verdict(
      "composed",
      "It is the plant over its sky",
      `This is ${named}, the plant over its sky, in a ${format} with losses, changes or another size.`,
      sureness(compared),
    );
  }
  if (whole >= ALIKE_DB) {
    const wrong =
      changed === undefined ? "" : `: ${number(changed)} of its 57,600 pixels are not right`;
    return verdict(
      "re-encoded",
      "It was re-encoded",
      `This is ${named} in another file, with losses or changes${wrong}.`,
      sureness(compared),
    );
  }
  return verdict(
    "sky",
    "Its sky is ours",
    `Behind it is the sky of ${named}. What lies over the sky is not what the contract draws there, or it was scaled too far to tell.`,
    sureness(compared),
  );
}

/** Whether something else was found than what it is said to be. */
export function isOtherThan(claim: Claim, found: Place): boolean {
  return (
    (claim.tokenId !== undefined && claim.tokenId !== found.tokenId) ||
    (claim.epoch !== undefined && claim.epoch !== found.epoch)
  );
}

function titleOfOther({ claim, found }: Compared): string {
  return claim.tokenId !== undefined && claim.tokenId !== found!.tokenId
    ? "It is another plant"
    : "It is of another epoch";
}

function unknown({ tried }: Compared): CheckVerdict {
  return {
    finding: "unknown",
    isOther: false,
    title: "It was not recognised",
    what: "None of the skies that were compared is behind this picture.",
    sure: `${number(tried)} were compared; none is as like as one that was only re-encoded would be (${ALIKE_DB} dB). It may be of an epoch or a plant that was not tried, cropped, or not ours.`,
  };
}

function proved({ chainAgrees }: Compared): string {
  if (chainAgrees === undefined) {
    return "All 57,600 pixels were painted on this machine from what the chain says. The contract itself could not be asked.";
  }
  return chainAgrees
    ? "Certain: all 57,600 pixels were painted on this machine from what the chain says, and the contract itself paints the same at the runs it was asked for."
    : "This machine paints otherwise than the contract does, so nothing that it says of a picture counts. Try another browser, or another node.";
}

function sureness(compared: Compared): string {
  if (compared.chainAgrees === false) return proved(compared);
  const { found, next, tried } = compared;
  const said = `its sky is at ${decibels(found!.whole)} to what the chain says`;
  const others = `of the ${number(tried)} that were compared`;
  if (!next) return `As good as certain: ${said}, and none other ${others} is like it.`;
  const isClear = found!.whole - next.whole >= CLEAR_DB;
  const rival = `the next likest ${others} at ${decibels(next.whole)}`;
  return isClear
    ? `As good as certain: ${said}, ${rival}.`
    : `Not certain: ${said}, ${rival}; a file with fewer losses would tell them apart.`;
}

function decibels(value: number): string {
  return value === IDENTICAL ? "no difference" : `${number(value, 1)} dB`;
}
