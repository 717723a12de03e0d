// "What can be done now": each as a transaction that anybody may send, whoever it pays.
import { almanacAbi } from "../../contracts/abi.ts";
import { useName } from "../components/Who.tsx";
import { usePurse } from "../queries/game.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { type Call, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { number } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import { type Chore, choresOf } from "./chores.ts";
import type { EpochView, Rules } from "./phase.ts";
import type { Story } from "./story.ts";

/** Lines that are shown at once; a decided epoch may have hundreds of bonds to pay out. */
const SHOWN = 6;

interface Props {
  view: EpochView;
  story: Story;
  rules: Rules;
  now: number;
}

export function Chores({ view, story, rules, now }: Props) {
  const world = useWorld();
  const name = useName();
  const transaction = useTransaction(`chores of epoch ${view.epoch}`);
  const { data: purse } = usePurse();
  const chores = choresOf(view, story, { ...rules, demandBond: purse?.demandBond }, now, name);
  const isIdle = transaction.state.kind === "idle";
  if (chores.length === 0 && isIdle) return null;
  const callOf = ({ call }: Chore): Call => ({
    address: addressOf(world, "Almanac"),
    abi: almanacAbi,
    functionName: call.functionName,
    args: call.args,
    ...("value" in call && { value: call.value }),
  });
  return (
    <section className="chores" aria-labelledby={`chores-${view.epoch}`}>
      <h2 id={`chores-${view.epoch}`}>What can be done now</h2>
      <p className="soft small">
        Anybody may send these, whoever they pay. Sending costs the transaction's gas. To deposit,
        to commit and to answer demands is a keeper's work: <code>npm run keeper -- run</code> does
        it.
      </p>
      {chores.length > 0 && <WalletGate purpose="send one of these">{null}</WalletGate>}
      <ul>
        {chores.slice(0, SHOWN).map((chore) => (
          <li key={chore.key} data-chore={chore.call.functionName}>
            <p>{chore.words}</p>
            <button
              type="button"
              className="button small"
              disabled={isBusy(transaction)}
              onClick={() => transaction.send([callOf(chore)], chore.label)}
            >
              {chore.label}
            </button>
          </li>
        ))}
      </ul>
      {chores.length > SHOWN && (
        <p className="soft small">{number(chores.length - SHOWN)} more after these.</p>
      )}
      <TransactionSteps transaction={transaction} />
    </section>
  );
}
