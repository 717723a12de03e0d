// The demand that comes next on the way down: put, waited for, raised where it no longer pays an answer, and overdue.
import type { Address } from "viem";
import { useConnection } from "wagmi";
import { almanacAbi } from "../../contracts/abi.ts";
import type { TreeNode } from "../../renderer/merkle.ts";
import { nodeWords } from "../almanac/telling.ts";
import { WalletMenu } from "../components/WalletMenu.tsx";
import type { EpochRecord, RootRecord } from "../queries/almanac.ts";
import { hrefOf } from "../router.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { type Call, callOf, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { ether, instant } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import type { Walked } from "./useWalk.ts";

interface Props {
  record: EpochRecord;
  root: RootRecord;
  walked: Walked;
}

export function Turn({ record, root, walked }: Props) {
  const almanac = { address: addressOf(useWorld(), "Almanac"), abi: almanacAbi } as const;
  const transaction = useTransaction();
  const { facts, demands, time } = walked;
  if (!facts || !demands || time === undefined) {
    return (
      <>
        <p className="small soft">Reading from the chain what comes next…</p>
        <TransactionSteps transaction={transaction} />
      </>
    );
  }
  const { node, demand, before } = demands;
  const what = nodeWords(node.height, node.index);
  const until = closesAt(facts, before);
  const place = [BigInt(record.epoch), root.keeper] as const;
  const name = [BigInt(node.height), BigInt(node.index), node.hash] as const;
  const isDemanded = !NOBODY.test(demand.demander);
  const isOverdue = isDemanded && !demand.answeredAt && time >= demand.deadline;
  // What an answer costs at the present base fee is half of what a demand does.
  const isTooLittle = isDemanded && demand.bond * 2n < facts.bond;
  const missing = facts.bond - demand.bond;

  return (
    <>
      {!isDemanded ? (
        <Open {...{ time, until, what }} revealEnds={facts.revealEnds}>
          <Send
            label={`Demand for ${ether(withRoom(facts))}`}
            title={`Demand to see ${what}`}
            transaction={transaction}
            call={callOf({
              ...almanac,
              functionName: "demand",
              args: [...place, asNode(node)],
              value: withRoom(facts),
            })}
          />
        </Open>
      ) : (
        <p className="small" role="status" data-demand={demand.answeredAt ? "answered" : "waiting"}>
          {demand.answeredAt
            ? `Somebody has shown ${what}; it is being read.`
            : isOverdue
              ? `Nobody showed ${what} by ${instant(demand.deadline)}. The root can be felled for it, and the reward goes to whoever demanded.`
              : `To show ${what} is demanded, and pays ${ether(demand.bond)} to whoever does. Somebody must by ${instant(demand.deadline)}.`}{" "}
          What else happens is in{" "}
          <a href={hrefOf({ page: "almanac", epoch: record.epoch })}>the almanac</a>.
        </p>
      )}
      {isDemanded && !demand.answeredAt && isTooLittle && (
        <>
          <p className="small">
            At the present base fee an answer costs more than that, and silence proves nothing until
            it is raised.
          </p>
          <Send
            label={`Raise it by ${ether(missing)}`}
            title="Raise the demand"
            transaction={transaction}
            call={callOf({
              ...almanac,
              functionName: "raise",
              args: [...place, ...name],
              value: missing,
            })}
          />
        </>
      )}
      {isOverdue && !isTooLittle && (
        <Send
          label="Fell the root"
          title="Fell the root for its silence"
          transaction={transaction}
          call={callOf({ ...almanac, functionName: "silence", args: [...place, ...name] })}
        />
      )}
      <TransactionSteps transaction={transaction} />
    </>
  );
}

function Open(props: {
  time: number;
  revealEnds: number;
  until: number;
  what: string;
  children: React.ReactNode;
}) {
  const { time, revealEnds, until, what, children } = props;
  if (time < revealEnds) {
    return <p className="small soft">Demands open at {instant(revealEnds)}.</p>;
  }
  if (time >= until) {
    return (
      <p className="small soft">
        Demands to see {what} closed at {instant(until)}.
      </p>
    );
  }
  return (
    <>
      <p className="small">
        Next: {what}. It can be demanded until {instant(until)}.
      </p>
      {children}
    </>
  );
}

function Send(props: {
  label: string;
  title: string;
  call: Call;
  transaction: ReturnType<typeof useTransaction>;
}) {
  const { label, title, call, transaction } = props;
  const { address } = useConnection();
  if (!address) return <WalletMenu />;
  return (
    <WalletGate>
      <button
        type="button"
        className="button small"
        disabled={isBusy(transaction)}
        onClick={() => transaction.send([call], title)}
      >
        {label}
      </button>
    </WalletGate>
  );
}

const NOBODY = /^0x0{40}$/;

/** Until when the node can be demanded: a late answer to the one above leaves time for what follows from it. */
function closesAt(
  { challengeEnds, rules }: NonNullable<Walked["facts"]>,
  before: { demander: Address; answeredAt: number } | undefined,
): number {
  const followUp = before?.answeredAt ? before.answeredAt + rules.followUpSeconds : 0;
  return Math.max(challengeEnds, followUp);
}

/** What a demand is sent with: the base fee may rise before it is in a block. */
function withRoom({ bond, rules }: NonNullable<Walked["facts"]>): bigint {
  return bond > rules.demandFloor ? (bond * 5n) / 4n : bond;
}

function asNode({ height, index, hash, inputs, path }: TreeNode) {
  return { height: BigInt(height), index: BigInt(index), hash, inputs, path };
}

/** For example "4 hours". */
export function spanOf(seconds: number): string {
  if (seconds >= 5400) return `${Math.round(seconds / 3600)} hours`;
  return seconds >= 90 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`;
}
