// One observation, field by field.
import type { Observation } from "../../renderer/observation.ts";
import { ageOf, duration, millimetres, number, temperature, wind } from "../words.ts";
import { Facts } from "./Facts.tsx";

interface Props {
  observation: Observation;
  /** Epochs since then, where it is the present that is shown. */
  age?: number;
}

export function Observed({ observation, age }: Props) {
  const { windEastCms, windNorthCms, windSpeedCms } = observation;
  return (
    <>
      <Facts
        rows={[
          ["Temperature", temperature(observation.tempCentiC)],
          ["Rain or snow", millimetres(observation.precipCentiMm)],
          ["Wind", wind(windEastCms, windNorthCms, windSpeedCms)],
          ["Sunshine", duration(observation.sunMinutes)],
          ["Frost", duration(observation.frostMinutes)],
          ["Cloud", `${number(observation.cloudPct)} %`],
          ...(age === undefined ? [] : [["Weather age", ageOf(age)] as const]),
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
