// The end of every order: what it costs, what stands in its way, and the button.
import type { ReactNode } from "react";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import type { Transaction } from "../wallet/transaction.ts";
import { isBusy } from "../wallet/transaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { count, ether } from "../words.ts";

interface CheckoutProps {
  quantity: number;
  /** Wei for all of them. */
  total: bigint;
  /** How many calls of the token it takes. */
  calls: number;
  /** Why it cannot be ordered now. */
  obstacle: string | undefined;
  transaction: Transaction;
  children?: ReactNode;
}

export function Checkout({ quantity, total, calls, obstacle, transaction }: CheckoutProps) {
  return (
    <div className="stack">
      <p className="sum numbers">
        <strong>{ether(total)}</strong>
        <span className="soft"> and gas</span>
        {calls > 1 && (
          <span className="soft small">
            {" "}
            in {count(calls, "transaction")}, or in one where your wallet can
          </span>
        )}
      </p>
      <WalletGate>
        <div>
          <button
            type="submit"
            className="button primary"
            disabled={isBusy(transaction) || obstacle !== undefined}
          >
            Mint {count(quantity, "plant")}
          </button>
        </div>
      </WalletGate>
      {obstacle && <p className="soft">{obstacle}</p>}
      <TransactionSteps transaction={transaction} />
    </div>
  );
}
