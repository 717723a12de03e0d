// What lies free on one's own account at the almanac, taken out. All that is earned there is credited and waits.
import { useState } from "react";
import { type Address, formatEther } from "viem";
import { useConnection } from "wagmi";
import { almanacAbi } from "../../contracts/abi.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { callOf, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { ether } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import { amountIn } from "./amount.ts";

interface Props {
  keeper: Address;
  /** Wei that can be withdrawn. */
  balance: bigint;
}

export function Withdraw({ keeper, balance }: Props) {
  const { address } = useConnection();
  const transaction = useTransaction(`withdrawal of ${keeper}`);
  const isOwn = address?.toLowerCase() === keeper.toLowerCase();
  const isIdle = transaction.state.kind === "idle";
  if (balance === 0n && isIdle) return null;
  return (
    <section className="stack" aria-labelledby="withdraw" data-withdraw={isOwn ? "own" : "other"}>
      <h2 id="withdraw">Withdraw</h2>
      {address && !isOwn ? (
        <p className="soft">
          Only this account itself can withdraw its {ether(balance)}. Choose it in your wallet if it
          is yours.
        </p>
      ) : (
        <WalletGate purpose="withdraw, if this account is yours">
          {balance > 0n && <Form keeper={keeper} balance={balance} transaction={transaction} />}
        </WalletGate>
      )}
      <TransactionSteps transaction={transaction} />
    </section>
  );
}

function Form({
  keeper,
  balance,
  transaction,
}: Props & { transaction: ReturnType<typeof useTransaction> }) {
  const almanac = { address: addressOf(useWorld(), "Almanac"), abi: almanacAbi } as const;
  // All of it, until something else is typed: what is free may grow while somebody reads.
  const [typed, setTyped] = useState<string>();
  const amount = typed === undefined ? balance : amountIn(typed, balance);
  const isWrong = typeof amount === "string";
  return (
    <form
      className="withdraw"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong) return;
        const args = [keeper, amount] as const;
        const call = callOf({ ...almanac, functionName: "withdraw", args });
        transaction.send([call], `Withdraw ${ether(amount)}`);
        setTyped(undefined);
      }}
    >
      <p className="soft small">
        It goes to this account. A keeper that runs with its key deposits again what its next bond
        lacks: stop it first, or set its <code>BOND_LIMIT_ETHER</code> to 0.
      </p>
      <label className="field">
        <span>Amount in ETH</span>
        <input
          className="input numbers"
          inputMode="decimal"
          autoComplete="off"
          value={typed ?? formatEther(balance)}
          aria-invalid={isWrong}
          aria-describedby="withdraw-amount"
          onChange={({ target }) => setTyped(target.value)}
        />
        <span id="withdraw-amount" className={isWrong ? "error" : "hint"}>
          {isWrong ? amount : `${ether(balance)} are free.`}
        </span>
      </label>
      <button type="submit" className="button" disabled={isWrong || isBusy(transaction)}>
        {isWrong ? "Withdraw" : `Withdraw ${ether(amount)}`}
      </button>
    </form>
  );
}
