// What a visitor has filled in: kept outside the forms, which are drawn anew when the wallet answers or declines, the
// account changes, or the visitor has been on another page.
import { useCallback, useState } from "react";
import type { Papers } from "./list.ts";
import { DRAWN } from "./order.ts";
import type { Way } from "./terms.ts";
import type { SignedVoucher } from "./voucher.ts";

export interface Draft {
  way: Way | undefined;
  quantity: number;
  /** A station, or `DRAWN`. */
  home: number;
  /** The list or the proof that was handed in. */
  papers: Papers | undefined;
  voucher: SignedVoucher | undefined;
}

export interface Drafting {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

const BLANK: Draft = {
  way: undefined,
  quantity: 1,
  home: DRAWN,
  papers: undefined,
  voucher: undefined,
};

/** What is used up once the plants are minted. */
export const ORDERED: Partial<Draft> = { way: undefined, quantity: 1, voucher: undefined };

let kept = BLANK;

/** The same draft for as long as the app is open. */
export function useDraft(): Drafting {
  const [draft, setDraft] = useState(kept);
  const change = useCallback((part: Partial<Draft>) => {
    kept = { ...kept, ...part };
    setDraft(kept);
  }, []);
  return { draft, change };
}
