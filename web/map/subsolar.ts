// Where the sun stands overhead, as the Astronomical Almanac's low-precision formulae have it: good to a hundredth
// of a degree, and a map shows half a degree at most. The art has its own sun, in integers (renderer/sun.ts).
const DAY_SECONDS = 86_400;
/** 1 January 2000, 12:00 UTC. */
const J2000_SECONDS = 946_728_000;
const RADIANS = Math.PI / 180;

/** Longitude (-180..180) and latitude in degrees, at a moment in Unix seconds. */
export function subsolarPoint(time: number): [longitude: number, latitude: number] {
  const days = (time - J2000_SECONDS) / DAY_SECONDS;
  const meanLongitude = 280.46 + 0.9856474 * days;
  const anomaly = (357.528 + 0.9856003 * days) * RADIANS;
  const ecliptic =
    (meanLongitude + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RADIANS;
  const tilt = (23.439 - 0.0000004 * days) * RADIANS;
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(ecliptic), Math.cos(ecliptic)) / RADIANS;
  const latitude = Math.asin(Math.sin(tilt) * Math.sin(ecliptic)) / RADIANS;
  const sidereal = 280.46062 + 360.98564737 * days;
  return [wrap(ascension - sidereal), latitude];
}

function wrap(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
