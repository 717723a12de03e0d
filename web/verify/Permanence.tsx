// What the collection is made of, where each piece lives, and whether anybody can still change it.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { Hash } from "../components/Facts.tsx";
import { number } from "../words.ts";
import { addressOf, useWorld, type World } from "../world.ts";

function piecesQuery(world: World) {
  return queryOptions({
    queryKey: ["on-chain-status"],
    queryFn: () =>
      world.client.readContract({
        address: addressOf(world, "Heliotrope"),
        abi: heliotropeAbi,
        functionName: "onChainStatus",
      }),
    // It changes when an owner gives a power up, or when a model is added.
    staleTime: 60_000,
  });
}

export function Permanence() {
  const { data: pieces, error } = useQuery(piecesQuery(useWorld()));
  const here = pieces?.filter(({ onChain }) => onChain) ?? [];
  const open = here.filter(({ locked }) => !locked);
  return (
    <section aria-labelledby="permanence">
      <h2 id="permanence">What it lives on</h2>
      {error && (
        <p className="notice bad" role="alert">
          The contract could not be asked what it is made of: {error.message.split("\n")[0]}
        </p>
      )}
      {!pieces && !error && <p className="soft">Asking the contract what it is made of…</p>}
      {pieces && (
        <>
          <p>
            {here.length === pieces.length
              ? `All ${number(pieces.length)} pieces of this collection are on the chain. `
              : `${number(here.length)} of the ${number(pieces.length)} pieces of this collection are on the chain. `}
            {open.length === 0
              ? "Nobody can change any of them."
              : `${number(here.length - open.length)} can never be changed; an owner still has powers over ${listed(open.map(({ name }) => name))}.`}
          </p>
          <p className="soft">
            Keepers, gateways and this page only make it faster: whoever has the chain can paint
            every moment of this plant again.
          </p>
          <details>
            <summary>Every piece, its place and its hash</summary>
            <ul className="pieces">
              {pieces.map(({ name, at, hash, onChain, locked }) => (
                <li key={name}>
                  <span className="cluster">
                    <strong>{name}</strong>
                    <span className={onChain ? "tag good" : "tag warn"}>
                      {onChain ? "on chain" : "elsewhere"}
                    </span>
                    <span className={locked ? "tag good" : "tag warn"}>
                      {locked ? "locked" : "can be changed"}
                    </span>
                  </span>
                  {BigInt(at) !== 0n && <Hash value={at} />}
                  {BigInt(hash) !== 0n && <Hash value={hash} />}
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
