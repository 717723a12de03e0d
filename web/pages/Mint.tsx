// Minting: price and number, then one line for each step until the plants have germinated.
import { useState } from "react";
import { formatEther, parseEventLogs, type TransactionReceipt } from "viem";
import {
  useConnection,
  useSwitchChain,
  useWaitForTransactionReceipt,
  useWriteContract,
} from "wagmi";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { Artwork } from "../components/Artwork.tsx";
import { Hash } from "../components/Facts.tsx";
import { Germination, GerminationSpoken, Seedlings } from "../components/Seedlings.tsx";
import { WalletMenu } from "../components/WalletMenu.tsx";
import { usePortrait } from "../queries/portraits.ts";
import { usePulse } from "../queries/pulse.ts";
import { type Sale, useSale } from "../queries/sale.ts";
import { useSlow } from "../queries/useSlow.ts";
import { hrefOf } from "../router.ts";
import { failureOf } from "../wallet/failure.ts";
import { count, number } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";

const SKY_SIZES = [60, 240] as const;
/** Longer than a block usually takes. */
const SLOW_RECEIPT_MS = 20_000;

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
  const write = useWriteContract();
  const receipt = useWaitForTransactionReceipt({
    hash: write.data,
    query: { enabled: write.data !== undefined, retry: true },
  });
  const { chainId } = world.deployment;
  const isWrongChain = connection.status === "connected" && connection.chainId !== chainId;
  const isBusy = write.isPending || (write.data !== undefined && !receipt.data);

  if (write.data || write.isPending) {
    return (
      <Steps
        hash={write.data}
        receipt={receipt.data}
        error={receipt.error}
        onAgain={() => write.reset()}
      />
    );
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({
          chainId,
          address: addressOf(world, "Heliotrope"),
          abi: heliotropeAbi,
          functionName: "mint",
          args: [BigInt(quantity)],
          value: sale.price * BigInt(quantity),
        });
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
          <button type="submit" className="button primary" disabled={isBusy}>
            Mint {count(quantity, "plant")}
          </button>
        </div>
      )}
      <div role="alert">
        {(write.error || switchChain.error) && (
          <p className="notice bad">{failureOf(write.error ?? switchChain.error).sentence}</p>
        )}
      </div>
    </form>
  );
}

interface StepsProps {
  hash: `0x${string}` | undefined;
  receipt: TransactionReceipt | undefined;
  error: Error | null;
  onAgain: () => void;
}

function Steps({ hash, receipt, error, onAgain }: StepsProps) {
  const isSlow = useSlow(hash !== undefined && !receipt, SLOW_RECEIPT_MS);
  const isMined = receipt?.status === "success";
  const tokens = receipt && isMined ? mintedIn(receipt) : [];
  return (
    <div className="verify">
      <p role="status" className="hidden">
        {isMined ? (
          <GerminationSpoken tokens={tokens} />
        ) : receipt || error ? null : hash ? (
          `${isSlow ? "Still waiting" : "Waiting"} for a block.`
        ) : (
          "Confirm the transaction in your wallet."
        )}
      </p>
      <ol className="steps">
        <li data-state={hash ? "done" : "now"}>
          {hash ? "Confirmed in your wallet" : "Confirm the transaction in your wallet"}
        </li>
        <li data-state={receipt ? "done" : hash ? "now" : "later"}>
          <div>
            {receipt ? "In a block" : "Waiting for a block"}
            {hash && (
              <div>
                <Hash value={hash} />
              </div>
            )}
            {isSlow && (
              <p className="small">
                This takes longer than usual. The transaction may still be included; you can leave
                this page, and the plants will appear in the collection.
              </p>
            )}
          </div>
        </li>
        {isMined && <Germination tokens={tokens} />}
      </ol>
      {isMined && <Seedlings tokens={tokens} />}
      {receipt && !isMined && (
        <p className="notice bad" role="alert">
          The transaction was included but reverted, so nothing was minted. Only gas was spent.
        </p>
      )}
      {error && !receipt && (
        <p className="notice bad" role="alert">
          {failureOf(error).sentence}
        </p>
      )}
      {receipt && (
        <div>
          <button type="button" className="button" onClick={onAgain}>
            Mint again
          </button>
        </div>
      )}
    </div>
  );
}

function mintedIn(receipt: TransactionReceipt): number[] {
  const logs = parseEventLogs({ abi: heliotropeAbi, eventName: "Transfer", logs: receipt.logs });
  return logs.map((log) => Number(log.args.tokenId));
}
