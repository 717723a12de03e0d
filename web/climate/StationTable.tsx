// All stations in words: what the map shows, for everybody.
import type { StationNow } from "../queries/stations.ts";
import { hrefOf } from "../router.ts";
import { ageOf, coordinates, temperature, weatherOf } from "../words.ts";

interface Props {
  stations: readonly StationNow[];
  chosen: number | undefined;
  /** Epochs since the last accepted one, as the art counts them. */
  weatherAge: number;
}

export function StationTable({ stations, chosen, weatherAge }: Props) {
  return (
    <div className="scroll">
      <table className="table stations">
        <caption className="hidden">Stations and their latest weather</caption>
        <thead>
          <tr>
            <th scope="col">Station</th>
            <th scope="col">Weather</th>
            <th scope="col">Age</th>
          </tr>
        </thead>
        <tbody>
          {stations.map(({ station, name, latMicroDeg, lonMicroDeg, observation, observed }) => (
            <tr key={station} data-station={station}>
              <th scope="row">
                <a
                  href={hrefOf({ page: "climate", station })}
                  aria-current={station === chosen ? "true" : undefined}
                >
                  {name}
                </a>
                <span className="soft numbers">{coordinates(latMicroDeg, lonMicroDeg)}</span>
              </th>
              <td className="numbers">
                {observed
                  ? `${weatherOf(observation.codeRank)}, ${temperature(observation.tempCentiC)}`
                  : "Never observed"}
              </td>
              <td className="numbers">
                {observed ? <Age epochs={observation.age + weatherAge} /> : "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** From two epochs on the art itself says that its weather is old. */
function Age({ epochs }: { epochs: number }) {
  return <span className={epochs < 2 ? "tag good" : "tag warn"}>{ageOf(epochs)}</span>;
}
