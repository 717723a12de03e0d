// Numbers from the chain as words for people. Nothing here decides anything.
import { formatEther } from "viem";

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

/** Hundredths of a degree Celsius, for example "−3.4 °C". */
export function temperature(centiC: number): string {
  const degrees = (Math.abs(centiC) / 100).toFixed(1);
  return `${centiC < 0 && degrees !== "0.0" ? "−" : ""}${degrees} °C`;
}

/** Hundredths of a millimetre, for example "2.4 mm". */
export function millimetres(centiMm: number): string {
  return `${(centiMm / 100).toFixed(1)} mm`;
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
  const speed = `${(speedCms / 100).toFixed(1)} m/s`;
  if (Math.hypot(eastCms, northCms) < 20) return `${speed}, from all around`;
  // Wind is named for where it comes from, so both components are turned round.
  const bearing = (Math.atan2(-eastCms, -northCms) * 180) / Math.PI;
  return `${speed} from the ${WINDS[Math.round((bearing + 360) / 45) % 8]}`;
}

/** A place in words from micro-degrees, for example "47.61° N, 122.33° W". */
export function coordinates(latMicroDeg: number, lonMicroDeg: number): string {
  const part = (value: number, positive: string, negative: string) =>
    `${(Math.abs(value) / 1e6).toFixed(2)}° ${value < 0 ? negative : positive}`;
  return `${part(latMicroDeg, "N", "S")}, ${part(lonMicroDeg, "E", "W")}`;
}

/** An instant in UTC, for example "17 March 2014, 14:00 UTC". */
export function instant(seconds: number): string {
  const text = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }).format(seconds * 1000);
  return `${text.replace(" at ", ", ")} UTC`;
}

/** A count with its noun, for example "1 token" or "12 tokens". */
export function count(value: number, noun: string): string {
  return `${value.toLocaleString("en-GB")} ${noun}${value === 1 ? "" : "s"}`;
}

/** An epoch's number as a name, for example "Epoch 55,371". */
export function epochName(epoch: number): string {
  return `Epoch ${epoch.toLocaleString("en-GB")}`;
}

/** The weather's age in words, when it has one. */
export function ageOf(epochs: number): string {
  return epochs === 0 ? "fresh" : `${count(epochs, "epoch")} old`;
}

/** Wei as ether, for example "0.2 ETH"; what is less than a millionth is told as such. */
export function ether(wei: bigint): string {
  const MILLIONTH = 10n ** 12n;
  if (wei > 0n && wei < MILLIONTH) return "under 0.000001 ETH";
  const [whole, rest = ""] = formatEther(wei - (wei % MILLIONTH)).split(".");
  return `${BigInt(whole!).toLocaleString("en-GB")}${rest && `.${rest}`} ETH`;
}

/** An instant in UTC where its year is known, for example "17 Mar, 14:05". */
export function shortInstant(seconds: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }).format(seconds * 1000);
}
