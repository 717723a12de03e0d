// A token's state in one word, as `statesOf` answers. Twin of contracts/types/StateWord.sol, which has the
// table of bits.
export interface State {
  station: number;
  model: number;
  artVersion: number;
  /** Zero while the plant follows the weather. */
  pinnedEpoch: number;
  /** Zero before its birth. */
  birthEpoch: number;
  /** At most 255. */
  moves: number;
  /** The nonce of the choice in force; zero before any. */
  decisions: number;
}

/** After every epoch that anything can count from: the state there is what was chosen last. */
export const NEWEST = 2n ** 40n - 1n;

export function unpackState(word: bigint): State {
  const bits = (from: bigint, count: number) => Number(BigInt.asUintN(count, word >> from));
  return {
    station: bits(0n, 16),
    model: bits(16n, 16),
    artVersion: bits(32n, 16),
    pinnedEpoch: bits(48n, 40),
    birthEpoch: bits(88n, 40),
    moves: bits(128n, 8),
    decisions: bits(136n, 24),
  };
}
