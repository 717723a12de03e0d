// Who and what the stage is about: how many plants, which one the lies are told of, and who plays whom.

export const TOKENS = 12;
/** The token whose pixels and paths the lying epochs are about. */
export const SUBJECT = 4;
/** The pixel that one root gets wrong. */
export const WRONG_PIXEL = { x: 131, y: 77 };
export const SIDE = 240;

/** Accounts of anvil. Seven to nine hold the plants, and play besides; ten and eleven are free. */
export const REPORTERS = [1, 2, 3, 4];
export const KEEPER = 5;
/** Two honest keepers, one that lies, one that never opens its seal. */
export const PLAYERS = { honest: 6, second: 7, liar: 8, silent: 9 } as const;
export type Player = keyof typeof PLAYERS;

/** How an epoch is told to the page. */
export type Story =
  | "honest"
  | "wrong-pixel"
  | "tampered-path"
  | "tampered-leaf"
  | "unserved"
  | "unrevealed";
