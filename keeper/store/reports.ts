/** What reporters of this machine have said: one word of each for each epoch, and never another. */
import type { Address, Hex } from "viem";
import type { Database } from "./database.ts";

/** A word and whom it is from, before it is signed. */
export interface Word {
  readonly chainId: number;
  readonly climate: Address;
  readonly epoch: bigint;
  readonly signer: Address;
  readonly observations: Hex;
  /** JSON: for each station, where its numbers are from. */
  readonly sources: string;
}

export type WordKey = Omit<Word, "observations" | "sources">;

/** What has been said, and how something is said once and for all. */
export interface Words {
  /** The word that was given, or null. */
  given(key: WordKey): Promise<Word | null>;
  /**
   * Gives the word: the first one stands, whoever comes second gets it back. Only then may it be signed, so that
   * nobody ever holds two different ones, however often the process was killed between the two.
   */
  give(word: Word): Promise<Word>;
}

export function openWords(db: Database): Words {
  async function given(key: WordKey): Promise<Word | null> {
    const { chainId, climate, epoch, signer } = key;
    const { rows } = await db.query<{ observations: Hex; sources: string }>(
      `SELECT observations, sources FROM reports
       WHERE chain_id = $1 AND climate = $2 AND epoch = $3 AND signer = $4`,
      idOf(key),
    );
    return rows[0] === undefined ? null : { chainId, climate, epoch, signer, ...rows[0] };
  }
  return {
    given,
    give: async (word) => {
      await db.query(
        `INSERT INTO reports (chain_id, climate, epoch, signer, observations, sources)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        [...idOf(word), word.observations, word.sources],
      );
      return (await given(word))!;
    },
  };
}

function idOf({ chainId, climate, epoch, signer }: WordKey): unknown[] {
  return [chainId, climate.toLowerCase(), epoch.toString(), signer.toLowerCase()];
}
