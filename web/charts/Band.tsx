// One row of a strip of charts: a line or bars over a common axis of places, drawn to its own scale. The words
// are the caller's: a chart is for the eye, and says nothing by itself.
import { scaleLinear } from "d3-scale";
import { area, curveMonotoneX, line } from "d3-shape";
import { memo } from "react";
import { type Point, peaks, thin } from "./thin.ts";

/** Units of a chart across; it is stretched to whatever room there is. */
export const CHART_WIDTH = 1_000;
const CHART_HEIGHT = 100;
/** More points than this no screen tells apart. */
const STRETCHES = 500;

export interface BandProps {
  /** What is drawn, by place on the axis. */
  values: readonly number[];
  kind: "line" | "area" | "bars";
  /** A class that gives it a colour: `chart-temperature`, `chart-rain`, `chart-snow`, `chart-sun`, `chart-wind`. */
  tone: string;
  /** The least and the most that the height stands for; values beyond are drawn at the edge. */
  domain: readonly [number, number];
  /** How many places the axis has; more than there are values leaves room at its end. */
  places?: number;
}

/** The horizontal place of a value on the axis, in chart units. */
export function placeX(index: number, places: number): number {
  return places < 2 ? 0 : (index / (places - 1)) * CHART_WIDTH;
}

/** Drawn again only when its values change: the cursor over it moves alone. */
export const Band = memo(function Band({ values, kind, tone, domain, places }: BandProps) {
  const last = Math.max(1, (places ?? values.length) - 1);
  const x = scaleLinear([0, last], [0, CHART_WIDTH]);
  const y = scaleLinear(domain, [CHART_HEIGHT, 0]).clamp(true);
  return (
    <svg
      className={`band ${tone}`}
      viewBox={`0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {kind === "bars" ? (
        <path className="bars" d={barsOf(values, x, y, last)} />
      ) : (
        <path className={kind} d={curveOf(values, kind, x, y)} />
      )}
    </svg>
  );
});

type Scale = (value: number) => number;

function curveOf(values: readonly number[], kind: "line" | "area", x: Scale, y: Scale): string {
  const points = thin(values, STRETCHES);
  if (kind === "area") {
    const draw = area<Point>(
      (p) => x(p.x),
      CHART_HEIGHT,
      (p) => y(p.y),
    ).curve(curveMonotoneX);
    return draw(points) ?? "";
  }
  const draw = line<Point>(
    (p) => x(p.x),
    (p) => y(p.y),
  ).curve(curveMonotoneX);
  return draw(points) ?? "";
}

/** All bars as one path: a thousand elements would cost more than the picture above them. */
function barsOf(values: readonly number[], x: Scale, y: Scale, last: number): string {
  const bars = peaks(values, STRETCHES);
  const wide = Math.max(1.2, Math.min(14, (0.7 * CHART_WIDTH) / Math.min(last + 1, STRETCHES)));
  return bars
    .filter((bar) => y(bar.y) < CHART_HEIGHT)
    .map((bar) => {
      const left = (x(bar.x) - wide / 2).toFixed(1);
      return `M${left},${CHART_HEIGHT}V${y(bar.y).toFixed(1)}h${wide.toFixed(1)}V${CHART_HEIGHT}z`;
    })
    .join("");
}
