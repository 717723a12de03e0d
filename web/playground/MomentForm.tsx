// When and where: the day, the hour by the sun of the place, latitude and longitude.
import { Choice } from "../components/Choice.tsx";
import { coordinates, day, instant, number } from "../words.ts";
import { clock, localOf, timeOf } from "./calendar.ts";
import { PLACES } from "./presets.ts";
import { Slider } from "./Slider.tsx";
import type { FormProps } from "./WeatherForm.tsx";

export function MomentForm({ specimen, onChange }: FormProps) {
  const { time, latMicroDeg, lonMicroDeg, place } = specimen;
  const local = localOf(time, lonMicroDeg);
  const setLocal = (part: Partial<typeof local>) =>
    onChange({ ...specimen, time: timeOf({ ...local, ...part }, lonMicroDeg) });
  /** The clock there stays what it was, wherever there is. */
  const move = (name: string, lat: number, lon: number) =>
    onChange({
      ...specimen,
      place: name,
      latMicroDeg: lat,
      lonMicroDeg: lon,
      time: timeOf(local, lon),
    });
  const known = PLACES.some(([name]) => name === place);
  return (
    <>
      <Slider
        label="Hour"
        value={local.minute}
        min={0}
        max={1_435}
        step={5}
        words={clock(local.minute)}
        onChange={(minute) => setLocal({ minute })}
      />
      <Slider
        label="Day"
        value={local.day}
        min={0}
        max={364}
        words={day(Date.UTC(local.year, 0, 1 + local.day) / 1000)}
        onChange={(value) => setLocal({ day: value })}
      />
      <Slider
        label="Year"
        value={local.year}
        min={1990}
        max={2060}
        words={String(local.year)}
        onChange={(year) => setLocal({ year })}
      />
      <p className="hint numbers">{instant(time)}</p>
      <div className="fields">
        <Choice
          label="Place"
          value={known ? place : ""}
          onChoose={(name) => {
            const found = PLACES.find((each) => each[0] === name);
            if (found) move(name, microDegrees(found[1]), microDegrees(found[2]));
          }}
          options={[
            ...(known ? [] : [["", place || "Somewhere"] as const]),
            ...PLACES.map(([name]) => [name, name] as const),
          ]}
        />
      </div>
      <Slider
        label="Latitude"
        value={latMicroDeg / 1e6}
        min={-90}
        max={90}
        step={0.5}
        words={`${number(Math.abs(latMicroDeg) / 1e6, 1)}° ${latMicroDeg < 0 ? "S" : "N"}`}
        onChange={(lat) =>
          move(placeAt(microDegrees(lat), lonMicroDeg), microDegrees(lat), lonMicroDeg)
        }
      />
      <Slider
        label="Longitude"
        value={lonMicroDeg / 1e6}
        min={-180}
        max={180}
        step={0.5}
        words={`${number(Math.abs(lonMicroDeg) / 1e6, 1)}° ${lonMicroDeg < 0 ? "W" : "E"}`}
        onChange={(lon) =>
          move(placeAt(latMicroDeg, microDegrees(lon)), latMicroDeg, microDegrees(lon))
        }
      />
    </>
  );
}

function microDegrees(degrees: number): number {
  return Math.round(degrees * 1e6);
}

/** A place without a name is called by where it is. */
function placeAt(latMicroDeg: number, lonMicroDeg: number): string {
  return coordinates(latMicroDeg, lonMicroDeg);
}
