// Which moment of a plant is looked at. The address says so once time rests; while it is dragged or played the page
// runs ahead of the address, since browsers allow it to change only so often.
import { useCallback, useEffect, useState } from "react";
import { parseSearch, replaceRoute, useSearch } from "../router.ts";

/** The present, an epoch that was accepted, or some epochs after the present. */
export type Moment =
  | { at: "now" }
  | { at: "past"; epoch: number }
  | { at: "ahead"; epochs: number };

const NOW: Moment = { at: "now" };
/** Time rests after so long without a move, in ms. */
const REST_MS = 350;

export interface Moments {
  /** What the picture shows. */
  moment: Moment;
  /** What the rest of the page is about: the last moment at which time rested. */
  rested: Moment;
  isMoving: boolean;
  /** Goes to a moment; `isHeld` while more moves are to be expected for long. */
  go: (moment: Moment, isHeld?: boolean) => void;
}

export function useMoment(tokenId: number, epoch: number | undefined): Moments {
  const [search] = useSearch();
  const rested = momentOf(epoch, search.ahead);
  const [held, setHeld] = useState<{ moment: Moment; isHeld: boolean }>();
  useEffect(() => {
    if (!held || held.isHeld) return;
    const timer = setTimeout(() => {
      write(tokenId, held.moment);
      setHeld(undefined);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [held, tokenId]);
  const go = useCallback((moment: Moment, isHeld = false) => setHeld({ moment, isHeld }), []);
  return { moment: held?.moment ?? rested, rested, isMoving: held !== undefined, go };
}

function momentOf(epoch: number | undefined, ahead: string | undefined): Moment {
  if (epoch !== undefined) return { at: "past", epoch };
  const epochs = Number(ahead);
  return Number.isInteger(epochs) && epochs > 0 ? { at: "ahead", epochs } : NOW;
}

function write(tokenId: number, moment: Moment): void {
  // What else the address says is other features' business.
  const { ahead: _, ...rest } = parseSearch(window.location.hash);
  replaceRoute({ page: "token", tokenId, epoch: epochOf(moment) }, { ...rest, ...aheadOf(moment) });
}

function epochOf(moment: Moment): number | undefined {
  return moment.at === "past" ? moment.epoch : undefined;
}

function aheadOf(moment: Moment): { ahead?: string } {
  return moment.at === "ahead" ? { ahead: String(moment.epochs) } : {};
}
