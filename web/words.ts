// Numbers from the chain as words for people, written as the reader's locale writes numbers and
// dates. Units stay what they are, and times stay in UTC and say so. Nothing here decides anything.
import { formatEther } from "viem";

/** What dates and numbers look like where the reader's locale cannot be used. */
const OWN_LOCALE = "en-GB";

/** WMO codes in the severity order of observations; the place in the list is the code rank. */
const WEATHER = [
  "Clear sky", // 0
  "Mainly clear", // 1
  "Partly cloudy", // 2
  "Overcast", // 3
  "Fog", // 45
  "Freezing fog", // 48
  "Light drizzle", // 51
  "Drizzle", // 53
  "Dense drizzle", // 55
  "Light freezing drizzle", // 56
  "Freezing drizzle", // 57
  "Light rain", // 61
  "Rain", // 63
  "Heavy rain", // 65
  "Light freezing rain", // 66
  "Freezing rain", // 67
  "Light showers", // 80
  "Showers", // 81
  "Violent showers", // 82
  "Light snow", // 71
  "Snow", // 73
  "Heavy snow", // 75
  "Snow grains", // 77
  "Snow showers", // 85
  "Heavy snow showers", // 86
  "Thunderstorm", // 95
  "Thunderstorm with hail", // 96
  "Heavy thunderstorm with hail", // 99
] as const;

const WINDS = [
  "north",
  "north-east",
  "east",
  "south-east",
  "south",
  "south-west",
  "west",
  "north-west",
] as const;

/** The weather of a code rank, for example "Light rain". */
export function weatherOf(rank: number): string {
  return WEATHER[rank] ?? "Unknown weather";
}

/** A number with this many digits behind its point, for example "12,345.6". */
export function number(value: number, digits = 0): string {
  return numbers(digits, digits).format(value).replace(/^-/, "−");
}

/** Hundredths of a degree Celsius, for example "−3.4 °C". */
export function temperature(centiC: number): string {
  return `${number(centiC / 100, 1)} °C`;
}

/** Hundredths of a millimetre, for example "2.4 mm". */
export function millimetres(centiMm: number): string {
  return `${number(centiMm / 100, 1)} mm`;
}

/** Minutes, for example "2 h 05 min". */
export function duration(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${String(rest).padStart(2, "0")} min` : ""}`;
}

/** Wind from its components and speed in cm/s; components point where the air goes. */
export function wind(eastCms: number, northCms: number, speedCms: number): string {
  if (speedCms < 30) return "calm";
  const speed = `${number(speedCms / 100, 1)} m/s`;
  if (Math.hypot(eastCms, northCms) < 20) return `${speed}, from all around`;
  // Wind is named for where it comes from, so both components are turned round.
  const bearing = (Math.atan2(-eastCms, -northCms) * 180) / Math.PI;
  return `${speed} from the ${WINDS[Math.round((bearing + 360) / 45) % 8]}`;
}

/** A place in words from micro-degrees, for example "47.61° N, 122.33° W". */
export function coordinates(latMicroDeg: number, lonMicroDeg: number): string {
  const part = (value: number, positive: string, negative: string) =>
    `${number(Math.abs(value) / 1e6, 2)}° ${value < 0 ? negative : positive}`;
  return `${part(latMicroDeg, "N", "S")}, ${part(lonMicroDeg, "E", "W")}`;
}

/** An instant in UTC, for example "17 March 2014, 14:00 UTC". */
export function instant(seconds: number): string {
  return `${day(seconds)}, ${dates("time").format(seconds * 1000)} UTC`;
}

/** A day in UTC, for example "17 March 2014". */
export function day(seconds: number): string {
  return dates("day").format(seconds * 1000);
}

/** A count with its noun, for example "1 token" or "12 tokens". */
export function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** An epoch's number as a name, for example "Epoch 55,371". */
export function epochName(epoch: number): string {
  return `Epoch ${number(epoch)}`;
}

/** The weather's age in words, when it has one. */
export function ageOf(epochs: number): string {
  return epochs === 0 ? "fresh" : `${count(epochs, "epoch")} old`;
}

/** Wei as ether, for example "0.2 ETH"; what is less than a millionth is told as such. */
export function ether(wei: bigint): string {
  const MILLIONTH = 10n ** 12n;
  if (wei > 0n && wei < MILLIONTH) return `under ${number(0.000001, 6)} ETH`;
  // As text, because a sum of ether can have more digits than a number holds.
  const decimal = formatEther(wei - (wei % MILLIONTH)) as Intl.StringNumericLiteral;
  return `${numbers(0, 6).format(decimal)} ETH`;
}

/** An instant in UTC where its year is known, for example "17 Mar, 14:05". */
export function shortInstant(seconds: number): string {
  return dates("short").format(seconds * 1000);
}

const DATES = {
  day: { day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  short: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

// Formatters are slow to make and asked for by the thousand.
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(least: number, most: number): Intl.NumberFormat {
  return remember(`${least}-${most}`, (locale) => {
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: least,
      maximumFractionDigits: most,
      // What rounds to nothing is neither above nor below it.
      signDisplay: "negative",
    });
  });
}

function dates(kind: keyof typeof DATES): Intl.DateTimeFormat {
  return remember(kind, (locale) => {
    return new Intl.DateTimeFormat(locale, { ...DATES[kind], timeZone: "UTC" });
  });
}

function remember<T extends Intl.NumberFormat | Intl.DateTimeFormat>(
  what: string,
  make: (locale: string) => T,
): T {
  const key = `${navigator.language} ${what}`;
  let formatter = formatters.get(key) as T | undefined;
  if (!formatter) {
    formatter = make(readersLocale());
    formatters.set(key, formatter);
  }
  return formatter;
}

/** A browser may name a locale that Intl does not know, such as "en-US@posix". */
function readersLocale(): string {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0] ?? OWN_LOCALE;
  } catch {
    return OWN_LOCALE;
  }
}
