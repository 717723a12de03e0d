// A plant's time as an axis: back to its birth through every accepted epoch, with the weather under it; or a year
// ahead through what time alone drives. A slider moves along it, and a button lets it run.
import { useId, useMemo, useState } from "react";
import { Band, CHART_WIDTH, placeX } from "../charts/Band.tsx";
import { Plot, WeatherStrip } from "../charts/WeatherStrip.tsx";
import type { Reading } from "../queries/history.ts";
import { count, instant, number, temperature, weatherOf } from "../words.ts";
import { countUpTo } from "./life.ts";
import type { Moment, Moments } from "./useMoment.ts";
import { usePlayer } from "./usePlayer.ts";

const SPEEDS = [1, 4, 12, 30] as const;

interface Props {
  moments: Moments;
  /** The weather of its life, oldest first. */
  readings: readonly Reading[];
  /** The epoch shown now. */
  present: number;
  epochSeconds: number;
  /** How far a forecast goes, in epochs; 0 where time stands still for this plant. */
  reach: number;
  /** What time alone drives, of each epoch from the present on. */
  outlook: readonly { name: string; tone: string; values: readonly number[] }[];
}

export function Timeline(props: Props) {
  const { moments, readings, present, epochSeconds, reach } = props;
  const { moment, go } = moments;
  const [speed, setSpeed] = useState<number>(4);
  const [isPlaying, setPlaying] = useState(false);
  const isAhead = moment.at === "ahead";
  // Behind the last reading comes the present, which may be later than any weather.
  const last = isAhead ? reach : readings.length;
  const position = positionOf(moment, readings);
  const id = useId();

  const move = (to: number, isHeld = false) => {
    const place = Math.max(0, Math.min(last, to));
    const reading = readings[place];
    if (isAhead) go(place === 0 ? { at: "now" } : { at: "ahead", epochs: place }, isHeld);
    else go(reading ? { at: "past", epoch: reading.epoch } : { at: "now" }, isHeld);
  };
  const seek = (to: number) => {
    setPlaying(false);
    move(to);
  };
  const stop = () => {
    setPlaying(false);
    move(position);
  };
  usePlayer(isPlaying ? speed : 0, (steps) => {
    if (position + steps < last) return move(position + steps, true);
    setPlaying(false);
    move(last);
  });
  const play = () => {
    if (isPlaying) return stop();
    setPlaying(true);
    move(position >= last ? 0 : position, true);
  };

  const words = wordsOf(moment, readings, present, epochSeconds);
  const axis = isAhead ? "The year ahead" : `Time, ${count(readings.length, "epoch")} since birth`;
  const cursor = `${(placeX(position, last + 1) / CHART_WIDTH) * 100}%`;
  return (
    <section className="timeline" aria-label="Time">
      <div className="when">
        {/* The slider speaks these words itself. */}
        <output htmlFor={id} className="numbers" aria-live="off">
          {words}
        </output>
        {reach > 0 && (
          <fieldset className="spans">
            <legend className="hidden">Span of time</legend>
            <button
              type="button"
              className="button quiet"
              aria-pressed={!isAhead}
              onClick={() => go({ at: "now" })}
            >
              Since its birth
            </button>
            <button
              type="button"
              className="button quiet"
              aria-pressed={isAhead}
              onClick={() => go({ at: "ahead", epochs: 1 })}
            >
              The year ahead
            </button>
          </fieldset>
        )}
      </div>
      <div className="track">
        <div className="transport">
          <Step
            label="One epoch back"
            mark="‹"
            isOff={position === 0}
            act={() => move(position - 1)}
          />
          <button
            type="button"
            className="button play"
            aria-label={isPlaying ? "Pause" : "Play"}
            disabled={last === 0}
            onClick={play}
          >
            {isPlaying ? <Pause /> : <Go />}
          </button>
          <Step
            label="One epoch on"
            mark="›"
            isOff={position === last}
            act={() => move(position + 1)}
          />
        </div>
        <input
          id={id}
          type="range"
          min={0}
          max={last}
          step={1}
          value={position}
          aria-label={axis}
          aria-valuetext={words}
          onChange={(event) => seek(event.currentTarget.valueAsNumber)}
          onKeyDown={(event) => {
            if (event.key !== " ") return;
            event.preventDefault();
            play();
          }}
        />
      </div>
      {isAhead ? (
        <Outlook rows={props.outlook} places={last + 1} cursor={cursor} onSeek={seek} />
      ) : (
        <Past readings={readings} position={position} onSeek={seek} />
      )}
      <div className="footing">
        <label className="small soft">
          Speed{" "}
          <select
            value={speed}
            onChange={(event) => setSpeed(Number(event.currentTarget.value))}
            className="input small"
          >
            {SPEEDS.map((each) => (
              <option key={each} value={each}>
                {count(each, "epoch")} a second
              </option>
            ))}
          </select>
        </label>
        <span className="small soft numbers">{axis}</span>
        <button
          type="button"
          className="button small"
          disabled={moment.at === "now"}
          onClick={() => {
            setPlaying(false);
            go({ at: "now" });
          }}
        >
          Now
        </button>
      </div>
    </section>
  );
}

