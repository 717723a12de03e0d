// What a plant is born with, gene by gene.
import { type KeyboardEvent, useId, useState } from "react";
import { express, type Genome } from "../../renderer/genome.ts";
import { toHex } from "../../renderer/hex.ts";
import { Choice } from "../components/Choice.tsx";
import { GENES, type GeneName, geneOf, parseGenome, withGene } from "./genes.ts";
import { Slider } from "./Slider.tsx";

const NAMED = ["species", "school", "palette", "mutation"] as const;
const AMOUNTS = ["petals", "layers", "stature"] as const;
const SEEDS = ["land", "clouds", "brush", "mood"] as const;

/** What of it is thrown again. */
const SHORT = { land: "land", clouds: "clouds", brush: "brushwork", mood: "mood" } as const;

interface Props {
  genome: Genome;
  onChange: (genome: Genome) => void;
}

export function GenomeForm({ genome, onChange }: Props) {
  const set = (name: GeneName, value: number) => onChange(withGene(genome, name, value));
  return (
    <>
      <div className="fields">
        {NAMED.map((name) => (
          <Choice
            key={name}
            label={GENES[name].name}
            value={String(geneOf(genome, name) % GENES[name].words.length)}
            onChoose={(value) => set(name, Number(value))}
            options={GENES[name].words.map((words, i) => [String(i), words])}
          />
        ))}
      </div>
      {AMOUNTS.map((name) => (
        <Slider
          key={name}
          label={GENES[name].name}
          value={geneOf(genome, name)}
          min={0}
          max={255}
          words={`${geneOf(genome, name)} of 255`}
          onChange={(value) => set(name, value)}
        />
      ))}
      <fieldset className="field">
        <legend>Left to chance</legend>
        <div className="cluster">
          {SEEDS.map((name) => (
            <button
              key={name}
              type="button"
              className="button small"
              title={GENES[name].about}
              onClick={() => set(name, randomBits(Number(GENES[name].bits)))}
            >
              Other {SHORT[name]}
            </button>
          ))}
        </div>
      </fieldset>
      <WordField genome={genome} onChange={onChange} />
    </>
  );
}

/** The genome as the chain writes it, to be copied or pasted. */
function WordField({ genome, onChange }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const parsed = typed === undefined ? genome : parseGenome(typed);
  const take = () => {
    if (typed !== undefined && parsed) {
      onChange(parsed);
      setTyped(undefined);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") take();
    if (event.key === "Escape") setTyped(undefined);
  };
  return (
    <div className="field">
      <label htmlFor={id}>Genome</label>
      <textarea
        id={id}
        className="input genome"
        rows={2}
        spellCheck={false}
        autoComplete="off"
        value={typed ?? genome}
        aria-invalid={!parsed}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setTyped(event.currentTarget.value.replaceAll("\n", ""))}
        onKeyDown={onKeyDown}
        onBlur={take}
      />
      <p
        id={`${id}-hint`}
        className={parsed ? "hint" : "error"}
        role={parsed ? undefined : "alert"}
      >
        {parsed
          ? "32 bytes. Paste another and press Enter."
          : "This is no genome: up to 64 hexadecimal digits, and not all of them zero."}
      </p>
    </div>
  );
}

/** A genome as germination would draw it, odds included. */
export function randomGenome(): Genome {
  return express(toHex(crypto.getRandomValues(new Uint8Array(32))), 0n, 0);
}

function randomBits(bits: number): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! >>> (32 - bits);
}
