/**
 * The present-weather words of a METAR ("-SHRA BR", "+TSRAGR", "VCSH") as codes of the WMO's table that are in use here.
 * What lies in the vicinity is not here; words of no weather that we draw (smoke, sand, mist) are passed over.
 */
import { WMO_CODES } from "../../renderer/observation.ts";

const WORD = /^(VC)?(-|\+)?((?:MI|BC|PR|DR|BL|SH|TS|FZ)*)((?:[A-Z]{2})*)$/;

/** Light, moderate, heavy. */
const FALLS: Record<string, readonly [number, number, number]> = {
  RA: [61, 63, 65],
  DZ: [51, 53, 55],
  SN: [71, 73, 75],
  UP: [61, 61, 63],
  // Grains and pellets have one code, whatever their strength.
  SG: [77, 77, 77],
  PL: [77, 77, 77],
  IC: [77, 77, 77],
  GR: [81, 81, 82],
  GS: [81, 81, 82],
};
const SHOWERS: Record<string, readonly [number, number, number]> = {
  RA: [80, 81, 82],
  SN: [85, 86, 86],
};
const FREEZING: Record<string, readonly [number, number, number]> = {
  RA: [66, 67, 67],
  DZ: [56, 57, 57],
};

/** The severest code among the words, or null when none of them is weather that we draw. */
export function presentCode(words: string): number | null {
  let severest: number | null = null;
  for (const word of words.trim().split(/\s+/)) {
    const code = codeOf(word);
    if (code === null) continue;
    if (severest === null || WMO_CODES.indexOf(code) > WMO_CODES.indexOf(severest)) severest = code;
  }
  return severest;
}

/** 0 light, 1 moderate, 2 heavy, or null when nothing falls: the strength of what does. */
export function strengthOf(words: string): 0 | 1 | 2 | null {
  let strongest: 0 | 1 | 2 | null = null;
  for (const word of words.trim().split(/\s+/)) {
    const [, near, sign, , phenomena = ""] = WORD.exec(word) ?? [];
    if (near !== undefined || !pairs(phenomena).some((pair) => Object.hasOwn(FALLS, pair)))
      continue;
    const strength = sign === "-" ? 0 : sign === "+" ? 2 : 1;
    if (strongest === null || strength > strongest) strongest = strength;
  }
  return strongest;
}

function codeOf(word: string): number | null {
  const [, near, sign, descriptors = "", phenomena = ""] = WORD.exec(word) ?? [];
  if (near !== undefined) return null;
  const strength = sign === "-" ? 0 : sign === "+" ? 2 : 1;
  const what = pairs(phenomena);
  if (descriptors.includes("TS")) {
    if (!what.includes("GR") && !what.includes("GS")) return 95;
    return strength === 2 ? 99 : 96;
  }
  const tables = [
    ...(descriptors.includes("FZ") ? [FREEZING] : []),
    ...(descriptors.includes("SH") ? [SHOWERS] : []),
    FALLS,
  ];
  // What the wind lifts from the ground does not fall.
  if (/BL|DR/.test(descriptors)) return null;
  let severest: number | null = null;
  for (const pair of what) {
    const row = tables.find((table) => Object.hasOwn(table, pair))?.[pair];
    const code = row?.[strength] ?? (pair === "FG" ? fog(descriptors) : null);
    if (code === null) continue;
    if (severest === null || WMO_CODES.indexOf(code) > WMO_CODES.indexOf(severest)) severest = code;
  }
  return severest;
}

/** Shallow fog and patches of it are no fog; fog that freezes leaves rime. */
function fog(descriptors: string): number | null {
  if (/MI|BC|PR/.test(descriptors)) return null;
  return descriptors.includes("FZ") ? 48 : 45;
}

function pairs(text: string): string[] {
  return text.match(/../g) ?? [];
}
