// The holder's desk: the plants of a wallet, and all that may be decided about each.
import { isAddress } from "viem";
import { useConnection } from "wagmi";
import { Waiting } from "../components/States.tsx";
import { WalletMenu } from "../components/WalletMenu.tsx";
import { Decisions } from "../desk/Decisions.tsx";
import { OwnPlants } from "../desk/OwnPlants.tsx";
import { useHoldings } from "../queries/owners.ts";
import { usePulse } from "../queries/pulse.ts";
import { useSearch } from "../router.ts";
import "../styles/desk.css";

export function Desk() {
  const { data: pulse } = usePulse();
  const { address } = useConnection();
  const [search] = useSearch();
  // Any address can be looked at; deciding takes its wallet.
  const of = search.of !== undefined && isAddress(search.of) ? search.of : undefined;
  const owner = of ?? address;
  const isOwn = owner !== undefined && owner.toLowerCase() === address?.toLowerCase();
  const { data: tokens } = useHoldings(owner);
  const named = /^[0-9]{1,9}$/.test(search.plant ?? "") ? Number(search.plant) : undefined;
  const chosen = named ?? [...(tokens ?? [])][0];
  return (
    <article className="desk">
      <header>
        <h1>{owner === undefined || isOwn ? "Your plants" : "Plants of one address"}</h1>
        <p className="lede">
          Where a plant lives, which moment it shows, what paints and draws it: its holder decides,
          from the next epoch on. Every decision stays readable on the chain, and leaves its mark.
        </p>
        {of && <p className="hash small">{of}</p>}
      </header>
      {owner === undefined && (
        <div className="notice">
          <p>Connect a wallet to see its plants here.</p>
          <WalletMenu prominent />
        </div>
      )}
      {owner !== undefined && (
        <OwnPlants owner={owner} chosen={chosen} isOwn={isOwn} search={search} />
      )}
      {chosen !== undefined && pulse && <Decisions key={chosen} tokenId={chosen} pulse={pulse} />}
      {chosen === undefined && owner !== undefined && !tokens && !pulse && (
        <Waiting>Reading the chain.</Waiting>
      )}
    </article>
  );
}
