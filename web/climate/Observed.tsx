// One observation, field by field.
import type { Observation } from "../../renderer/observation.ts";
import { Facts } from "../components/Facts.tsx";
import { duration, millimetres, number, temperature, weatherOf, wind } from "../words.ts";

export function Observed({ observation }: { observation: Observation }) {
  const { windEastCms, windNorthCms, windSpeedCms } = observation;
  return (
    <>
      <Facts
        rows={[
          ["Weather", weatherOf(observation.codeRank)],
          ["Temperature", temperature(observation.tempCentiC)],
          ["Rain or snow", millimetres(observation.precipCentiMm)],
          ["Wind", wind(windEastCms, windNorthCms, windSpeedCms)],
          ["Sunshine", duration(observation.sunMinutes)],
          ["Frost", duration(observation.frostMinutes)],
          ["Cloud", `${number(observation.cloudPct)} %`],
        ]}
      />
      {observation.derived && (
        <p className="soft small">
          Part of this observation was derived by a documented rule, because the record lacks it.
        </p>
      )}
    </>
  );
}
