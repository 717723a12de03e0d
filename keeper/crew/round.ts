/**
 * What of an epoch is still to be painted, and who has it in hand. Every token is wanted, then open (in a batch that
 * was sent), then kept; it goes back to wanted when its batch was lost, or its worker was sent away.
 */
import type { Wanted, Work } from "./crew.ts";

/** Tokens of a batch: enough to fill a device, few enough that a lost batch costs little. */
const MOST_TOKENS = 8;
/** Batches grow smaller towards the end, so that nobody waits long for the last one. */
const SHARES = 16;
/** Tokens that are sent out at once: it bounds the deliveries, and memory, however large the supply. */
const MOST_OPEN = 2_048;

export interface Round {
  /** The next batch, or null when nothing more may be sent now. */
  next(): Promise<readonly Wanted[] | null>;
  /** The batch has been sent. */
  sent(batch: string, tokens: readonly Wanted[]): void;
  /** What the token is painted from, while somebody is to paint it. */
  inputsOf(tokenId: number): Wanted["inputs"] | undefined;
  /** The token needs no painting any more. */
  kept(tokenId: number): void;
  /** Tokens that were kept already are wanted again. */
  redo(tokens: readonly Wanted[]): void;
  /** Nobody has the batch in hand any more: what is missing of it is wanted again. Returns how many. */
  lost(batch: string, delivered: ReadonlySet<number>): number;
  /** Batches of which tokens are missing, and the tokens. */
  open(): ReadonlyMap<string, ReadonlySet<number>>;
  isDone(): boolean;
}

export function openRound({ count, wanted }: Pick<Work, "count" | "wanted">): Round {
  const open = new Map<number, { readonly token: Wanted; readonly batch: string }>();
  const batches = new Map<string, Set<number>>();
  const again = new Map<number, Wanted>();
  let left = count;
  let isExhausted = false;
  /** Taken from the reader, and not sent yet. */
  let inTransit = 0;

  function close(tokenId: number): void {
    const known = open.get(tokenId);
    if (known === undefined) return;
    open.delete(tokenId);
    const batch = batches.get(known.batch);
    batch?.delete(tokenId);
    if (batch?.size === 0) batches.delete(known.batch);
  }

  async function take(): Promise<Wanted | null> {
    for (const [tokenId, token] of again) {
      again.delete(tokenId);
      return token;
    }
    if (isExhausted) return null;
    const { value, done } = await wanted.next();
    if (done === true) {
      isExhausted = true;
      return null;
    }
    left--;
    return value;
  }

  return {
    next: async () => {
      if (open.size >= MOST_OPEN) return null;
      const size = Math.ceil((Math.max(left, 0) + again.size) / SHARES);
      const tokens: Wanted[] = [];
      while (tokens.length < Math.min(MOST_TOKENS, Math.max(1, size))) {
        const token = await take();
        if (token === null) break;
        inTransit++;
        tokens.push(token);
      }
      return tokens.length === 0 ? null : tokens;
    },
    sent: (batch, tokens) => {
      inTransit -= tokens.length;
      batches.set(batch, new Set(tokens.map(({ tokenId }) => tokenId)));
      for (const token of tokens) open.set(token.tokenId, { token, batch });
    },
    inputsOf: (tokenId) => open.get(tokenId)?.token.inputs,
    kept: close,
    redo: (tokens) => {
      for (const token of tokens) if (!open.has(token.tokenId)) again.set(token.tokenId, token);
    },
    lost: (batch, delivered) => {
      const missing = [...(batches.get(batch) ?? [])].filter((id) => !delivered.has(id));
      for (const id of missing) {
        const { token } = open.get(id)!;
        close(id);
        again.set(id, token);
      }
      return missing.length;
    },
    open: () => batches,
    isDone: () => isExhausted && open.size === 0 && again.size === 0 && inTransit === 0,
  };
}
