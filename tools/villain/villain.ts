import type { Head } from "../../keeper/chain/rpc.ts";

export interface Villain {
  /** Looks at the chain and does what its play wants done. @param step seconds to the next block. */
  turn(head: Head, step: bigint): Promise<void>;
}
