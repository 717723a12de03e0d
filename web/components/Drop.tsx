// Where a file can be dropped, or chosen.
import { type ReactNode, useId, useRef, useState } from "react";

interface Props {
  /** What can be dropped here, in a sentence. */
  children: ReactNode;
  /** On the button. */
  label: string;
  onFile: (file: File) => void;
  disabled?: boolean;
}

export function Drop({ children, label, onFile, disabled = false }: Props) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const words = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same by keyboard.
    <div
      className={isOver ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file && !disabled) onFile(file);
      }}
    >
      <p id={words}>{children}</p>
      <button
        type="button"
        className="button small"
        aria-describedby={words}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          // So that the same file can be chosen again.
          target.value = "";
          if (file) onFile(file);
        }}
      />
    </div>
  );
}
