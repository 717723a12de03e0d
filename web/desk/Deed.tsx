// One decision: what it changes and from when on, the button, and what becomes of its transaction.
import { type ReactNode, useId } from "react";
import type { Holding } from "../queries/holding.ts";
import type { Pulse } from "../queries/pulse.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { instant } from "../words.ts";
import { useWorld } from "../world.ts";
import { type Choice, choiceCall, choiceLabel } from "./choose.ts";

export interface DeedProps {
  holding: Holding;
  pulse: Pulse;
  nameOf: (station: number) => string;
}

interface Props extends DeedProps {
  title: string;
  children: ReactNode;
  /** What would be decided; undefined while there is nothing to decide. */
  choice: Choice | undefined;
  /** Why it cannot be decided now. */
  obstacle?: string | undefined;
}

export function Deed({ holding, pulse, nameOf, title, children, choice, obstacle }: Props) {
  const id = useId();
  const world = useWorld();
  const transaction = useTransaction();
  const { nextEpoch, tokenId } = holding;
  return (
    <section className="deed" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
      {obstacle && <p className="notice">{obstacle}</p>}
      {choice && !obstacle && (
        <>
          <p className="soft small numbers">
            It counts from epoch {nextEpoch} on, {instant(nextEpoch * pulse.epochSeconds)}. Until
            then you may choose otherwise.
          </p>
          <WalletGate purpose="decide">
            <div>
              <button
                type="button"
                className="button"
                disabled={isBusy(transaction)}
                onClick={() =>
                  transaction.send(
                    [choiceCall(world, tokenId, choice)],
                    choiceLabel(choice, nameOf),
                  )
                }
              >
                {choiceLabel(choice, nameOf)}
              </button>
            </div>
          </WalletGate>
        </>
      )}
      <TransactionSteps transaction={transaction} />
    </section>
  );
}
