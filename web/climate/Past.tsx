// The weather of one station over a span of epochs, and one epoch of it looked at closely.
import { useId } from "react";
import { WeatherStrip } from "../charts/WeatherStrip.tsx";
import { Observed } from "../components/Observed.tsx";
import { Empty } from "../components/States.tsx";
import type { Reading } from "../queries/history.ts";
import { count, epochName, instant, weatherOf } from "../words.ts";
import { SPANS, type Span } from "./span.ts";

interface Props {
  readings: readonly Reading[];
  epochSeconds: number;
  span: Span;
  /** Place in `readings`. */
  at: number;
  onSpan: (span: Span) => void;
  onMove: (epoch: number) => void;
}

export function Past({ readings, epochSeconds, span, at, onSpan, onMove }: Props) {
  const id = useId();
  const reading = readings[at];
  const when = (epoch: number) => instant(epoch * epochSeconds);
  return (
    <section aria-labelledby="past">
      <h2 id="past">What was observed</h2>
      <fieldset className="choices">
        <legend>How far back</legend>
        {(Object.keys(SPANS) as Span[]).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={`${id}-span`}
              checked={span === each}
              onChange={() => onSpan(each)}
            />
            {SPANS[each].name}
          </label>
        ))}
      </fieldset>
      {!reading ? (
        <Empty title="Nothing was observed here in this time." />
      ) : (
        <>
          <WeatherStrip observations={readings.map((each) => each.observation)} cursor={at} />
          <label className="field">
            <span>
              {epochName(reading.epoch)}, {when(reading.epoch)}
            </span>
            <input
              className="range"
              type="range"
              min={0}
              max={Math.max(0, readings.length - 1)}
              value={at}
              aria-valuetext={`${epochName(reading.epoch)}, ${when(reading.epoch)}`}
              onChange={(event) => onMove(readings[event.currentTarget.valueAsNumber]!.epoch)}
            />
            <span className="hint">
              {count(readings.length, "accepted epoch")} since {when(readings[0]!.epoch)}
            </span>
          </label>
          <h3>{weatherOf(reading.observation.codeRank)}</h3>
          <Observed observation={reading.observation} />
        </>
      )}
    </section>
  );
}
