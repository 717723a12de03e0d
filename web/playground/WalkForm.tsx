// The walk to another plant: where to, how far, and on its own.
import { useEffect, useRef, useState } from "react";
import { randomGenome } from "./GenomeForm.tsx";
import { geneOf, wordsOf } from "./genes.ts";
import { Slider } from "./Slider.tsx";
import type { Bench } from "./useBench.ts";

/** One step in per cent, and how long each is seen. */
const STEP = 1;
const STEP_MS = 140;
/** How long a step waits for its sky: then the walk goes on without. */
const PATIENCE_MS = 900;

interface Props {
  bench: Bench;
  change: (next: (bench: Bench) => Bench) => void;
  /** The sky of the step that is shown stands there. */
  isPainted: boolean;
}

export function WalkForm({ bench, change, isPainted }: Props) {
  const { to, share } = bench;
  const [isPlaying, setPlaying] = useState(false);
  const isOver = share >= 100;
  const act = useRef(change);
  act.current = change;
  useEffect(() => {
    if (!isPlaying) return;
    if (isOver) return setPlaying(false);
    const next = Math.min(100, share + STEP);
    const timer = setTimeout(
      () => act.current((now) => ({ ...now, share: next })),
      isPainted ? STEP_MS : PATIENCE_MS,
    );
    return () => clearTimeout(timer);
  }, [isPlaying, isOver, share, isPainted]);

  if (!to) {
    return (
      <>
        <p className="hint">
          Step by step from this plant to another: amounts glide, choices change one after the
          other, and every step is a plant that could be.
        </p>
        <div className="cluster">
          <button
            type="button"
            className="button"
            onClick={() => change((now) => ({ ...now, to: randomGenome(), share: 0 }))}
          >
            Walk to a random plant
          </button>
        </div>
      </>
    );
  }
  const words = `${share} % of the way to a ${wordsOf("species", geneOf(to, "species"))}, ${wordsOf("school", geneOf(to, "school"))}`;
  return (
    <>
      <Slider
        label="The walk"
        value={share}
        min={0}
        max={100}
        words={words}
        onChange={(value) => change((now) => ({ ...now, share: value }))}
      />
      <div className="cluster">
        <button
          type="button"
          className="button"
          onClick={() => {
            if (isOver) change((now) => ({ ...now, share: 0 }));
            setPlaying(!isPlaying || isOver);
          }}
        >
          {isPlaying ? "Pause" : isOver ? "Walk it again" : "Walk"}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            setPlaying(false);
            change((now) => ({ ...now, to: randomGenome(), share: 0 }));
          }}
        >
          Another way
        </button>
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            setPlaying(false);
            change((now) => ({ ...now, to: undefined, share: 0 }));
          }}
        >
          Go back to where it began
        </button>
      </div>
    </>
  );
}
