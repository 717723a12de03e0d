// Dawnvine: for now a bare stalk. Twin of contracts/art/species/Dawnvine.sol.
import { grow } from "../shapes.ts";
import { FOOT_X, FOOT_Y, grown, type Study, stalk } from "../study.ts";

export function dawnvine(s: Study): void {
  stalk(s, grow(FOOT_X, FOOT_Y, 0, grown(s, 900), s.lean, s.nod), 22, 13);
}
