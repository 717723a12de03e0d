// The weather of a moment in its figures.
import { Observed } from "../components/Observed.tsx";
import type { Portrait } from "../portrait.ts";
import { weatherOf } from "../words.ts";

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
      {observed && <Observed observation={observation} age={portrait.weatherAge} />}
    </section>
  );
}
