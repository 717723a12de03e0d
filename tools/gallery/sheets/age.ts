// Species across, ages down: one week of July for all, and births that lie further and further back.
import { inFlower, moment, recordedClimate } from "../moments.ts";
import { ALL_SPECIES, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

const WEEK = { from: "2015-07-12", to: "2015-07-19" };

/** Births, by the age that they make. */
const BIRTHS: Record<string, string> = {
  "first day": "2015-07-11",
  "one week": "2015-07-07",
  "one month": "2015-06-14",
  "three months": "2015-04-14",
  "one year": "2014-06-20",
  "two years": "2013-06-20",
  "three years": "2012-06-20",
};

export function ageSheet(): Sheet {
  const climate = recordedClimate();
  return {
    name: "age",
    title: "Ages",
    subtitle: "One week of July 2015 in New York, as recorded, for plants born on different days.",
    columns: ALL_SPECIES.map(nameOf),
    rows: Object.keys(BIRTHS),
    cells: Object.entries(BIRTHS).map(([age, birth]) =>
      ALL_SPECIES.map((species) => {
        const to = age === "first day" ? "2015-07-13" : WEEK.to;
        const life = plantBorn(climate, sitter(species), birth);
        return {
          scene: moment(life, { ...WEEK, to, like: inFlower }, species),
          name: `${nameOf(species)} ${age}`,
        };
      }),
    ),
  };
}
