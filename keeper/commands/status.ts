/** `status`: how a keeper is, from the chain and from its own API. */
import { loadDeployment } from "../chain/deployment.ts";
import { connect } from "../chain/rpc.ts";
import { type EpochLine, readEpochs } from "../money/epochs.ts";
import { readFacts } from "../money/facts.ts";
import { keepingOf } from "../money/keeping.ts";
import { moneyLines } from "../money/report.ts";
import { lookAt, type Sight, whoseAffairs } from "../money/sight.ts";
import { columns } from "../money/table.ts";
import { alertOf } from "../money/watch.ts";
import { count, gwei, moment, span } from "../money/words.ts";
import type { Given } from "../settings/read.ts";

const SHOWN_EPOCHS = 8;

export async function status({ settings, flags }: Given<"status">): Promise<number> {
  const rpc = await connect(settings.rpcUrls);
  const { contracts } = await loadDeployment(rpc, settings.deployment);
  const sight = await lookAt(settings.host, settings.port);
  const keeper = whoseAffairs(flags.keeper, sight);
  const { tipWei: tip, bondLimit, alertEpochs } = settings;
  const reports = settings.reporterKeys.length + settings.reporters.length > 0;
  const [facts, { now, current, lines }, block] = await Promise.all([
    readFacts({ rpc, contracts, keeper, tip, bondLimit, reports }),
    readEpochs({ rpc, contracts }, keeper, SHOWN_EPOCHS),
    rpc.client.getBlockNumber(),
  ]);
  const keeping = keepingOf(facts);
  const alerts = [
    ...alertsOf(sight, keeper, rpc.chainId),
    ...lines.filter(({ here }) => here === "fallen" || here === "not revealed").map(lossOf),
    ...[alertOf(keeping, alertEpochs, facts.epochSeconds)].filter((alert) => alert !== null),
  ];
  if (flags.json) {
    const all = { keeper, chainId: rpc.chainId, block, now, epoch: current, ...sight };
    console.log(toJson({ ...all, epochs: lines, facts, keeping, alerts }));
  } else {
    const { health } = sight;
    const runs =
      health === null
        ? `nobody answers at ${sight.url}`
        : `${health.status} at ${sight.url}, block ${count(health.block)}, paints on ${health.backend}`;
    const chain = `${rpc.chainId}, block ${count(block)}, ${moment(now)}, epoch ${current}, base fee ${gwei(facts.baseFee)}`;
    console.log(
      [
        ...columns(
          [
            ["keeper", keeper],
            ["chain", chain],
            ["runs", runs],
          ],
          "",
        ),
        "",
        "Epochs",
        ...(lines.length === 0 ? ["  none yet"] : columns(rowsOf(lines, now))),
        "",
        "Money",
        ...moneyLines(facts, keeping),
        "",
        "Alerts",
        ...(alerts.length === 0 ? ["none"] : alerts).map((line) => `  ${line}`),
      ].join("\n"),
    );
  }
  return alerts.length === 0 ? 0 : 1;
}

function alertsOf({ url, health }: Sight, keeper: string, chainId: number): string[] {
  if (health === null) {
    return [`No keeper answers at ${url}. Start it, or point HOST and PORT at where it runs.`];
  }
  if (health.keeper.toLowerCase() !== keeper.toLowerCase() || health.chainId !== chainId) {
    return [`The keeper at ${url} is ${health.keeper} on chain ${health.chainId}, another one.`];
  }
  return health.trouble.map((what) => `It has trouble with "${what}"; its log says why.`);
}

function lossOf({ epoch, here }: EpochLine): string {
  return here === "fallen"
    ? `The root for epoch ${epoch} has fallen, and its bond is lost: run "audit --epoch ${epoch}".`
    : `The commit to epoch ${epoch} was not revealed: a quarter of its bond is lost.`;
}

function rowsOf(lines: readonly EpochLine[], now: bigint): string[][] {
  return [
    ["epoch", "accepted", "plants", "here", "almanac", ""],
    ...lines.map(({ epoch, acceptedAt, tokens, here, almanac, until, openDemands }) => [
      `${epoch}`,
      moment(acceptedAt),
      count(tokens),
      here,
      WAITS[almanac] + (openDemands > 0 ? `, ${openDemands} demands` : ""),
      until === null ? "" : `until ${moment(until)}, ${span(Number(until - now))} left`,
    ]),
  ];
}

const WAITS: Readonly<Record<EpochLine["almanac"], string>> = {
  commits: "takes commits",
  reveals: "takes reveals",
  challenges: "takes challenges",
  answers: "waits for answers",
  judgement: "may be judged",
  decided: "decided",
  void: "void",
  empty: "no root stands",
};

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? `${one}` : one), 2);
}
