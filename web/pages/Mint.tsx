// Minting: the terms, an order by the way that the visitor came for, then one line for each step until the
// plants have germinated.
import { useEffect } from "react";
import { parseEventLogs, type TransactionReceipt, zeroAddress } from "viem";
import { useConnection } from "wagmi";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { Artwork } from "../components/Artwork.tsx";
import { Trouble, Waiting } from "../components/States.tsx";
import { type Drafting, ORDERED, useDraft } from "../mint/draft.ts";
import { ListedOrder } from "../mint/ListedOrder.tsx";
import { GerminationStep, type Litter, Nursery } from "../mint/Nursery.tsx";
import { SaleBoard } from "../mint/SaleBoard.tsx";
import { SaleForm } from "../mint/SaleForm.tsx";
import { leftOf, likelyWay, type Terms, WAYS, type Way } from "../mint/terms.ts";
import { VoucherOrder } from "../mint/VoucherOrder.tsx";
import { usePortrait } from "../queries/portraits.ts";
import { type Pulse, usePulse } from "../queries/pulse.ts";
import { useTerms } from "../queries/sale.ts";
import { hrefOf, useSearch } from "../router.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import type { Transaction } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { addressOf, useWorld } from "../world.ts";
import "../styles/mint.css";

const SKY_SIZES = [60, 240] as const;

const WAY_NAMES: Record<Way, string> = {
  public: "Public sale",
  listed: "I am on the list",
  voucher: "I have a voucher",
};

export function Mint() {
  const { address, status } = useConnection();
  const { data: terms, error, refetch } = useTerms(address);
  const { data: pulse } = usePulse();
  const transaction = useTransaction("mint");
  const drafting = useDraft();
  const litter = useLitter(transaction);
  const isOrdered = !["idle", "failed"].includes(transaction.state.kind);
  return (
    <div className="mint">
      <div className="order">
        <header>
          <h1>Mint a plant</h1>
          <p className="lede">
            You receive a seed. A later block decides what it becomes, so that nobody can choose;
            then it germinates, and from the next epoch on the weather shapes it.
          </p>
        </header>
        {isOrdered ? (
          <Steps
            transaction={transaction}
            litter={litter}
            onAgain={() => {
              drafting.change(ORDERED);
              transaction.reset();
            }}
          />
        ) : (
          <>
            {terms && pulse && (
              <SaleBoard
                terms={terms}
                time={pulse.time}
                minted={pulse.minted}
                isConnected={status === "connected"}
              />
            )}
            {error && !terms && (
              <Trouble retry={refetch}>
                The terms of the sale could not be read from the chain:{" "}
                {error.message.split("\n")[0]}
              </Trouble>
            )}
            {!terms && !error && <Waiting>Reading the terms of the sale.</Waiting>}
            {terms && pulse && (
              <Order terms={terms} pulse={pulse} transaction={transaction} drafting={drafting} />
            )}
          </>
        )}
      </div>
      {litter ? (
        <Nursery litter={litter} />
      ) : (
        pulse && pulse.germinated > 0 && <Newest tokenId={pulse.germinated - 1} />
      )}
    </div>
  );
}

interface OrderProps {
  terms: Terms;
  pulse: Pulse;
  transaction: Transaction;
  drafting: Drafting;
}

function Order({ terms, pulse, transaction, drafting }: OrderProps) {
  const [search, changeSearch] = useSearch();
  const { time } = pulse;
  const left = leftOf(terms.shop, pulse.minted);
  const ways = WAYS.filter(
    (way) =>
      way === "public" || (way === "listed" ? terms.listed : terms.voucherSigner) !== undefined,
  );
  // Whatever opens or closes meanwhile: nobody shall find another price under what they have filled in.
  const way =
    ways.find((each) => each === search.way) ??
    ways.find((each) => each === drafting.draft.way) ??
    likelyWay(terms, time);
  const keep = drafting.change;
  useEffect(() => keep({ way }), [keep, way]);
  // "Try again" would send what was ordered before.
  const change: Drafting["change"] = (part) => {
    if (isOver(transaction)) transaction.reset();
    keep(part);
  };
  const form = { transaction, time, drafting: { draft: drafting.draft, change } };
  return (
    <>
      {terms.shop.isPaused && (
        <p className="notice">
          Minting is paused for now. Plants can still be sold and given away.
        </p>
      )}
      {left === 0 && <p className="notice">Every plant that was for sale has been minted.</p>}
      {ways.length > 1 && (
        <fieldset className="choices">
          <legend>How you mint</legend>
          {ways.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="way"
                checked={each === way}
                onChange={() => {
                  change({ way: each });
                  changeSearch({ way: each });
                }}
              />
              {WAY_NAMES[each]}
            </label>
          ))}
        </fieldset>
      )}
      {way === "public" && <SaleForm terms={terms} left={left} {...form} />}
      {way === "listed" && <ListedOrder terms={terms} left={left} {...form} />}
      {way === "voucher" && <VoucherOrder {...form} />}
    </>
  );
}

interface StepsProps {
  transaction: Transaction;
  litter: Litter | undefined;
  onAgain: () => void;
}

function Steps({ transaction, litter, onAgain }: StepsProps) {
  const isDone =
    transaction.state.kind === "included" && transaction.turn.at === transaction.turn.of;
  return (
    <div className="stack">
      <TransactionSteps transaction={transaction}>
        {litter && <GerminationStep litter={litter} />}
      </TransactionSteps>
      {isDone && (
        <div>
          <button type="button" className="button" onClick={onAgain}>
            Mint again
          </button>
        </div>
      )}
    </div>
  );
}

/** Failed without a trace: nothing is in a block, and no request can be open in the wallet any more. */
function isOver({ state, receipts }: Transaction): boolean {
  const mayBeOpen = ["account", "chain", "pending", "other"];
  return (
    state.kind === "failed" && receipts.length === 0 && !mayBeOpen.includes(state.failure.kind)
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

/** What the transaction's blocks brought; a reorganisation may take it away again. */
function useLitter({ receipts }: Transaction): Litter | undefined {
  const token = addressOf(useWorld(), "Heliotrope");
  const [first] = receipts;
  if (!first) return undefined;
  const tokens = receipts.flatMap((receipt) => mintedIn(receipt, token)).sort((a, b) => a - b);
  return { tokens, block: first.blockNumber };
}

function mintedIn({ logs }: TransactionReceipt, token: string): number[] {
  return parseEventLogs({ abi: heliotropeAbi, eventName: "Transfer", logs })
    .filter(({ address, args }) => {
      return address.toLowerCase() === token.toLowerCase() && args.from === zeroAddress;
    })
    .map(({ args }) => Number(args.tokenId));
}
