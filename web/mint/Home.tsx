// Where the plants shall be born: drawn by germination, or at a station of one's choice.
import { useId } from "react";
import { useStations } from "../queries/stations.ts";
import { coordinates, temperature, weatherOf } from "../words.ts";
import { DRAWN } from "./order.ts";

interface HomeProps {
  value: number;
  onChange: (home: number) => void;
}

export function Home({ value, onChange }: HomeProps) {
  const id = useId();
  const { data: stations } = useStations();
  const chosen = stations?.find(({ station }) => station === value);
  return (
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
  );
}
