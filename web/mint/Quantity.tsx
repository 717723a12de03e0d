// How many plants, with a button on either side for those who would rather not type.
import { useId } from "react";

interface QuantityProps {
  value: number;
  most: number;
  onChange: (value: number) => void;
}

export function Quantity({ value, most, onChange }: QuantityProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>How many</label>
      <div className="quantity">
        <button
          type="button"
          className="button"
          aria-label="One fewer"
          disabled={value <= 1}
          onClick={() => onChange(value - 1)}
        >
          −
        </button>
        <input
          id={id}
          className="input numbers"
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          required
          value={value}
          onChange={(event) => {
            const wanted = event.currentTarget.valueAsNumber;
            if (Number.isInteger(wanted)) onChange(Math.max(1, Math.min(most, wanted)));
          }}
        />
        <button
          type="button"
          className="button"
          aria-label="One more"
          disabled={value >= most}
          onClick={() => onChange(value + 1)}
        >
          +
        </button>
      </div>
    </div>
  );
}
