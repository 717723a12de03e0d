// The demand that comes next on the way down: put, waited for, raised where it no longer pays an answer, and overdue.
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
import { closesAt, demandState, priceOf } from "./demanding.ts";
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
  const until = closesAt(facts, before?.answeredAt);
  const price = priceOf(facts);
  const place = [BigInt(record.epoch), root.keeper] as const;
  const name = [BigInt(node.height), BigInt(node.index), node.hash] as const;
  const state = demandState(demand, facts, time);
  const missing = facts.bond - demand.bond;

  return (
    <>
      {state.kind === "open" ? (
        <Open time={time} until={until} what={what} revealEnds={facts.revealEnds}>
          <Send
            label={`Demand for ${ether(price)}`}
            title={`Demand to see ${what}`}
            transaction={transaction}
            call={callOf({
              ...almanac,
              functionName: "demand",
              args: [...place, asNode(node)],
              value: price,
            })}
          />
        </Open>
      ) : (
        <p
          className="small"
          role="status"
          data-demand={state.kind === "answered" ? "answered" : "waiting"}
        >
          {state.kind === "answered"
            ? `Somebody has shown ${what}; it is being read.`
            : state.kind === "overdue"
              ? `Nobody showed ${what} by ${instant(demand.deadline)}. The root can be felled for it, and the reward goes to whoever demanded.`
              : `To show ${what} is demanded, and pays ${ether(demand.bond)} to whoever does. Somebody must by ${instant(demand.deadline)}.`}{" "}
          What else happens is in{" "}
          <a href={hrefOf({ page: "almanac", epoch: record.epoch })}>the almanac</a>.
        </p>
      )}
      {"isTooLittle" in state && state.isTooLittle && (
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
      {state.kind === "overdue" && !state.isTooLittle && (
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

function asNode({ height, index, hash, inputs, path }: TreeNode) {
  return { height: BigInt(height), index: BigInt(index), hash, inputs, path };
}
