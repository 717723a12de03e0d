// Species across, the year down: the same weeks for all.
import type { Phenotype } from "../../../renderer/phenotype.ts";
import { fair, moment, recordedClimate } from "../moments.ts";
import { ALL_SPECIES, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

/** Three weeks around the middle of each. */
const SEASONS: Record<string, readonly [from: string, to: string]> = {
  January: ["2014-01-12", "2014-02-03"],
  March: ["2014-03-10", "2014-04-01"],
  May: ["2014-05-05", "2014-05-27"],
  July: ["2014-07-05", "2014-07-27"],
  September: ["2014-09-05", "2014-09-27"],
  October: ["2014-10-12", "2014-11-03"],
  November: ["2014-11-10", "2014-12-01"],
};

/** Daylight, and with snow where there is some. */
function like(p: Phenotype): number {
  return fair(p) + p.openness + p.snow * 2 + (p.season > 110 || p.season < 20 ? p.snow : 0);
}

export function seasonSheet(): Sheet {
  const climate = recordedClimate();
  return {
    name: "season",
    title: "The seasons",
    subtitle: "Plants in their second year, in the recorded weather of New York in 2014.",
    columns: ALL_SPECIES.map(nameOf),
    rows: Object.keys(SEASONS),
    cells: Object.entries(SEASONS).map(([season, [from, to]]) =>
      ALL_SPECIES.map((species) => {
        const life = plantBorn(climate, sitter(species), "2012-06-01");
        return {
          scene: moment(life, { from, to, like }, `${season} ${species}`),
          name: `${nameOf(species)} ${season}`,
        };
      }),
    ),
  };
}
