// A map of the world by day and night, with places on it. Who does not see it has the list of places beside it, so
// the map itself is hidden from screen readers and takes no place in the order of the keyboard.
import { useMemo } from "react";
import { LABEL_GAP, sidesOf } from "./labels.ts";
import { useLand } from "./land.ts";
import { GLOBE, GRATICULE, MAP_HEIGHT, MAP_WIDTH, nightAt, placeOnMap } from "./projection.ts";
import "../styles/map.css";

export interface Place {
  id: number;
  name: string;
  latMicroDeg: number;
  lonMicroDeg: number;
}

interface Props {
  places: readonly Place[];
  chosen: number | undefined;
  onChoose: (id: number) => void;
  /** The moment whose day and night are drawn, in Unix seconds. */
  time: number;
}

/** More places than this have no room for their names; the chosen one keeps its own. */
const MOST_NAMES = 12;

export function WorldMap({ places, chosen, onChoose, time }: Props) {
  const land = useLand();
  const night = useMemo(() => nightAt(time), [time]);
  const spots = places.map(({ latMicroDeg, lonMicroDeg, ...place }) => {
    const [x, y] = placeOnMap(latMicroDeg, lonMicroDeg);
    return { ...place, x, y, isNamed: places.length <= MOST_NAMES || place.id === chosen };
  });
  const named = spots.filter(({ isNamed }) => isNamed);
  const sides = new Map(sidesOf(named).map((side, i) => [named[i]!.id, side]));
  return (
    <svg className="map" viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`} aria-hidden="true">
      <path className="globe" d={GLOBE} />
      <path className="graticule" d={GRATICULE} />
      <path className="land" d={land} />
      <path className="night" d={night} />
      {spots.map(({ id, name, x, y, isNamed }) => {
        const isLeft = sides.get(id) === "left";
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the map does the same by keyboard.
          <g
            key={id}
            className="place"
            data-chosen={id === chosen || undefined}
            transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
            onClick={() => onChoose(id)}
          >
            <circle className="reach" r={16} />
            <circle className="dot" r={id === chosen ? 6 : 4.5} />
            {isNamed && (
              <text
                x={isLeft ? -LABEL_GAP : LABEL_GAP}
                y={6.5}
                textAnchor={isLeft ? "end" : "start"}
              >
                {name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
