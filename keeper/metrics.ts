/**
 * Everything that an operator can plot or be woken by, in one catalogue. Units are Prometheus's base units, and ether:
 * a float holds an amount of wei only roughly. tools/dashboard draws these, tools/dashboard/alerts.yml watches them.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { formatEther } from "viem";

const PREFIX = "heliotrope_keeper_";

/** From a query to a slow turn, in seconds. */
const SHORT = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** From one token to an epoch of ten thousand on a laptop, in seconds. */
const LONG = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400];

export type Metrics = ReturnType<typeof createMetrics>;

/** A registry of its own for each keeper: several may run in one process, as they do in tests. */
export function createMetrics() {
  const registry = new Registry();
  const counter = <T extends string = never>(name: string, help: string, labelNames: T[] = []) =>
    new Counter({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] });
  const gauge = <T extends string = never>(name: string, help: string, labelNames: T[] = []) => {
    const made = new Gauge({ name: `${PREFIX}${name}`, help, labelNames, registers: [registry] });
    // Nothing until it is set: a keeper that has just begun has no balance of zero, and is not 56 years late.
    if (labelNames.length === 0) made.remove();
    return made;
  };
  const histogram = <T extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: T[] = [],
  ) =>
    new Histogram({
      name: `${PREFIX}${name}`,
      help,
      buckets,
      labelNames,
      registers: [registry],
    });
  collectDefaultMetrics({ register: registry });

  return {
    registry,
    info: gauge("info", "1, with who this is in its labels.", ["keeper", "chain_id", "backend"]),

    // The loop and the chain.
    turns: counter("turns_total", "Turns of the loop that were finished."),
    turnSeconds: histogram("turn_seconds", "How long a turn of the loop took.", SHORT),
    trouble: gauge("trouble", "1 for what does not work now and is tried again, 0 once it does.", [
      "step",
    ]),
    stepFailures: counter("step_failures_total", "Steps of a turn that did not finish.", ["step"]),
    block: gauge("chain_block", "The block that the last turn acted on."),
    blockTime: gauge("chain_block_timestamp_seconds", "That block's own time."),
    turnTime: gauge("turn_timestamp_seconds", "When the last turn was finished."),
    baseFee: gauge("chain_base_fee_ether", "Base fee of the newest block, for one unit of gas."),
    rpcRequests: counter("rpc_requests_total", "Requests to nodes.", ["node", "outcome"]),
    rpcSeconds: histogram("rpc_request_seconds", "How long nodes took to answer.", SHORT, ["node"]),
    nodeUp: gauge("rpc_up", "1 where the node answered when it was last asked.", ["node"]),
    reorganisations: counter("chain_reorganisations_total", "Reorganisations that were seen."),

    // Epochs and the almanac.
    gridEpoch: gauge("epoch_grid", "The grid's present epoch."),
    lastEpoch: gauge("epoch_accepted", "The last epoch whose weather was accepted."),
    revealedEpoch: gauge("epoch_revealed", "The newest epoch that this keeper revealed."),
    recentEpochs: gauge("epochs_recent", "Epochs that are still spoken of, by their state here.", [
      "outcome",
    ]),
    supply: gauge("epoch_tokens", "Tokens born by the last accepted epoch."),
    epochs: counter("epochs_total", "Epochs by what became of them here.", ["outcome"]),
    openDemands: gauge("demands_open", "Demands to see what lies under roots, not settled yet."),
    fallen: counter("roots_fallen_total", "Roots that fell while this keeper watched.", ["whose"]),
    locked: gauge("bonds_locked", "Commits of this keeper whose bonds are locked."),
    bond: gauge("bond_ether", "What one commit locks."),
    free: gauge("bond_free_ether", "What lies in the almanac for this keeper, and is not locked."),
    bondLimit: gauge("bond_limit_ether", "BOND_LIMIT_ETHER."),

    // Money.
    balance: gauge("balance_ether", "What the key has to pay for gas."),
    epochCost: gauge("epoch_cost_ether", "What an epoch costs at the present price of gas."),
    epochReward: gauge("epoch_reward_ether", "What the last epoch that was judged has brought."),
    epochsLeft: gauge("epochs_left", "Epochs that the balance pays for at that price."),
    fees: counter("fees_ether_total", "Paid for gas.", ["kind"]),
    gas: counter("gas_total", "Gas used.", ["kind"]),

    // Transactions.
    transactions: counter("transactions_total", "Intents by what became of them.", [
      "kind",
      "outcome",
    ]),
    replacements: counter("replacements_total", "Transactions signed anew with a higher fee."),
    pending: gauge("intents_pending", "Intents that are not settled.", ["status"]),
    capReached: gauge("fee_cap_reached", "Transactions that wait with their fee at MAX_FEE_GWEI."),
    nonceRepairs: counter("nonce_repairs_total", "Mends of the nonce stream.", ["repair"]),

    // Painting.
    painted: counter("tokens_painted_total", "Rasters painted, by whom.", ["worker", "backend"]),
    stageSeconds: histogram("stage_seconds", "Stages of an epoch's rendering.", LONG, ["stage"]),
    progress: gauge("render_done_ratio", "How far the epoch is painted that is being painted."),
    batches: gauge("batches_outstanding", "Batches of tokens that workers have not delivered."),
    deliveries: gauge("deliveries_waiting", "Delivered rasters that are not checked yet."),
    workers: gauge("workers", "Workers, by what is thought of them.", ["state"]),
    checks: counter("checks_total", "Checks of what workers delivered.", ["check", "outcome"]),
    distrusts: counter("workers_distrusted_total", "Workers that were found to paint wrong."),

    // Weather.
    sourceUp: gauge("source_up", "1 where the source answered when it was last asked.", ["source"]),
    sourceReads: counter("source_reads_total", "Questions to sources.", ["source", "outcome"]),
    sourceTime: gauge("source_success_timestamp_seconds", "When the source last answered.", [
      "source",
    ]),
    reports: counter("reports_total", "Signed reports, by who signed.", ["reporter", "outcome"]),

    // Publishing.
    pins: counter("pins_total", "Epochs handed to pinning services.", ["service", "outcome"]),
    pinsPending: gauge("pins_pending", "Epochs that a service does not have yet.", ["service"]),
    published: gauge("published_bytes", "Size of the last epoch that was published."),

    // Several processes.
    leaseHeld: gauge("lease_held", "1 while this process may sign for its key."),
    leaseFence: gauge("lease_fence", "The lease's fence: it rises with each holder."),
    leaseRenewals: counter("lease_renewals_total", "Renewals of the lease.", ["outcome"]),
    databaseUp: gauge("database_up", "1 where the database answered when it was last asked."),
    databaseErrors: counter("database_errors_total", "Queries that the database did not answer."),

    // The HTTP API.
    requests: counter("http_requests_total", "Requests that were answered.", ["route", "status"]),
    requestSeconds: histogram("http_request_seconds", "How long answers took.", SHORT, ["route"]),
    refusals: counter("http_refusals_total", "Requests that were refused, and why.", ["reason"]),
    cards: counter("cards_total", "Sharing cards that were drawn.", ["outcome"]),
  };
}

/** An amount of wei as metrics say it. */
export function etherOf(wei: bigint): number {
  return Number(formatEther(wei));
}
