// Two honest visitors find the same lie: who is told what.
import { describe, expect, it } from "vitest";
import { raceOf } from "../../web/verify/race.ts";

const ME = "0x00000000000000000000000000000000000000aA";
const OTHER = "0x00000000000000000000000000000000000000bB";
const stand = { fallen: true, felledBy: OTHER, fellAt: 100, intended: false } as const;
const facts = { challenger: ME, stand, since: 0n, isFinal: false } as const;

describe("raceOf", () => {
  it("default: a root that stands is open to anybody", () => {
    expect(raceOf({ ...facts, stand: { ...stand, fallen: false } })).toEqual({ kind: "open" });
  });

  it("behavior: whoever felled it is told so, and safe only by an intent or the decision", () => {
    const mine = { ...stand, felledBy: ME.toLowerCase() as typeof ME };
    expect(raceOf({ ...facts, stand: mine })).toEqual({ kind: "won", isSafe: false });
    const intended = { ...mine, intended: true };
    expect(raceOf({ ...facts, stand: intended })).toEqual({ kind: "won", isSafe: true });
    expect(raceOf({ ...facts, stand: mine, isFinal: true })).toMatchObject({ isSafe: true });
  });

  it("behavior: an older intent takes precedence over a bare challenge, until the decision", () => {
    expect(raceOf({ ...facts, since: 99n })).toEqual({ kind: "ours-to-take", by: OTHER });
    const lost = { kind: "lost", by: OTHER, withIntent: false };
    // In the block of the fall it came too late.
    expect(raceOf({ ...facts, since: 100n })).toEqual(lost);
    expect(raceOf({ ...facts, since: 99n, isFinal: true })).toEqual(lost);
  });

  it("behavior: over another's intent nothing takes precedence", () => {
    const intended = { ...stand, intended: true };
    const lost = { kind: "lost", by: OTHER, withIntent: true };
    expect(raceOf({ ...facts, stand: intended, since: 1n })).toEqual(lost);
  });
});
