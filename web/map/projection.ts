// The world on a flat page. Equal Earth: areas are true, so no station's country looks larger than another's.
import { geoCircle, geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { subsolarPoint } from "./subsolar.ts";

/** Units across and down; stretched to whatever room there is. */
export const MAP_WIDTH = 960;
export const MAP_HEIGHT = 468;

const projection = geoEqualEarth().fitExtent(
  [
    [1, 1],
    [MAP_WIDTH - 1, MAP_HEIGHT - 1],
  ],
  { type: "Sphere" },
);
const path = geoPath(projection).digits(1);

/** Where a place lies on the map. */
export function placeOnMap(latMicroDeg: number, lonMicroDeg: number): readonly [number, number] {
  return projection([lonMicroDeg / 1e6, latMicroDeg / 1e6]) ?? [0, 0];
}

/** A shape as the `d` of an SVG path. */
export function outlineOf(shape: Parameters<typeof path>[0]): string {
  return path(shape) ?? "";
}

export const GLOBE = outlineOf({ type: "Sphere" });
export const GRATICULE = outlineOf(geoGraticule10());

/** The half of the world that lies in the dark at a moment, in Unix seconds. */
export function nightAt(time: number): string {
  const [longitude, latitude] = subsolarPoint(time);
  const antipode: [number, number] = [longitude > 0 ? longitude - 180 : longitude + 180, -latitude];
  return outlineOf(geoCircle().center(antipode).radius(90)());
}
