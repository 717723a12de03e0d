// The traits as marketplaces show them: those of the moment, beside what they were at the birth and what they are now.
import { Facts } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import { driftOf } from "./drift.ts";

interface Props {
  /** Of the moment that is looked at. */
  portrait: Portrait;
  /** Undefined where the birth is not known, or is this moment. */
  born: Portrait | undefined;
  /** Undefined where this moment is the present. */
  now: Portrait | undefined;
  /** What the moment is called, as a heading of a column. */
  name: string;
}

export function Traits({ portrait, born, now, name }: Props) {
  const drift = driftOf((born ?? portrait).traits, portrait.traits, (now ?? portrait).traits);
  const changed = drift.filter(({ hasChanged }) => hasChanged);
  const lasting = drift.filter(({ hasChanged }) => !hasChanged);
  return (
    <section aria-labelledby="traits">
      <h2 id="traits">Traits</h2>
      <Facts rows={lasting.map((trait) => [trait.name, trait.shown ?? ""] as const)} />
      {changed.length > 0 && (
        <div className="scroll">
          <table className="drift">
            <caption>What has changed in its life</caption>
            <thead>
              <tr>
                <th scope="col">Trait</th>
                {born && <th scope="col">At birth</th>}
                <th scope="col">{name}</th>
                {now && <th scope="col">Now</th>}
              </tr>
            </thead>
            <tbody>
              {changed.map((trait) => (
                <tr key={trait.name}>
                  <th scope="row">{trait.name}</th>
                  {born && <td>{trait.born ?? "–"}</td>}
                  <td className="strong">{trait.shown ?? "–"}</td>
                  {now && <td>{trait.now ?? "–"}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
