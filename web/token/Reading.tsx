// The weather of a moment in its figures.
import { Facts } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import { ageOf, duration, millimetres, temperature, weatherOf, wind } from "../words.ts";

export function Reading({ portrait, isForecast }: { portrait: Portrait; isForecast: boolean }) {
  const { observation, observed } = portrait;
  return (
    <section aria-labelledby="weather">
      <h2 id="weather">{observed ? weatherOf(observation.codeRank) : "No weather yet"}</h2>
      {isForecast && (
        <p className="soft small">
          The weather of the present, held: nobody knows that of the day.
        </p>
      )}
      {observed && (
        <Facts
          rows={[
            ["Temperature", temperature(observation.tempCentiC)],
            ["Rain or snow", millimetres(observation.precipCentiMm)],
            [
              "Wind",
              wind(observation.windEastCms, observation.windNorthCms, observation.windSpeedCms),
            ],
            ["Sunshine", duration(observation.sunMinutes)],
            ["Frost", duration(observation.frostMinutes)],
            ["Cloud", `${observation.cloudPct} %`],
            ["Weather age", ageOf(portrait.weatherAge)],
          ]}
        />
      )}
      {observed && observation.derived && (
        <p className="soft small">
          Part of this reading was derived by a documented rule, because the record lacks it.
        </p>
      )}
    </section>
  );
}
