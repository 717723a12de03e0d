// What a buyer may insist on, so that nobody changes a plant between an offer and its sale.
import { encodeFunctionData } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { Copy } from "../components/Copy.tsx";
import { Facts, Hash } from "../components/Facts.tsx";
import type { Holding } from "../queries/holding.ts";
import { number } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";

export function Guard({ holding }: { holding: Holding }) {
  const world = useWorld();
  const { tokenId, hash, nonce } = holding;
  const call = encodeFunctionData({
    abi: heliotropeAbi,
    functionName: "requireState",
    args: [BigInt(tokenId), hash],
  });
  return (
    <section className="deed" aria-labelledby="guard">
      <h3 id="guard">Selling it, buying it</h3>
      <p>
        A holder could change a plant while an offer for it stands. Two things keep a buyer safe:
        each choice raises its <em>state nonce</em>, which marketplaces that follow ERC-7496 compare
        at the sale; and its <em>state hash</em> is what it is, apart from the weather. A buyer who
        puts the call below before the purchase, in one batch, gets the plant as it was seen, or
        nothing happens.
      </p>
      <Facts
        rows={[
          ["State nonce", number(nonce)],
          ["State hash", <Hash key="hash" value={hash} />],
          ["Contract", <Hash key="token" value={addressOf(world, "Heliotrope")} />],
          ["Call", <Hash key="call" value={call} />],
        ]}
      />
      <div className="cluster">
        <Copy text={hash}>Copy the hash</Copy>
        <Copy text={call}>Copy the call</Copy>
      </div>
    </section>
  );
}
