/** What the dashboard shows, row by row: tools/dashboard/heliotrope.json is made from this, and a test compares. */

export type Unit = "short" | "s" | "percentunit" | "bytes" | "ETH" | "reqps" | "bool_on_off";

export interface Query {
  readonly expr: string;
  /** How its lines are called; Grafana fills in labels between double braces. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  readonly text: string;
  readonly kind: "stat" | "timeseries";
  readonly unit: Unit;
  /** Columns of 24. */
  readonly width: number;
  readonly queries: readonly Query[];
  /** Where a stat turns red: below, or above. */
  readonly red?: { readonly below: number } | { readonly above: number };
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const K = "heliotrope_keeper_";
/** One keeper, or all of them: the variable at the top of the dashboard. */
const I = 'instance=~"$instance"';
const one = (expr: string, legend = ""): Query[] => [{ expr, legend }];
const gauge = (name: string, more = "") => `${K}${name}{${I}${more}}`;
const rate = (name: string, by: string, more = "") =>
  `sum by (${by}) (rate(${K}${name}{${I}${more}}[$__rate_interval]))`;
const inADay = (name: string, by: string, more = "") =>
  `sum by (${by}) (increase(${K}${name}{${I}${more}}[1d]))`;
const slowest = (name: string, by: string) =>
  `histogram_quantile(0.95, sum by (${by}, le) (rate(${K}${name}_bucket{${I}}[$__rate_interval])))`;

export const ROWS: readonly Row[] = [
  {
    title: "Is it well?",
    panels: [
      stat("Trouble", "Steps that do not work now and are tried again.", "short", {
        queries: one(`sum(${gauge("trouble")})`),
        red: { above: 1 },
      }),
      stat(
        "Missed",
        "Epochs of the last day that this keeper could have revealed and did not.",
        "short",
        {
          queries: one(`sum(increase(${K}epochs_total{${I},outcome="missed"}[1d]))`),
          red: { above: 1 },
        },
      ),
      stat(
        "Behind",
        "Epochs between the last that was accepted and the last that was revealed.",
        "short",
        {
          queries: one(`max(${gauge("epoch_accepted")} - ${gauge("epoch_revealed")})`),
          red: { above: 3 },
        },
      ),
      stat("Epochs of gas left", "What the key's balance pays for at the present price.", "short", {
        queries: one(`min(${gauge("epochs_left")})`),
        red: { below: 20 },
      }),
      stat("Lease", "Processes that hold the lease of their key: one for each key.", "short", {
        queries: one(`sum(${gauge("lease_held")})`),
        red: { below: 1 },
      }),
      stat(
        "Workers distrusted",
        "Workers that were found to paint wrong since the start.",
        "short",
        {
          queries: one(`sum(${gauge("workers_distrusted_total")})`),
          red: { above: 1 },
        },
      ),
    ],
  },
  {
    title: "Epochs",
    panels: [
      lines(
        "Epochs",
        "The grid's epoch, the last accepted, and the last revealed here.",
        "short",
        8,
        [
          { expr: `max(${gauge("epoch_grid")})`, legend: "grid" },
          { expr: `max(${gauge("epoch_accepted")})`, legend: "accepted" },
          { expr: `max(${gauge("epoch_revealed")})`, legend: "revealed" },
        ],
      ),
      lines("Epochs, by what became of them", "In the last day.", "short", 8, [
        { expr: inADay("epochs_total", "outcome"), legend: "{{outcome}}" },
      ]),
      lines(
        "Age of the block that was acted on",
        "The machine's clock against the chain's.",
        "s",
        8,
        [{ expr: `time() - ${gauge("turn_timestamp_seconds")}`, legend: "last turn {{instance}}" }],
      ),
    ],
  },
  {
    title: "Painting",
    panels: [
      lines("Tokens painted", "Rasters in a second, by who painted them.", "short", 8, [
        {
          expr: rate("tokens_painted_total", "worker, backend"),
          legend: "{{worker}} on {{backend}}",
        },
      ]),
      lines("Stages of an epoch", "The slowest twentieth.", "s", 8, [
        { expr: slowest("stage_seconds", "stage"), legend: "{{stage}}" },
      ]),
      lines("Queue", "Batches with workers, and rasters that wait to be checked.", "short", 8, [
        { expr: `sum(${gauge("batches_outstanding")})`, legend: "batches" },
        { expr: `sum(${gauge("deliveries_waiting")})`, legend: "deliveries" },
        { expr: `sum by (state) (${gauge("workers")})`, legend: "workers {{state}}" },
      ]),
    ],
  },
  {
    title: "Money",
    panels: [
      lines("Balance and bonds", "Of the keeper's key, and in the almanac.", "ETH", 8, [
        { expr: gauge("balance_ether"), legend: "{{instance}} balance" },
        { expr: gauge("bond_free_ether"), legend: "{{instance}} free in the almanac" },
        {
          expr: `${gauge("bonds_locked")} * ${gauge("bond_ether")}`,
          legend: "{{instance}} locked",
        },
      ]),
      lines("Paid for gas", "In the last day, by what was done.", "ETH", 8, [
        { expr: inADay("fees_ether_total", "kind"), legend: "{{kind}}" },
      ]),
      lines("An epoch's cost and reward", "At the present price of gas.", "ETH", 8, [
        { expr: gauge("epoch_cost_ether"), legend: "{{instance}} cost" },
        { expr: gauge("epoch_reward_ether"), legend: "{{instance}} reward" },
      ]),
    ],
  },
  {
    title: "Transactions and chain",
    panels: [
      lines("Transactions", "In the last day, by what became of them.", "short", 8, [
        {
          expr: inADay("transactions_total", "kind, outcome"),
          legend: "{{kind}} {{outcome}}",
        },
      ]),
      lines("In flight", "Intents that are not settled; fees at their limit.", "short", 8, [
        { expr: `sum by (status) (${gauge("intents_pending")})`, legend: "{{status}}" },
        { expr: `sum(${gauge("fee_cap_reached")})`, legend: "at MAX_FEE_GWEI" },
        { expr: `sum(${gauge("replacements_total")})`, legend: "replaced since the start" },
      ]),
      lines(
        "Nodes",
        "Requests in a second, by place in RPC_URL and what came of them.",
        "reqps",
        8,
        [
          { expr: rate("rpc_requests_total", "node, outcome"), legend: "{{node}} {{outcome}}" },
          {
            expr: `increase(${K}chain_reorganisations_total{${I}}[$__rate_interval])`,
            legend: "reorganisations",
          },
        ],
      ),
    ],
  },
  {
    title: "Weather and publishing",
    panels: [
      lines("Sources", "1 where the source answered when it was last asked.", "bool_on_off", 8, [
        { expr: gauge("source_up"), legend: "{{source}}" },
      ]),
      lines("Weather submitted", "In the last day, by what became of it.", "short", 8, [
        { expr: inADay("transactions_total", "outcome", ',kind="observe"'), legend: "{{outcome}}" },
      ]),
      lines("Pins", "Epochs that services have, and those that wait.", "short", 8, [
        {
          expr: `sum by (service, outcome) (${gauge("pins_total")})`,
          legend: "{{service}} {{outcome}}",
        },
        { expr: `sum by (service) (${gauge("pins_pending")})`, legend: "{{service}} waits" },
      ]),
    ],
  },
  {
    title: "Process and API",
    panels: [
      lines("Memory", "Resident, and what JavaScript holds of it.", "bytes", 8, [
        { expr: `process_resident_memory_bytes{${I}}`, legend: "{{instance}} resident" },
        { expr: `nodejs_heap_size_used_bytes{${I}}`, legend: "{{instance}} heap" },
      ]),
      lines("A turn of the loop", "The slowest twentieth.", "s", 8, [
        { expr: slowest("turn_seconds", "instance"), legend: "{{instance}}" },
      ]),
      lines("HTTP API", "Requests in a second, by status; refusals by reason.", "reqps", 8, [
        { expr: rate("http_requests_total", "status"), legend: "{{status}}" },
        { expr: rate("http_refusals_total", "reason"), legend: "refused: {{reason}}" },
      ]),
    ],
  },
];

function stat(
  title: string,
  text: string,
  unit: Unit,
  more: Pick<Panel, "queries" | "red">,
): Panel {
  return { title, text, unit, kind: "stat", width: 4, ...more };
}

function lines(
  title: string,
  text: string,
  unit: Unit,
  width: number,
  queries: readonly Query[],
): Panel {
  return { title, text, unit, kind: "timeseries", width, queries };
}
