// An order of the public sale or, with a listing, of the list: how many, and where they are born.
import type { Transaction } from "../wallet/transaction.ts";
import { count } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import { Checkout } from "./Checkout.tsx";
import type { Drafting } from "./draft.ts";
import { Home } from "./Home.tsx";
import { type Listing, listedCalls, publicCalls } from "./order.ts";
import { Quantity } from "./Quantity.tsx";
import { span } from "./span.ts";
import { phaseOf, roomOf, type Terms } from "./terms.ts";

interface SaleFormProps {
  terms: Terms;
  time: number;
  /** How many plants are for sale still. */
  left: number;
  listing?: Listing;
  transaction: Transaction;
  drafting: Drafting;
}

/** Batches in one order: more is better done in several. */
const MOST_BATCHES = 5;

export function SaleForm({ terms, time, left, listing, transaction, drafting }: SaleFormProps) {
  const world = useWorld();
  const { draft, change } = drafting;
  const { home } = draft;
  const { shop, listed, maxBatch, minted } = terms;
  const sale = listing && listed ? listed : shop;
  const room = roomOf(listing ? listing.maximum : shop.walletLimit, minted, left);
  const most = Math.max(1, Math.min(room, MOST_BATCHES * maxBatch));
  const quantity = Math.min(draft.quantity, most);
  const order = { quantity, home, price: sale.price, maxBatch };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const token = addressOf(world, "Heliotrope");
        const calls = listing ? listedCalls(token, order, listing) : publicCalls(token, order);
        transaction.send(calls, `Mint ${count(quantity, "plant")}`);
      }}
    >
      <div className="choice">
        <Quantity
          value={quantity}
          most={most}
          onChange={(wanted) => change({ quantity: wanted })}
        />
        <Home value={home} onChange={(chosen) => change({ home: chosen })} time={time} />
      </div>
      <Checkout
        quantity={quantity}
        total={sale.price * BigInt(quantity)}
        calls={Math.ceil(quantity / maxBatch)}
        obstacle={obstacleTo({ terms, sale, time, left, room, isListed: listing !== undefined })}
        transaction={transaction}
      />
    </form>
  );
}

interface Situation {
  terms: Terms;
  sale: { opensAt: number; closesAt: number };
  time: number;
  left: number;
  room: number;
  isListed: boolean;
}

/** Why this sale takes no order now. */
function obstacleTo({ terms, sale, time, left, room, isListed }: Situation): string | undefined {
  if (terms.shop.isPaused) return "Minting is paused. The page notices when it goes on.";
  if (left === 0) return "Every plant that was for sale has been minted.";
  const phase = phaseOf(sale, time);
  if (phase.kind === "unplanned") return "No public sale is planned yet.";
  if (phase.kind === "early") {
    return `It opens in ${span(phase.opensAt - time)}. The page notices when it does.`;
  }
  if (phase.kind === "closed") return "This sale is over.";
  if (room === 0) {
    return isListed
      ? `This account has minted the ${count(terms.minted, "plant")} that the list allows it.`
      : "This account has minted all that one account may. Selling or burning makes no room.";
  }
  return undefined;
}
