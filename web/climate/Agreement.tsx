// What each reporter said of a station at an epoch, beside the median that the contract took.
import type { Observation } from "../../renderer/observation.ts";
import { Hash } from "../components/Facts.tsx";
import { Trouble, Waiting } from "../components/States.tsx";
import { type Reporter, type Reports, useReports } from "../queries/reports.ts";
import {
  count,
  duration,
  epochName,
  instant,
  millimetres,
  number,
  temperature,
  weatherOf,
} from "../words.ts";
import { agrees, FIELDS, type Field, saidOf } from "./reports.ts";

interface Props {
  station: number;
  epoch: number;
  /** What the contract came to. */
  median: Observation;
}

export function Agreement({ station, epoch, median }: Props) {
  const { data: reports, error, refetch } = useReports(epoch);
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement">Who reported it</h2>
      {error ? (
        <Trouble retry={() => void refetch()}>
          The reports of {epochName(epoch).toLowerCase()} could not be read:{" "}
          {error.message.split("\n")[0]}
        </Trouble>
      ) : reports === undefined ? (
        <Waiting>Looking for the transaction that brought the reports.</Waiting>
      ) : reports === null ? (
        <p className="soft">No weather was accepted for this epoch.</p>
      ) : (
        <Told reports={reports} station={station} median={median} />
      )}
    </section>
  );
}

function Told({
  reports,
  station,
  median,
}: {
  reports: Reports;
  station: number;
  median: Observation;
}) {
  const { reporters, threshold, isReadable } = reports;
  return (
    <>
      <p>
        {epochName(reports.epoch)} was accepted on {instant(reports.acceptedAt)}, from the reports
        of {number(threshold)} of {count(reporters.length, "reporter")}. Each signed its own; the
        contract took the median of every field, so up to {number((threshold - 1) / 2)} of the{" "}
        {number(threshold)} may be wrong without harm.
      </p>
      {!isReadable && (
        <p className="notice">
          These reports came through another contract, so its transaction does not show what each
          reporter said. The median is the climate contract's own.
        </p>
      )}
      {isReadable && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too.
        <section className="scroll" tabIndex={0} aria-label="What each reporter said">
          <table className="table agreement">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Median</th>
                {reporters.map(({ address }) => (
                  <th scope="col" key={address} title={address}>
                    {`${address.slice(0, 6)}…${address.slice(-4)}`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {FIELDS.map((each) => (
                <tr key={each.field} data-field={each.field}>
                  <th scope="row">{each.name}</th>
                  <td className="numbers">{shownValue(each.field, median)}</td>
                  {reporters.map((reporter) => (
                    <Cell
                      key={reporter.address}
                      field={each}
                      reporter={reporter}
                      station={station}
                      median={median}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className="soft small">
        Submitted by <Hash value={reports.submitter} /> in transaction{" "}
        <Hash value={reports.transaction} />.
      </p>
    </>
  );
}

function Cell({
  field,
  reporter,
  station,
  median,
}: {
  field: (typeof FIELDS)[number];
  reporter: Reporter;
  station: number;
  median: Observation;
}) {
  if (reporter.report === undefined) return <td className="soft">not taken</td>;
  const said = saidOf(reporter.report, station);
  if (!said) return <td className="soft">no weather</td>;
  const isFar = agrees(field, said, median) === false;
  return (
    <td className="numbers" data-far={isFar || undefined}>
      {shownValue(field.field, said)}
      {isFar && <span className="tag warn">far off</span>}
    </td>
  );
}

function shownValue(field: Field, observation: Observation): string {
  const value = observation[field];
  switch (field) {
    case "tempCentiC":
      return temperature(value);
    case "precipCentiMm":
      return millimetres(value);
    case "windSpeedCms":
      return `${number(value / 100, 1)} m/s`;
    case "sunMinutes":
    case "frostMinutes":
      return duration(value);
    case "cloudPct":
      return `${number(value)} %`;
    case "codeRank":
      return weatherOf(value);
  }
}
