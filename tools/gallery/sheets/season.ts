// Species across, the year down: the same weeks for all.
import type { Phenotype } from "../../../renderer/phenotype.ts";
import { fair, moment, recordedClimate } from "../moments.ts";
import { ALL_SPECIES, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

interface Season {
  readonly from: string;
  readonly to: string;
  /** The height of the sun that is preferred: 64 is the horizon. Seven rows, seven lights. */
  readonly sun: number;
}

/** Three weeks around the middle of each. */
const SEASONS: Record<string, Season> = {
  January: { from: "2014-01-12", to: "2014-02-03", sun: 84 },
  March: { from: "2014-03-10", to: "2014-04-01", sun: 74 },
  May: { from: "2014-05-05", to: "2014-05-27", sun: 100 },
  July: { from: "2014-07-05", to: "2014-07-27", sun: 118 },
  September: { from: "2014-09-05", to: "2014-09-27", sun: 90 },
  October: { from: "2014-10-12", to: "2014-11-03", sun: 70 },
  November: { from: "2014-11-10", to: "2014-12-01", sun: 66 },
};

/** Dry hours, but snow where there is some, and flowers that are open. */
function like(p: Phenotype, sun: number): number {
  return fair(p) / 2 + p.openness / 2 + p.snow * 3 - 2 * Math.abs(p.sunY - sun);
}

export function seasonSheet(): Sheet {
  const climate = recordedClimate();
  return {
    name: "season",
    title: "The seasons",
    subtitle: "Plants in their second year, in the recorded weather of New York in 2014.",
    columns: ALL_SPECIES.map(nameOf),
    rows: Object.keys(SEASONS),
    cells: Object.entries(SEASONS).map(([season, { from, to, sun }]) =>
      ALL_SPECIES.map((species) => {
        const life = plantBorn(climate, sitter(species), "2012-06-01");
        return {
          scene: moment(life, { from, to, like: (p) => like(p, sun) }, `${season} ${species}`),
          name: `${nameOf(species)} ${season}`,
        };
      }),
    ),
  };
}
