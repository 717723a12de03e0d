// Portraits of any moment of a life, made here and kept for a while: whoever drags time to and fro sees each again at
// once.
import { type Portrait, portraitOf } from "../portrait.ts";
import { isDrawnHere, type Life, sceneAt } from "./life.ts";

const KEPT = 400;

/** Draws an accepted epoch since the birth; undefined where another contract draws it. */
export type Pictures = (epoch: number) => Portrait | undefined;

/** `present` lends what stands beside every picture. */
export function picturesOf(life: Life, { gathered: { label } }: Portrait): Pictures {
  const kept = new Map<number, Portrait>();
  return (epoch) => {
    if (!isDrawnHere(life, epoch)) return undefined;
    const portrait = kept.get(epoch) ?? portraitOf({ ...sceneAt(life, epoch), label });
    kept.delete(epoch);
    kept.set(epoch, portrait);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return portrait;
  };
}
