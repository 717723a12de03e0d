// Who felled a root, and whether that can still change: two honest visitors may find the same lie. Pure, as the
// contract has it (contracts/almanac/Challenges.sol).
import type { Address } from "viem";

export type Race =
  /** Nobody has felled it. */
  | { kind: "open" }
  /** The visitor did. `isSafe` unless an older intent of somebody else's may still take precedence. */
  | { kind: "won"; isSafe: boolean }
  /** Somebody did without an intent, and the visitor's is older: a challenge now takes precedence. */
  | { kind: "ours-to-take"; by: Address }
  | { kind: "lost"; by: Address; withIntent: boolean };

interface Facts {
  challenger: Address;
  stand: { fallen: boolean; felledBy: Address; fellAt: number; intended: boolean };
  /** The block of the visitor's intent; zero where there is none. */
  since: bigint;
  isFinal: boolean;
}

export function raceOf({ challenger, stand, since, isFinal }: Facts): Race {
  const { fallen, felledBy, fellAt, intended } = stand;
  if (!fallen) return { kind: "open" };
  if (felledBy.toLowerCase() === challenger.toLowerCase()) {
    return { kind: "won", isSafe: intended || isFinal };
  }
  const isOlder = since !== 0n && since < BigInt(fellAt);
  if (!intended && !isFinal && isOlder) return { kind: "ours-to-take", by: felledBy };
  return { kind: "lost", by: felledBy, withIntent: intended };
}
