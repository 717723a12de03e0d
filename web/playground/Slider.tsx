// An amount, with its unit in words.
import { useId } from "react";

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  /** The value as it is read and spoken. */
  words: string;
  onChange: (value: number) => void;
}

export function Slider({ label, value, min, max, step = 1, words, onChange }: Props) {
  const id = useId();
  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      {/* The slider speaks these words itself. */}
      <output htmlFor={id} className="numbers soft" aria-live="off">
        {words}
      </output>
      <input
        id={id}
        className="range"
        type="range"
        min={min}
        max={max}
        step={step}
        value={Math.max(min, Math.min(max, value))}
        aria-valuetext={words}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
