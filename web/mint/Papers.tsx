// A list, a proof or a voucher: dropped, chosen or pasted. It is read on this machine and sent nowhere.
import { useId, useState } from "react";
import { Drop } from "../components/Drop.tsx";
import { PapersError } from "./list.ts";

interface PapersProps<T> {
  /** What can be handed in, in a sentence. */
  children: string;
  /** On the button. */
  label: string;
  /** @throws PapersError */
  parse: (text: string) => T;
  onRead: (papers: T) => void;
}

/** More than any list of ten thousand. */
const MOST_BYTES = 32 << 20;

export function Papers<T>({ children, label, parse, onRead }: PapersProps<T>) {
  const id = useId();
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState<string>();
  const read = (content: string) => {
    try {
      const papers = parse(content);
      setTrouble(undefined);
      onRead(papers);
    } catch (error) {
      if (!(error instanceof PapersError)) throw error;
      setTrouble(error.message);
    }
  };
  return (
    <div className="stack">
      <Drop
        label={label}
        onFile={(file) => {
          if (file.size > MOST_BYTES) {
            setTrouble(`${file.name} is far too large to be meant here. Choose another file.`);
          } else {
            file.text().then(read, () => setTrouble(`${file.name} could not be read. Try again.`));
          }
        }}
      >
        {children}
      </Drop>
      <div className="field">
        <label htmlFor={id}>Or paste it</label>
        <textarea
          id={id}
          className="input paste"
          rows={3}
          spellCheck={false}
          value={text}
          aria-invalid={trouble !== undefined}
          onChange={(event) => {
            const pasted = event.currentTarget.value;
            setText(pasted);
            if (pasted.trim() === "") setTrouble(undefined);
            else read(pasted);
          }}
        />
      </div>
      <div role="alert">{trouble && <p className="notice bad">{trouble}</p>}</div>
    </div>
  );
}
