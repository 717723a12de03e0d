// Species across, mutations down: one plant in 64 carries one, and nothing else differs here.
import { mutationName } from "../../../renderer/words.ts";
import { inFlower, moment, recordedClimate } from "../moments.ts";
import { ALL_SPECIES, nameOf, plantBorn, sitter } from "../plants.ts";
import type { Sheet } from "../sheet.ts";

const WEEKS = { from: "2014-06-01", to: "2014-07-01", like: inFlower };

export function mutationsSheet(): Sheet {
  const climate = recordedClimate();
  const mutations = mutationsThatThereAre();
  return {
    name: "mutations",
    title: "Mutations",
    subtitle:
      "One plant in 64 carries one. Each column is one plant at one recorded moment of June 2014 in New York; only the gene of the mutation differs.",
    columns: ALL_SPECIES.map(nameOf),
    rows: mutations.map((mutation) => mutationName(sitter(0, { mutation }))),
    cells: mutations.map((mutation) =>
      ALL_SPECIES.map((species) => {
        const genome = sitter(species, { mutation });
        return {
          scene: moment(plantBorn(climate, genome, "2012-03-20"), WEEKS, species),
          name: `${nameOf(species)} ${mutationName(genome)}`,
        };
      }),
    ),
  };
}

/** Beyond the last the words repeat it. */
function mutationsThatThereAre(): number[] {
  const mutations: number[] = [];
  const name = (mutation: number) => mutationName(sitter(0, { mutation }));
  for (let i = 0; i === 0 || name(i) !== name(i - 1); i++) mutations.push(i);
  return mutations;
}
