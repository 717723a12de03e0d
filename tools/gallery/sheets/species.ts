// Species across, the stages of a life down: each column is one plant.
import type { Phenotype } from "../../../renderer/phenotype.ts";
import type { Climate } from "../../replay/climate.ts";
import type { Choice } from "../../replay/life.ts";
import { fair, inFlower, moment, recordedClimate, type Wish } from "../moments.ts";
import { ALL_SPECIES, epochOf, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

const BIRTH = "2012-03-20";

/** What the holders of these plants have decided: made up, as their births are. */
function choicesOf(climate: Climate, species: number): Choice[] {
  const at = (day: string) => epochOf(day) + species;
  const first = climate.first;
  const moves: Choice[] = Array.from({ length: 2 + (species % 4) }, (_, i) => ({
    kind: "move",
    from: at("2013-09-01") + i * 60,
    station: i % 2 === 0 ? 0 : 1,
  }));
  const pins: Choice[] = Array.from({ length: 1 + (species % 3) }, (_, i): Choice[] => [
    { kind: "pin", from: at("2014-12-01") + i * 12, epoch: first + 2600 + i },
    { kind: "follow", from: at("2014-12-01") + i * 12 + 6 },
  ]).flat();
  return [...moves, ...pins];
}

const STAGES: Record<string, Wish> = {
  sprout: {
    from: BIRTH,
    to: "2012-03-22",
    like: (p) => (p.stage === 1 ? 500 : 0) + p.light + fair(p),
  },
  young: { from: "2012-03-26", to: "2012-04-01", like: inFlower },
  "first bloom": {
    from: "2012-04-25",
    to: "2012-05-25",
    like: (p) => inFlower(p) + (p.sky === 2 ? 60 : 0) - p.drought / 2,
  },
  midsummer: {
    from: "2012-06-10",
    to: "2012-07-20",
    like: (p) => inFlower(p) + (p.sky === 3 ? 60 : 0) + p.cloud / 2,
  },
  "ripe autumn": {
    from: "2012-10-25",
    to: "2012-12-05",
    like: (p) => p.ripeness * 3 + fair(p) - p.dormancy * 2 + (p.sunY > 62 && p.sunY < 84 ? 50 : 0),
  },
  "dormant winter": {
    from: "2013-12-20",
    to: "2014-03-01",
    like: (p) => p.dormancy * 2 + p.light + Math.min(p.snow, 60) * 4 + p.rime / 2 - p.storm,
  },
  "after years": {
    from: "2015-05-10",
    to: "2015-08-30",
    like: (p) =>
      Math.min(p.openness, 100) * 3 + inFlower(p) / 4 + (isLow(p) ? 160 : 0) - p.rain * 2,
  },
};

/** The sun stands low in the afternoon, and gilds. */
function isLow(p: Phenotype): boolean {
  return p.sky > 3 && p.sunY > 66 && p.sunY < 84;
}

export function speciesSheet(): Sheet {
  const climate = recordedClimate();
  const lives = ALL_SPECIES.map((species) =>
    plantBorn(climate, sitter(species), BIRTH, choicesOf(climate, species)),
  );
  return {
    name: "species",
    title: "Heliotrope",
    subtitle:
      "Each column is one plant, in the recorded weather of New York and, after it has moved, of Seattle, 2012 to 2015. Births and moves are staged.",
    columns: ALL_SPECIES.map(nameOf),
    rows: Object.keys(STAGES),
    cells: Object.entries(STAGES).map(([stage, wish]) =>
      ALL_SPECIES.map((species) => ({
        scene: moment(lives[species]!, wish, `${stage} ${species}`),
        name: `${nameOf(species)} ${stage}`,
      })),
    ),
  };
}
