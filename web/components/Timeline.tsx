// The drawing of an epoch. What it shows is said in words beside it, so it has one sentence of its own.
import { useEffect, useId, useRef, useState } from "react";
import type { EpochView } from "../almanac/phase.ts";
import type { Story } from "../almanac/story.ts";
import { standingWords } from "../almanac/telling.ts";
import { type Drawing, drawingOf } from "../almanac/timeline.ts";
import { duration } from "../words.ts";

/** Below this there is no room for how long a window lasts. */
const ROOMY = 560;
const PETALS = [0, 45, 90, 135, 180, 225, 270, 315] as const;

interface Props {
  view: EpochView;
  story: Story;
  now: number;
}

export function Timeline({ view, story, now }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    // Drawn in pixels, so that letters and flowers keep their size on a phone.
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="timeline" ref={frame}>
      {width > 0 && (
        <Plot drawing={drawingOf(view, story, now, width)} title={standingWords(story)} />
      )}
    </div>
  );
}

function Plot({ drawing, title }: { drawing: Drawing; title: string }) {
  const id = useId();
  const { width, height, ground, bands, labelY, sunX, seeds, shoots, stems } = drawing;
  const soil = labelY - 15 - ground;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img">
      <title>{title}</title>
      <clipPath id={`${id}above`}>
        <rect width={width} height={ground} />
      </clipPath>
      <clipPath id={`${id}below`}>
        <rect y={ground} width={width} height={height - ground} />
      </clipPath>
      {bands.map((band) => (
        <g key={band.name} className={band.isNow ? "band now" : "band"}>
          <rect className="sky" x={band.x} width={band.width} height={ground} />
          <rect className="soil" x={band.x} y={ground} width={band.width} height={soil} />
          <text x={band.x + band.width / 2} y={labelY} textAnchor="middle">
            {band.name}
            {width >= ROOMY && band.seconds > 0 && ` ${duration(Math.round(band.seconds / 60))}`}
          </text>
        </g>
      ))}
      <line className="ground" x1={bands[0]?.x} x2={width - 22} y1={ground} y2={ground} />
      {sunX !== undefined && <Sun x={sunX} bottom={ground + soil} />}
      <g clipPath={`url(#${id}below)`}>
        {shoots.map(({ path, fallen }) => (
          <path key={path} className={fallen ? "thread fallen" : "thread"} d={path} />
        ))}
      </g>
      <g clipPath={`url(#${id}above)`}>
        {shoots.map(({ path, fallen }) => (
          <path key={path} className={fallen ? "shoot fallen" : "shoot"} d={path} />
        ))}
      </g>
      {seeds.map(({ x, y, state }) => (
        <ellipse key={y} className={`seed ${state}`} cx={x} cy={y} rx="4.5" ry="3" />
      ))}
      {stems.map((stem) => (
        <Stem key={stem.letter} stem={stem} />
      ))}
    </svg>
  );
}

function Stem({ stem }: { stem: Drawing["stems"][number] }) {
  const { badge, leaves, letter, path, state, thickness, tip } = stem;
  return (
    <g className={`stem ${state}`}>
      <path className="line" d={path} strokeWidth={thickness} />
      {leaves.map(({ x, y, isUp, isAnswered }, i) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: demands are never taken away, nor moved.
          key={i}
          className={isAnswered ? "leaf answered" : "leaf"}
          d="M 0 0 C 1 -8 6 -12 15 -12 C 15 -4 9 0 0 0 Z"
          transform={`translate(${x} ${y})${isUp ? "" : " scale(1 -1)"}`}
        />
      ))}
      {state === "blossoms" && <Blossom {...tip} />}
      {state === "stands" && <circle className="bud" cx={tip.x} cy={tip.y} r="4.5" />}
      {state === "void" && <circle className="bud" cx={tip.x} cy={tip.y} r="4" />}
      {state === "fallen" && (
        <path className="cross" d={`M ${tip.x - 4} ${tip.y - 4} l 8 8 m 0 -8 l -8 8`} />
      )}
      <circle className="badge" cx={badge.x} cy={badge.y} r="9" />
      <text className="letter" x={badge.x} y={badge.y + 4} textAnchor="middle">
        {letter}
      </text>
    </g>
  );
}

function Blossom({ x, y }: { x: number; y: number }) {
  return (
    <g className="blossom" transform={`translate(${x} ${y})`}>
      {PETALS.map((turn) => (
        <ellipse key={turn} cx="8" rx="6" ry="3.2" transform={`rotate(${turn})`} />
      ))}
      <circle r="4" />
    </g>
  );
}

function Sun({ x, bottom }: { x: number; bottom: number }) {
  return (
    <g className="sun">
      <line className="beam" x1={x} x2={x} y1={22} y2={bottom} />
      <g transform={`translate(${x} 12)`}>
        <circle r="5" />
        {PETALS.map((turn) => (
          <line key={turn} x1="7.5" x2="10" transform={`rotate(${turn})`} />
        ))}
      </g>
    </g>
  );
}
