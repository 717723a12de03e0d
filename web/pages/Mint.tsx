// Minting: price and number, then one line for each step until the plants have germinated.
import { useState } from "react";
import { formatEther, parseEventLogs, type TransactionReceipt } from "viem";
import { useConnection, useSwitchChain } from "wagmi";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { Artwork } from "../components/Artwork.tsx";
import { Germination, GerminationSpoken, Seedlings } from "../components/Seedlings.tsx";
import { WalletMenu } from "../components/WalletMenu.tsx";
import { usePortrait } from "../queries/portraits.ts";
import { usePulse } from "../queries/pulse.ts";
import { type Sale, useSale } from "../queries/sale.ts";
import { hrefOf } from "../router.ts";
import { failureOf } from "../wallet/failure.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { callOf, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { count, number } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";

const SKY_SIZES = [60, 240] as const;

export function Mint() {
  const { data: sale, error } = useSale();
  const { data: pulse } = usePulse();
  const left = sale && pulse ? sale.maxSupply - sale.reserve - pulse.minted : undefined;
  return (
    <div className="mint">
      <div className="order">
        <header>
          <h1>Mint a plant</h1>
          <p className="lede">
            You receive a seed. A later block decides what it becomes, so that nobody can choose;
            then it germinates, and from the next epoch on the weather shapes it.
          </p>
          {sale && left !== undefined && (
            <p className="soft numbers">
              {formatEther(sale.price)} ETH each, {count(left, "plant")} of {number(sale.maxSupply)}{" "}
              left
            </p>
          )}
        </header>
        {error && (
          <p className="notice bad" role="alert">
            The price could not be read from the chain: {error.message.split("\n")[0]}
          </p>
        )}
        {left === 0 && <p className="notice">Every plant has been minted.</p>}
        {sale && left !== undefined && left > 0 && (
          <Order sale={sale} most={Math.min(sale.maxBatch, left)} />
        )}
      </div>
      {pulse && pulse.germinated > 0 && <Newest tokenId={pulse.germinated - 1} />}
    </div>
  );
}

/** The plant that germinated last: what a seed may come to. */
function Newest({ tokenId }: { tokenId: number }) {
  const { data: portrait } = usePortrait(tokenId, undefined);
  if (!portrait) return null;
  return (
    <figure>
      <a className="piece" href={hrefOf({ page: "token", tokenId })}>
        <Artwork portrait={portrait} sizes={SKY_SIZES} />
      </a>
      <figcaption className="soft small">
        The newest plant: {portrait.title}, {portrait.kind}, {portrait.place}
      </figcaption>
    </figure>
  );
}

function Order({ sale, most }: { sale: Sale; most: number }) {
  const world = useWorld();
  const connection = useConnection();
  const switchChain = useSwitchChain();
  const [quantity, setQuantity] = useState(1);
  const transaction = useTransaction();
  const { state } = transaction;
  const { chainId } = world.deployment;
  const isWrongChain = connection.status === "connected" && connection.chainId !== chainId;
  const tokens = state.kind === "included" ? mintedIn(state.receipt) : [];

  if (state.kind !== "idle" && state.kind !== "failed") {
    return (
      <div className="verify">
        {/* A reorganisation may undo the mint, so the seeds go and come with its receipt. */}
        <p role="status" className="hidden">
          {tokens.length > 0 && <GerminationSpoken tokens={tokens} />}
        </p>
        <TransactionSteps transaction={transaction}>
          {tokens.length > 0 && <Germination tokens={tokens} />}
        </TransactionSteps>
        {tokens.length > 0 && <Seedlings tokens={tokens} />}
        {state.kind === "included" && (
          <div>
            <button type="button" className="button" onClick={transaction.reset}>
              Mint again
            </button>
          </div>
        )}
      </div>
    );
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const mint = callOf({
          address: addressOf(world, "Heliotrope"),
          abi: heliotropeAbi,
          functionName: "mint",
          args: [BigInt(quantity)],
          value: sale.price * BigInt(quantity),
        });
        transaction.send([mint], `Mint ${count(quantity, "plant")}`);
      }}
    >
      <div className="quantity">
        <label htmlFor="quantity">How many</label>
        <button
          type="button"
          className="button"
          aria-label="One fewer"
          disabled={quantity <= 1}
          onClick={() => setQuantity(quantity - 1)}
        >
          −
        </button>
        <input
          id="quantity"
          type="number"
          inputMode="numeric"
          min={1}
          max={most}
          required
          value={quantity}
          onChange={(event) => {
            const wanted = event.currentTarget.valueAsNumber;
            if (Number.isInteger(wanted)) setQuantity(Math.max(1, Math.min(most, wanted)));
          }}
        />
        <button
          type="button"
          className="button"
          aria-label="One more"
          disabled={quantity >= most}
          onClick={() => setQuantity(quantity + 1)}
        >
          +
        </button>
        <span className="soft numbers">
          {formatEther(sale.price * BigInt(quantity))} ETH and gas
        </span>
      </div>
      {connection.status !== "connected" ? (
        <div>
          <WalletMenu prominent />
        </div>
      ) : isWrongChain ? (
        <div className="notice">
          <p>
            Your wallet is on chain {connection.chainId}; these plants live on chain {chainId}.
          </p>
          <p>
            <button
              type="button"
              className="button small"
              disabled={switchChain.isPending}
              onClick={() => switchChain.mutate({ chainId })}
            >
              Switch to chain {chainId}
            </button>
          </p>
        </div>
      ) : (
        <div>
          <button type="submit" className="button primary" disabled={isBusy(transaction)}>
            Mint {count(quantity, "plant")}
          </button>
        </div>
      )}
      <div role="alert">
        {switchChain.error && <p className="notice bad">{failureOf(switchChain.error).sentence}</p>}
      </div>
      <TransactionSteps transaction={transaction} />
    </form>
  );
}

function mintedIn(receipt: TransactionReceipt): number[] {
  const logs = parseEventLogs({ abi: heliotropeAbi, eventName: "Transfer", logs: receipt.logs });
  return logs.map((log) => Number(log.args.tokenId));
}
