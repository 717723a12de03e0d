// One of several, by name.

interface Props {
  label: string;
  value: string;
  onChoose: (value: string) => void;
  /** Values with their words. */
  options: readonly (readonly [value: string, words: string])[];
}

export function Choice({ label, value, onChoose, options }: Props) {
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="input"
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
