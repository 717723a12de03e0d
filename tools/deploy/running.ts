// What a collection costs to keep alive for a year, from the measured figures of docs/gas.md.
import { readFileSync } from "node:fs";

const FILE = "docs/gas.md";
const YEAR_SECONDS = 31_556_952;

export interface Upkeep {
  readonly what: string;
  readonly gas: bigint;
  /** How often in a year; once where it is paid once for ever. */
  readonly times: number;
  readonly isOnce: boolean;
}

/** Everything that somebody pays for in a year: weather, keepers, and once the germination. */
export function upkeepOf(collection: {
  /** None where another collection's weather is shared, and paid for there. */
  stations: number;
  epochSeconds: number;
  maxSupply: number;
  keepers: number;
}): Upkeep[] {
  const { stations, keepers, maxSupply } = collection;
  const times = Math.round(YEAR_SECONDS / collection.epochSeconds);
  const first = figure("commit and reveal of an epoch");
  const later = figure("commit") + figure("reveal, later keepers");
  return [
    ...(stations === 0
      ? []
      : [
          {
            what: `weather of ${stations} ${stations === 1 ? "station" : "stations"}, an epoch`,
            gas: BigInt(weatherGas(stations)),
            times,
            isOnce: false,
          },
        ]),
    {
      what: `commit and reveal of ${keepers} ${keepers === 1 ? "keeper" : "keepers"}, an epoch`,
      gas: BigInt(keepers === 0 ? 0 : first + (keepers - 1) * later),
      times,
      isOnce: false,
    },
    {
      what: `germination of ${maxSupply.toLocaleString("en")} plants, once, by hundreds`,
      gas: BigInt(figure("germinate, per token of 100") * maxSupply),
      times: 1,
      isOnce: true,
    },
  ];
}

/** Each station costs the same, whatever their number. */
function weatherGas(stations: number): number {
  const [few, many] = [8, 64].map((n) => figure(`climate epoch, 3 reports, ${n} stations`));
  const perStation = (many! - few!) / 56;
  return Math.round(few! + perStation * (stations - 8));
}

/** @throws Error when docs/gas.md has no such line: the two have to move together. */
function figure(label: string): number {
  const line = readFileSync(FILE, "utf8")
    .split("\n")
    .find((text) => text.startsWith(`| ${label} |`));
  const value = Number(line?.split("|")[2]?.replaceAll(",", ""));
  if (!(value > 0)) {
    throw new Error(
      `${FILE} has no figure for "${label}". Write it anew (npm test says how), or change tools/deploy/running.ts with it.`,
    );
  }
  return value;
}
