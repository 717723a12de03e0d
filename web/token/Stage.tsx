// The picture itself, as large as the page allows, its label under it, and whatever is lit in it.
import { type Ref, useEffect, useRef } from "react";
import { Artwork } from "../components/Artwork.tsx";
import type { Portrait } from "../portrait.ts";
import { useModel } from "../queries/model.ts";
import { skyOf } from "../skies.ts";
import { type Effect, Spotlight } from "./Spotlight.tsx";

/** While time moves, the first alone: integers paint it within a frame or two. */
const MOVING = [60] as const;
const RESTING = [60, 240] as const;
/** What is painted in advance of moments that may be looked at next. */
const AHEAD = 60;

interface Props {
  ref?: Ref<HTMLDivElement>;
  portrait: Portrait;
  isMoving: boolean;
  effect: Effect | undefined;
  /** What may be looked at next. */
  neighbours: () => readonly Portrait[];
}

export function Stage({ ref, portrait, isMoving, effect, neighbours }: Props) {
  const { data: model } = useModel(portrait.sky?.modelId ?? 0);
  const prefetch = useRef<AbortController>(undefined);
  const latest = useRef(neighbours);
  latest.current = neighbours;
  useEffect(() => () => prefetch.current?.abort(), []);

  const paintAhead = async () => {
    if (!model) return;
    prefetch.current?.abort();
    prefetch.current = new AbortController();
    const { signal } = prefetch.current;
    for (const { sky } of latest.current()) {
      if (!sky || signal.aborted) continue;
      const { latent, condition } = sky;
      await skyOf({ model: model.bytes, modelHash: model.hash, latent, condition }, AHEAD, signal);
    }
  };
  const sizes = isMoving ? MOVING : RESTING;
  return (
    <div className="stage" ref={ref}>
      <Artwork
        portrait={portrait}
        sizes={sizes}
        isSharp={!isMoving}
        detailed
        onPainted={({ size }) => {
          if (size < RESTING[1]) return;
          paintAhead().catch(() => {
            // Nobody waits for what may never be looked at.
          });
        }}
      >
        {effect && <Spotlight portrait={portrait} effect={effect} />}
      </Artwork>
    </div>
  );
}
