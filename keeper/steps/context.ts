import type { Logger } from "pino";
import type { Contracts } from "../chain/deployment.ts";
import type { Rpc } from "../chain/rpc.ts";
import type { Sender } from "../chain/sender.ts";
import type { Crew } from "../crew/crew.ts";
import type { Peers } from "../game/peers.ts";
import type { Metrics } from "../metrics.ts";
import type { Publisher } from "../publish/publisher.ts";
import type { ModelShelf } from "../render/models.ts";
import type { Pool } from "../render/pool.ts";
import type { Store } from "../store/open.ts";
import type { StartBar } from "../terminal.ts";
import type { Bureau } from "../weather/bureau.ts";

/** What every step works with. It holds no memory of what was done: that is on chain, or in the store. */
export interface Context {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly sender: Sender;
  readonly bureau: Bureau;
  readonly store: Store;
  /** Paints single pictures here: what an answer shows, what a check needs. */
  readonly pool: Pool;
  /** Paints epochs, wherever. */
  readonly crew: Crew;
  readonly models: ModelShelf;
  readonly confirmations: bigint;
  readonly keepEpochs: number;
  /** The first block in which the contracts may have spoken. */
  readonly startBlock: bigint;
  /** Other keepers' APIs. */
  readonly peers: Peers;
  /** Wei that this keeper may have lying in the almanac by its own deposits, and in demands that are not settled. */
  readonly bondLimit: bigint;
  readonly demandLimit: bigint;
  /** Hands revealed epochs to pinning services; none where the settings name none. */
  readonly publisher?: Publisher;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Shows how far long work has come, where somebody watches. */
  readonly bar?: StartBar;
}
