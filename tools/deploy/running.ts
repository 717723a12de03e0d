// What a collection costs to keep alive for a year, from the measured figures of docs/gas.md.
import { readFileSync } from "node:fs";

const FILE = "docs/gas.md";
export const YEAR_SECONDS = 31_556_952;

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
  const commits = keepers * figure("commit");
  const reveals =
    figure("reveal, the epoch's first") + (keepers - 1) * figure("reveal of the same root");
  const settles = keepers * figure("settle of a keeper that is paid");
  const who = `${keepers} ${keepers === 1 ? "keeper" : "keepers"}`;
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
      what: `commit and reveal of ${who}, an epoch`,
      gas: BigInt(keepers === 0 ? 0 : commits + reveals),
      times,
      isOnce: false,
    },
    {
      // Where all of them reveal one root, and nobody has anything to challenge.
      what: `verdict and ${keepers === 1 ? "bond" : "bonds"} of ${who}, an epoch`,
      gas: BigInt(keepers === 0 ? 0 : figure("finalize") + settles),
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
