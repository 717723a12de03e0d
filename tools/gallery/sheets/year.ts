// One plant through a real year: the same step of the grid from picture to picture, whatever the weather.
import { sceneAt } from "../../replay/life.ts";
import { dayOf, hourOf, recordedClimate, weatherOf } from "../moments.ts";
import { epochOf, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

const COLUMNS = 9;
const PICTURES = 36;
/** Ten days and five hours, so that every hour has its turn: 36 of them are a year. */
const STEP = 35;
const BIRTH = "2014-03-24";

export function yearSheet(species = 0): Sheet {
  const climate = recordedClimate();
  const life = plantBorn(climate, sitter(species), BIRTH);
  // The first noon of its life.
  const first = epochOf(BIRTH, 17);
  const cells = Array.from({ length: PICTURES }, (_, i) => {
    const scene = sceneAt(climate, life, first + i * STEP);
    return {
      scene,
      name: `${String(i + 1).padStart(2, "0")} ${dayOf(scene)}`,
      caption: dayOf(scene),
      note: `${hourOf(scene)} · ${weatherOf(scene)}`,
    };
  });
  return {
    name: "year",
    title: `The first year of a ${nameOf(species)}`,
    subtitle:
      "New York from March 2014 on, a picture every 35 epochs, which are ten days and five hours. Weather as recorded; hours, wind and cloud derived by rule.",
    columns: [],
    rows: [],
    cells: Array.from({ length: PICTURES / COLUMNS }, (_, row) =>
      cells.slice(row * COLUMNS, (row + 1) * COLUMNS),
    ),
  };
}
