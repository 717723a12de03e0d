// Weather over a series of epochs: one thin row for each field, all over one axis, with a cursor where the reader
// looks. Long series are thinned, so ten thousand epochs cost no more than five hundred.
import { type PointerEvent, type ReactNode, useMemo } from "react";
import type { Observation } from "../../renderer/observation.ts";
import { Band, CHART_WIDTH, placeX } from "./Band.tsx";
import { weatherBands } from "./weather.ts";
import "../styles/charts.css";

interface Props {
  observations: readonly Observation[];
  /** How many places the axis has. Default: one for each observation. */
  places?: number;
  /** The place that is looked at; undefined for none. */
  cursor?: number | undefined;
  /** What is told beside each row; the one at the cursor where it is left out. */
  shown?: Observation | undefined;
  /** Hears of the place that a pointer is dragged to. The same must be within reach of a keyboard elsewhere. */
  onSeek?: (place: number) => void;
}

export function WeatherStrip({
  observations,
  places = observations.length,
  cursor,
  shown,
  onSeek,
}: Props) {
  const bands = useMemo(() => weatherBands(observations), [observations]);
  if (observations.length < 2) return null;
  const at = shown ?? (cursor === undefined ? undefined : observations[cursor]);
  return (
    <div className="strip">
      {bands.map((band) => (
        <div className="row" key={band.field}>
          <p className="small">
            <span className="name">{band.name}</span>{" "}
            <span className="soft numbers">{at ? band.words(at) : band.range}</span>
          </p>
          <Plot places={places} onSeek={onSeek}>
            <Band
              values={band.values}
              kind={band.kind}
              tone={band.tone}
              domain={band.domain}
              places={places}
            />
            {cursor !== undefined && (
              <span
                className="cursor"
                style={{ left: `${(placeX(cursor, places) / CHART_WIDTH) * 100}%` }}
              />
            )}
          </Plot>
        </div>
      ))}
    </div>
  );
}

interface PlotProps {
  places: number;
  onSeek: Props["onSeek"] | undefined;
  children: ReactNode;
}

/** One plot; where somebody listens, a pointer that is pressed on it names places. */
export function Plot({ places, onSeek, children }: PlotProps) {
  if (!onSeek) return <div className="plot">{children}</div>;
  const seek = ({ currentTarget, clientX }: PointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (clientX - left) / width));
    onSeek(Math.round(share * (places - 1)));
  };
  return (
    <div
      className="plot seekable"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seek(event);
      }}
    >
      {children}
    </div>
  );
}
