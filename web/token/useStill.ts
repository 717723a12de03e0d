// The portrait of a moment of one plant: of the present from the chain, of the past from its life in memory, of what
// is ahead from the present alone.
import { useMemo } from "react";
import { type Portrait, portraitOf } from "../portrait.ts";
import { usePortrait } from "../queries/portraits.ts";
import { ahead } from "./forecast.ts";
import type { Pictures } from "./pictures.ts";
import type { Moment } from "./useMoment.ts";

interface From {
  present: Portrait;
  /** Undefined until its life has been read. */
  pictures: Pictures | undefined;
  epochSeconds: number;
  /** While time moves, nothing is asked for. */
  isMoving: boolean;
}

/** Undefined while it is being read from the chain. */
export function useStill(
  moment: Moment,
  { present, pictures, epochSeconds, isMoving }: From,
): Portrait | undefined {
  const past = moment.at === "past" ? moment.epoch : undefined;
  const known = useMemo(
    () => (past === undefined ? undefined : pictures?.(past)),
    [pictures, past],
  );
  const isAsked = past !== undefined && known === undefined && !isMoving;
  // What is not drawn here is asked for; without a question this is the present, which is here already.
  const { data: answered, isPlaceholderData } = usePortrait(
    present.tokenId,
    isAsked ? past : undefined,
  );
  const steps = moment.at === "ahead" ? moment.epochs : 0;
  const forecast = useMemo(() => {
    const scene = steps > 0 ? ahead(present.gathered, steps, epochSeconds) : undefined;
    return scene && portraitOf(scene);
  }, [present, steps, epochSeconds]);
  if (past === undefined) return forecast ?? present;
  return known ?? (isPlaceholderData ? undefined : answered);
}
