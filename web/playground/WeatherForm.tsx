// The weather of the moment.
import { OBSERVATION_RANGES } from "../../renderer/observation.ts";
import { Choice } from "../components/Choice.tsx";
import { ageOf, duration, millimetres, number, temperature, weatherOf, wind } from "../words.ts";
import { PRESET_NAMES, withPreset } from "./presets.ts";
import { Slider } from "./Slider.tsx";
import type { Specimen } from "./specimen.ts";
import { bearingOf, windFrom } from "./wind.ts";

const EPOCH_MINUTES = 420;
const KINDS = Array.from({ length: OBSERVATION_RANGES.codeRank[1] + 1 }, (_, rank) => rank);

export interface FormProps {
  specimen: Specimen;
  onChange: (specimen: Specimen) => void;
}

export function WeatherForm({ specimen, onChange }: FormProps) {
  const { now } = specimen;
  const set = (part: Partial<Specimen["now"]>) =>
    onChange({ ...specimen, now: { ...now, ...part } });
  const bearing = bearingOf(now);
  return (
    <>
      <fieldset className="field">
        <legend>All at once</legend>
        <div className="cluster">
          {PRESET_NAMES.map((name) => (
            <button
              key={name}
              type="button"
              className="button small"
              onClick={() => onChange(withPreset(specimen, name))}
            >
              {name}
            </button>
          ))}
        </div>
      </fieldset>
      <div className="fields">
        <Choice
          label="Kind"
          value={String(now.codeRank)}
          onChoose={(value) => set({ codeRank: Number(value) })}
          options={KINDS.map((rank) => [String(rank), weatherOf(rank)])}
        />
      </div>
      <Slider
        label="Temperature"
        value={now.tempCentiC}
        min={-4_000}
        max={4_800}
        step={50}
        words={temperature(now.tempCentiC)}
        onChange={(tempCentiC) => set({ tempCentiC })}
      />
      <Slider
        label="Rain or snow"
        value={now.precipCentiMm}
        min={0}
        max={5_000}
        step={20}
        words={millimetres(now.precipCentiMm)}
        onChange={(precipCentiMm) => set({ precipCentiMm })}
      />
      <Slider
        label="Cloud"
        value={now.cloudPct}
        min={0}
        max={100}
        words={`${number(now.cloudPct)} %`}
        onChange={(cloudPct) => set({ cloudPct })}
      />
      <Slider
        label="Wind"
        value={now.windSpeedCms}
        min={0}
        max={3_500}
        step={10}
        words={wind(now.windEastCms, now.windNorthCms, now.windSpeedCms)}
        onChange={(speed) => set(windFrom(bearing, speed))}
      />
      <Slider
        label="Wind from"
        value={bearing}
        min={0}
        max={355}
        step={5}
        words={`${number(bearing)}°`}
        onChange={(degrees) => set(windFrom(degrees, now.windSpeedCms))}
      />
      <Slider
        label="Sunshine in the epoch"
        value={now.sunMinutes}
        min={0}
        max={EPOCH_MINUTES}
        step={10}
        words={duration(now.sunMinutes)}
        onChange={(sunMinutes) => set({ sunMinutes })}
      />
      <Slider
        label="Frost in the epoch"
        value={now.frostMinutes}
        min={0}
        max={EPOCH_MINUTES}
        step={10}
        words={duration(now.frostMinutes)}
        onChange={(frostMinutes) => set({ frostMinutes })}
      />
      <Slider
        label="Without news for"
        value={specimen.weatherAge}
        min={0}
        max={12}
        words={ageOf(specimen.weatherAge)}
        onChange={(weatherAge) => onChange({ ...specimen, weatherAge })}
      />
    </>
  );
}
