// Where a transaction is, step by step, for eyes and for ears; what went wrong, and the way on.
import type { ReactNode } from "react";
import { Hash } from "../components/Facts.tsx";
import { useSlow } from "../queries/useSlow.ts";
import { type Telling, tell } from "./telling.ts";
import type { Transaction } from "./transaction.ts";
import "../styles/wallet.css";

/** Longer than people usually look at a request. */
const FORGOTTEN_MS = 30_000;

interface TransactionStepsProps {
  transaction: Transaction;
  /** Further steps of what the page does, as `<li data-state>`. */
  children?: ReactNode;
}

export function TransactionSteps({ transaction, children }: TransactionStepsProps) {
  const { state, turn } = transaction;
  const isForgotten = useSlow(state.kind === "asking", FORGOTTEN_MS);
  const telling = tell(transaction);
  return (
    <div className="transaction">
      {/* The region is there before it speaks, or a screen reader would miss the first words. */}
      <p role="status" className="hidden">
        {telling.spoken}
      </p>
      {telling.steps.length > 0 && (
        <>
          {turn.of > 1 && (
            <p className="soft small">
              Transaction {turn.at} of {turn.of}
            </p>
          )}
          <ol className="steps">
            {telling.steps.map(({ text, state: stepState, hash }) => (
              <li key={text} data-state={stepState}>
                <div>
                  {text}
                  {hash && (
                    <div>
                      <Hash value={hash} />
                    </div>
                  )}
                </div>
              </li>
            ))}
            {children}
          </ol>
        </>
      )}
      {isForgotten && (
        <p className="notice">
          Your wallet has not answered yet. Its window may be behind this one, or it may be locked.
        </p>
      )}
      <Trouble transaction={transaction} telling={telling} />
    </div>
  );
}

function Trouble({ transaction, telling }: { transaction: Transaction; telling: Telling }) {
  const { notice, canRetry } = telling;
  return (
    <>
      <div role="alert">
        {notice && <p className={notice.isBad ? "notice bad" : "notice"}>{notice.text}</p>}
      </div>
      {canRetry && (
        <div className="ways">
          <button type="button" className="button" onClick={transaction.retry}>
            Try again
          </button>
          <button type="button" className="button small" onClick={transaction.reset}>
            Leave it
          </button>
        </div>
      )}
    </>
  );
}
