// What a plant has lived through: its age, its week, its frosts, its holder's choices, its sky model.
import { Choice } from "../components/Choice.tsx";
import { count, duration, millimetres, number, temperature } from "../words.ts";
import { Slider } from "./Slider.tsx";
import { type Lifetime, WEEK_EPOCHS, type Week, weekOf } from "./specimen.ts";
import type { FormProps } from "./WeatherForm.tsx";

const EPOCH_MINUTES = 420;
const EPOCHS_A_YEAR = 1252;
/** The slider's end: what it says is cubed, so that a seedling's days are as easy to set as an old plant's years. */
const AGE_STEPS = 100;
const OLDEST = 12 * EPOCHS_A_YEAR;
/** Minutes of frost that leave the first scar; each doubling leaves another. */
const FIRST_SCAR = 1_680;

export function LifeForm({ specimen, onChange, models }: FormProps & { models: number }) {
  const { age, week, life } = specimen;
  const seen = Math.max(1, week.observed);
  const mean = (value: number) => Math.round(value / seen);
  const setWeek = (part: Partial<Omit<Week, "observed">>) => {
    const each = {
      rainCentiMm: mean(week.rainCentiMm),
      sunMinutes: mean(week.sunMinutes),
      frostMinutes: mean(week.frostMinutes),
      windEastCms: mean(week.windEastCms),
      tempCentiC: mean(week.tempCentiC),
    };
    onChange({ ...specimen, week: weekOf({ ...each, ...part }, week.observed || WEEK_EPOCHS) });
  };
  const setLife = (part: Partial<Lifetime>) =>
    onChange({ ...specimen, life: { ...life, ...part } });
  const lived = Math.max(1, life.observed);
  const scars = scarsOf(life.frostMinutes);
  const ties = Math.max(0, specimen.decisions - specimen.moves);
  return (
    <>
      <Slider
        label="Age"
        value={Math.round(AGE_STEPS * Math.cbrt(Math.max(0, age) / OLDEST))}
        min={0}
        max={AGE_STEPS}
        words={ageWords(age)}
        onChange={(step) => {
          const years = Math.round((step / AGE_STEPS) ** 3 * OLDEST);
          // As wet a life as before, and as cold, over more or fewer epochs.
          const rain = Math.round((life.rainCentiMm / lived) * Math.max(1, years));
          onChange({
            ...specimen,
            age: years,
            life: { ...life, observed: Math.max(1, years), rainCentiMm: rain },
          });
        }}
      />
      <fieldset className="field">
        <legend>The week before, in each epoch</legend>
        <Slider
          label="Rain"
          value={mean(week.rainCentiMm)}
          min={0}
          max={1_000}
          step={10}
          words={millimetres(mean(week.rainCentiMm))}
          onChange={(rainCentiMm) => setWeek({ rainCentiMm })}
        />
        <Slider
          label="Temperature of the week"
          value={mean(week.tempCentiC)}
          min={-3_000}
          max={4_000}
          step={50}
          words={temperature(mean(week.tempCentiC))}
          onChange={(tempCentiC) => setWeek({ tempCentiC })}
        />
        <Slider
          label="Sunshine"
          value={mean(week.sunMinutes)}
          min={0}
          max={EPOCH_MINUTES}
          step={10}
          words={duration(mean(week.sunMinutes))}
          onChange={(sunMinutes) => setWeek({ sunMinutes })}
        />
        <Slider
          label="Frost"
          value={mean(week.frostMinutes)}
          min={0}
          max={EPOCH_MINUTES}
          step={10}
          words={duration(mean(week.frostMinutes))}
          onChange={(frostMinutes) => setWeek({ frostMinutes })}
        />
        <Slider
          label="Wind to the east"
          value={mean(week.windEastCms)}
          min={-1_200}
          max={1_200}
          step={20}
          words={`${number(mean(week.windEastCms) / 100, 1)} m/s`}
          onChange={(windEastCms) => setWeek({ windEastCms })}
        />
      </fieldset>
      <fieldset className="field">
        <legend>Its life</legend>
        <Slider
          label="Rain of its life, in each epoch"
          value={Math.round(life.rainCentiMm / lived)}
          min={0}
          max={200}
          step={5}
          words={millimetres(Math.round(life.rainCentiMm / lived))}
          onChange={(rain) => setLife({ observed: lived, rainCentiMm: rain * lived })}
        />
        <Slider
          label="Frost scars"
          value={scars}
          min={0}
          max={7}
          words={
            scars === 0 ? "none" : `${scars}, from ${number(life.frostMinutes / 60)} h of frost`
          }
          onChange={(value) =>
            setLife({ frostMinutes: value === 0 ? 0 : FIRST_SCAR * 2 ** (value - 1) })
          }
        />
      </fieldset>
      <fieldset className="field">
        <legend>Its holder's choices</legend>
        <Slider
          label="Moves"
          value={specimen.moves}
          min={0}
          max={5}
          words={count(specimen.moves, "graft")}
          onChange={(moves) => onChange({ ...specimen, moves, decisions: moves + ties })}
        />
        <Slider
          label="Other choices"
          value={ties}
          min={0}
          max={7}
          words={count(ties, "tie")}
          onChange={(value) => onChange({ ...specimen, decisions: specimen.moves + value })}
        />
        <label className="tick">
          <input
            type="checkbox"
            checked={specimen.pinned}
            onChange={(event) => onChange({ ...specimen, pinned: event.currentTarget.checked })}
          />
          Pinned at this epoch
        </label>
      </fieldset>
      <div className="fields">
        <Choice
          label="Sky model"
          value={String(specimen.model)}
          onChoose={(value) => onChange({ ...specimen, model: Number(value) })}
          options={modelsOf(models, specimen.model).map((id) => [
            String(id),
            id < models ? `Model ${id}` : `Model ${id}, not in the register`,
          ])}
        />
      </div>
    </>
  );
}

function modelsOf(models: number, own: number): number[] {
  const all = Array.from({ length: models }, (_, id) => id);
  return own < models ? all : [...all, own];
}

/** As many as phenotype.ts counts. */
function scarsOf(frostMinutes: number): number {
  return Math.min(
    7,
    frostMinutes < FIRST_SCAR ? 0 : 1 + Math.floor(Math.log2(frostMinutes / FIRST_SCAR)),
  );
}

function ageWords(age: number): string {
  if (age < EPOCHS_A_YEAR) return count(Math.max(0, age), "epoch");
  return `${number(age / EPOCHS_A_YEAR, 1)} years, ${count(age, "epoch")}`;
}
