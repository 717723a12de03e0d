// Where the plants shall be born: drawn by germination, or at a station of one's choice, from the list or on the map.
import { type ComponentProps, type ComponentType, lazy, Suspense, useId } from "react";
import { useStations } from "../queries/stations.ts";
import { coordinates, temperature, weatherOf } from "../words.ts";
import { DRAWN } from "./order.ts";

interface HomeProps {
  value: number;
  onChange: (home: number) => void;
  /** Seconds, of the newest block: the map shows its day and night. */
  time: number;
}

type MapProps = ComponentProps<typeof import("../map/WorldMap.tsx")["WorldMap"]>;

/** After the form, and never in its way: the list does without a map that does not come. */
const WorldMap = lazy<ComponentType<MapProps>>(() =>
  import("../map/WorldMap.tsx").then(
    (map) => ({ default: map.WorldMap }),
    () => ({ default: () => null }),
  ),
);

export function Home({ value, onChange, time }: HomeProps) {
  const id = useId();
  const { data: stations } = useStations();
  const chosen = stations?.find(({ station }) => station === value);
  return (
    <>
      <div className="field">
        <label htmlFor={id}>Home</label>
        <select
          id={id}
          className="input"
          value={value}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        >
          <option value={DRAWN}>Let germination draw it</option>
          {stations?.map((station) => (
            <option key={station.station} value={station.station}>
              {station.name}, {coordinates(station.latMicroDeg, station.lonMicroDeg)}
            </option>
          ))}
        </select>
        <p className="hint">
          The weather of this place shapes the plant; you can move it later.
          {chosen?.observed && (
            <>
              {" "}
              Last seen there: {weatherOf(chosen.observation.codeRank).toLowerCase()},{" "}
              {temperature(chosen.observation.tempCentiC)}.
            </>
          )}
        </p>
      </div>
      <div className="homes">
        {stations && (
          <Suspense>
            <WorldMap
              places={stations.map((each) => ({ ...each, id: each.station }))}
              chosen={chosen?.station}
              onChoose={onChange}
              time={time}
            />
          </Suspense>
        )}
      </div>
    </>
  );
}
