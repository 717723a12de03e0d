// One plant under the six schools' skies, at the same real moments.
import { SCHOOL_COUNT } from "../../../renderer/genome.ts";
import type { Phenotype } from "../../../renderer/phenotype.ts";
import { schoolName } from "../../../renderer/words.ts";
import { moment, recordedClimate } from "../moments.ts";
import { plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

/** The hours and weathers by which schools differ most. */
const MOMENTS: Record<string, (p: Phenotype) => number> = {
  dawn: (p) => (p.sky === 1 ? 200 : 0) - p.cloud / 2 - p.rain,
  midday: (p) => (p.sky === 3 ? 200 : 0) - Math.abs(p.cloud - 40) - p.rain,
  overcast: (p) => (p.weather === 3 && p.sky > 1 && p.sky < 5 ? 200 : 0) - p.rain,
  dusk: (p) => (p.sky === 5 ? 200 : 0) - Math.abs(p.cloud - 30) - p.rain,
  night: (p) => (p.sky === 0 && p.moonY > 80 ? 200 : 0) - p.cloud * 2 - p.rain,
  rain: (p) => (p.rain > 40 && p.light > 20 ? 200 : 0) - p.storm,
  thunder: (p) => (p.storm > 0 ? 200 : 0) + p.light / 2,
  fog: (p) => (p.fog > 40 && p.light > 20 ? 200 : 0) - p.rain,
  snow: (p) => (p.snow > 30 && p.light > 30 ? 200 : 0),
};

/** A palette that no school's sky swallows. */
const CORAL = 8;

export function schoolsSheet(species = 1): Sheet {
  const climate = recordedClimate();
  const schools = Array.from({ length: SCHOOL_COUNT }, (_, school) => school);
  const lives = schools.map((school) =>
    plantBorn(climate, sitter(species, { school, palette: CORAL }), "2012-03-20"),
  );
  return {
    name: "schools",
    title: "Six schools of painting",
    subtitle:
      "One plant at the same nine moments of New York, 2012 to 2015, as recorded: only the gene of the school differs.",
    columns: Object.keys(MOMENTS).map((name) => name[0]!.toUpperCase() + name.slice(1)),
    rows: lives.map(({ genome }) => schoolName(genome)),
    cells: lives.map((life) =>
      Object.entries(MOMENTS).map(([name, like]) => ({
        scene: moment(
          life,
          // In bloom, but where it snows.
          { from: "2012-06-01", to: "2015-12-01", like: (p) => like(p) - p.ripeness - p.droop },
          name,
        ),
        name: `${schoolName(life.genome)} ${name}`,
      })),
    ),
  };
}
