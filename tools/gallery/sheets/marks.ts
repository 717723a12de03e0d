// What holders leave on their plants: moves, pins and the rest. The choices are staged, one picture's weather for all.
import { sceneAt } from "../../replay/life.ts";
import { fair, moment, recordedClimate } from "../moments.ts";
import { ALL_SPECIES, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

/** Moves, all decisions, whether pinned. */
const MARKS: Record<string, readonly [moves: number, decisions: number, pinned: boolean]> = {
  untouched: [0, 0, false],
  "moved once": [1, 1, false],
  "five moves": [5, 5, false],
  "one tie": [0, 1, false],
  "seven ties": [0, 7, false],
  pinned: [0, 1, true],
  everything: [5, 12, true],
};

export function marksSheet(): Sheet {
  const climate = recordedClimate();
  const wish = { from: "2014-05-20", to: "2014-06-10", like: fair };
  return {
    name: "marks",
    // The foot of the plant, where the marks are.
    detail: { left: 0.21, top: 0.36, side: 0.58 },
    title: "What holders leave behind",
    subtitle:
      "Grafts for moves, threads for other choices, a pin for a pinned epoch. One day of New York as recorded; the choices are staged.",
    columns: ALL_SPECIES.map(nameOf),
    rows: Object.keys(MARKS),
    cells: Object.entries(MARKS).map(([mark, [moves, decisions, pinned]]) =>
      ALL_SPECIES.map((species) => {
        const life = plantBorn(climate, sitter(species), "2012-03-20");
        const { epoch } = moment(life, wish);
        return {
          scene: { ...sceneAt(climate, life, epoch), moves, decisions, pinned },
          name: `${nameOf(species)} ${mark}`,
        };
      }),
    ),
  };
}