interface PastProps {
  readings: readonly Reading[];
  position: number;
  onSeek: (place: number) => void;
}

/** The weather under the slider; drawn again only when it grows. */
function Past({ readings, position, onSeek }: PastProps) {
  const observations = useMemo(() => readings.map(({ observation }) => observation), [readings]);
  return (
    <WeatherStrip
      observations={observations}
      places={readings.length + 1}
      cursor={position}
      shown={observations[Math.min(position, observations.length - 1)]}
      onSeek={onSeek}
    />
  );
}

interface OutlookProps {
  rows: Props["outlook"];
  places: number;
  cursor: string;
  onSeek: (place: number) => void;
}

function Outlook({ rows, places, cursor, onSeek }: OutlookProps) {
  return (
    <div className="strip">
      {rows.map(({ name, tone, values }) => (
        <div className="row" key={name}>
          <p className="small">
            <span className="name">{name}</span>
          </p>
          <Plot places={places} onSeek={onSeek}>
            <Band values={values} kind="area" tone={tone} domain={[0, 64]} />
            <span className="cursor" style={{ left: cursor }} />
          </Plot>
        </div>
      ))}
    </div>
  );
}

function Step(props: { label: string; mark: string; isOff: boolean; act: () => void }) {
  return (
    <button
      type="button"
      className="button step"
      aria-label={props.label}
      disabled={props.isOff}
      onClick={props.act}
    >
      {props.mark}
    </button>
  );
}

function Go() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 2v12l10-6z" />
    </svg>
  );
}

function Pause() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3 2h4v12H3zM9 2h4v12H9z" />
    </svg>
  );
}

/** The place on its axis; the end of the past for what was never accepted. */
function positionOf(moment: Moment, readings: readonly Reading[]): number {
  if (moment.at === "ahead") return moment.epochs;
  if (moment.at === "now") return readings.length;
  const place = countUpTo(readings, moment.epoch) - 1;
  return readings[place]?.epoch === moment.epoch ? place : readings.length;
}

function wordsOf(
  moment: Moment,
  readings: readonly Reading[],
  present: number,
  epochSeconds: number,
): string {
  const timeOf = (epoch: number) => instant(epoch * epochSeconds);
  if (moment.at === "ahead") {
    return `Forecast: ${timeOf(present + moment.epochs)}, ${number((moment.epochs * epochSeconds) / 86_400, 1)} days ahead`;
  }
  const reading = readings[positionOf(moment, readings)];
  if (!reading) return `Now, ${timeOf(present)}`;
  const { codeRank, tempCentiC } = reading.observation;
  return `${timeOf(reading.epoch)}: ${weatherOf(codeRank)}, ${temperature(tempCentiC)}`;
}
