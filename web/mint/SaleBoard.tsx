// What is for sale, on which terms, and since or until when, in the chain's time.
import type { ReactNode } from "react";
import { Facts } from "../components/Facts.tsx";
import { count, ether, instant, number } from "../words.ts";
import { span } from "./span.ts";
import { leftOf, type Phase, phaseOf, type Terms } from "./terms.ts";

interface SaleBoardProps {
  terms: Terms;
  /** Seconds, of the newest block. */
  time: number;
  /** Plants that were ever minted. */
  minted: number;
  isConnected: boolean;
}

export function SaleBoard({ terms, time, minted, isConnected }: SaleBoardProps) {
  const { shop, listed, voucherSigner } = terms;
  const left = leftOf(shop, minted);
  const own = phaseOf(shop, time);
  const rows: (readonly [string, ReactNode])[] = [
    ["Price", own.kind === "unplanned" ? "not set" : `${ether(shop.price)} each, and gas`],
    ["Left", `${number(left)} of ${number(shop.maxSupply)}`],
    ["Public sale", <PhaseLine key="public" phase={own} time={time} />],
  ];
  if (listed) {
    rows.push([
      "For the list",
      <span key="listed">
        {ether(listed.price)} each. <PhaseLine phase={phaseOf(listed, time)} time={time} />
      </span>,
    ]);
  }
  if (voucherSigner) rows.push(["Vouchers", "taken until the time that each names"]);
  if (shop.walletLimit !== undefined) {
    rows.push(["Per account", `${count(shop.walletLimit, "plant")} in all`]);
  }
  if (isConnected && terms.minted > 0) {
    rows.push(["You have minted", count(terms.minted, "plant")]);
  }
  if (shop.reserve > 0) rows.push(["Kept for the artist", count(shop.reserve, "plant")]);
  return (
    <div className="numbers">
      <Facts rows={rows} />
    </div>
  );
}

/** When a sale opens or closes, and how long that is from now. */
export function PhaseLine({ phase, time }: { phase: Phase; time: number }) {
  switch (phase.kind) {
    case "unplanned":
      return "not planned";
    case "early":
      return `opens in ${span(phase.opensAt - time)}, on ${instant(phase.opensAt)}`;
    case "open":
      return phase.closesAt === undefined
        ? "open"
        : `open for another ${span(phase.closesAt - time)}, until ${instant(phase.closesAt)}`;
    case "closed":
      return `closed since ${instant(phase.closedAt)}`;
  }
}
