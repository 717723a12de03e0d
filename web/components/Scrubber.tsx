// A way back through a plant's past: one stop for each accepted epoch since its birth.
import { useId } from "react";
import type { Reading } from "../queries/history.ts";
import { count, instant, millimetres, temperature, weatherOf } from "../words.ts";

interface Props {
  readings: readonly Reading[];
  epochSeconds: number;
  /** Place in `readings`, or the number of readings for "now". */
  position: number;
  onMove: (position: number) => void;
}

export function Scrubber({ readings, epochSeconds, position, onMove }: Props) {
  const id = useId();
  const last = readings.length;
  const reading = readings[position];
  const words = reading
    ? `${instant(reading.epoch * epochSeconds)}: ${weatherOf(reading.observation.codeRank)}, ${temperature(reading.observation.tempCentiC)}`
    : "Now";
  const step = (by: number) => onMove(Math.max(0, Math.min(last, position + by)));
  return (
    <div className="scrubber">
      <div className="when">
        <label className="soft" htmlFor={id}>
          Time, {count(readings.length, "epoch")} since birth
        </label>
        {/* The slider speaks these words itself. */}
        <output htmlFor={id} className="numbers" aria-live="off">
          {words}
        </output>
      </div>
      <div className="track">
        <Chart readings={readings} position={position} />
        <button
          type="button"
          className="button step"
          aria-label="One epoch back"
          disabled={position === 0}
          onClick={() => step(-1)}
        >
          ‹
        </button>
        <input
          id={id}
          type="range"
          min={0}
          max={last}
          step={1}
          value={position}
          aria-valuetext={words}
          onChange={(event) => onMove(event.currentTarget.valueAsNumber)}
        />
        <button
          type="button"
          className="button step"
          aria-label="One epoch on"
          disabled={position === last}
          onClick={() => step(1)}
        >
          ›
        </button>
        <button
          type="button"
          className="button small"
          disabled={position === last}
          onClick={() => onMove(last)}
        >
          Now
        </button>
      </div>
      {last > 1 && <p className="soft small numbers">{legendOf(readings)}</p>}
    </div>
  );
}

const WIDTH = 1000;
const HEIGHT = 100;
/** 20 mm in seven hours fills the chart; more is drawn as full. */
const MOST_RAIN = 2_000;
const WIDEST_BAR = 24;

/** What the chart's line and bars stand for, with their ranges. */
function legendOf(readings: readonly Reading[]): string {
  const temperatures = readings.map(({ observation }) => observation.tempCentiC);
  const wettest = Math.max(...readings.map(({ observation }) => observation.precipCentiMm));
  const bars = wettest > 0 ? ` Bars: rain or snow, up to ${millimetres(wettest)}.` : "";
  return `Line: temperature, ${temperature(Math.min(...temperatures))} to ${temperature(Math.max(...temperatures))}.${bars}`;
}

/** Temperature as a line, rain as bars. The words of each epoch are in the slider. */
function Chart({ readings, position }: { readings: readonly Reading[]; position: number }) {
  if (readings.length < 2) return null;
  const x = (index: number) => (index / readings.length) * WIDTH;
  const temperatures = readings.map((reading) => reading.observation.tempCentiC);
  const low = Math.min(...temperatures) - 100;
  const high = Math.max(...temperatures) + 100;
  const y = (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT;
  const line = temperatures.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`);
  const wide = Math.max(1, Math.min(WIDEST_BAR, WIDTH / readings.length - 1));
  return (
    <svg
      className="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {readings.map(({ epoch, observation }, i) => {
        const height = (Math.min(MOST_RAIN, observation.precipCentiMm) / MOST_RAIN) * HEIGHT;
        return height === 0 ? null : (
          <rect
            key={epoch}
            className="rain"
            x={x(i) - wide / 2}
            y={HEIGHT - height}
            width={wide}
            height={height}
          />
        );
      })}
      <polyline className="temperature" points={line.join(" ")} />
      <line className="cursor" x1={x(position)} x2={x(position)} y1={0} y2={HEIGHT} />
    </svg>
  );
}
