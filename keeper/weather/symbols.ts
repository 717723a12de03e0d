/** MET Norway's weather symbols as codes of the WMO's table: https://api.met.no/weatherapi/weathericon/2.0/documentation */

const DRY: Readonly<Record<string, number>> = {
  clearsky: 0,
  fair: 1,
  partlycloudy: 2,
  cloudy: 3,
  fog: 45,
};
/** Light, moderate, heavy. Sleet is wet snow: the table's own codes for it are not in use. */
const STEADY: Readonly<Record<string, readonly [number, number, number]>> = {
  rain: [61, 63, 65],
  sleet: [71, 73, 75],
  snow: [71, 73, 75],
};
const SHOWERS: Readonly<Record<string, readonly [number, number, number]>> = {
  rain: [80, 81, 82],
  sleet: [85, 86, 86],
  snow: [85, 86, 86],
};
/** Two of the names have a letter too many ("lightssnowshowersandthunder"), and both spellings are about. */
const FALLING = /^(light|heavy)?s?(rain|sleet|snow)(showers)?(andthunder)?$/;

/** Null for a symbol that is none of theirs. */
export function symbolCode(symbol: string): number | null {
  const name = symbol.replace(/_(day|night|polartwilight)$/, "");
  if (Object.hasOwn(DRY, name)) return DRY[name]!;
  const [, strength, what, showers, thunder] = FALLING.exec(name) ?? [];
  if (what === undefined) return null;
  if (thunder !== undefined) return 95;
  const row = (showers === undefined ? STEADY : SHOWERS)[what]!;
  return row[strength === "light" ? 0 : strength === "heavy" ? 2 : 1];
}
