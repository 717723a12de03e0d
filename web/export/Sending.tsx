// A link to the moment that is looked at, and the card that keepers have drawn for those who show links.
import { SendLink } from "../components/SendLink.tsx";
import type { Portrait } from "../portrait.ts";
import { hrefOf } from "../router.ts";
import { useWorld } from "../world.ts";

interface Props {
  portrait: Portrait;
  /** A link to a moment ahead leads to the present, since what is ahead changes. */
  isForecast: boolean;
}

export function Sending({ portrait, isForecast }: Props) {
  const { deployment } = useWorld();
  const { epoch, title, tokenId } = portrait;
  const moment = isForecast ? undefined : epoch;
  return (
    <div>
      <h3>Link</h3>
      <SendLink
        href={hrefOf({ page: "token", tokenId, epoch: moment })}
        title={title}
        shows={isForecast ? "this plant as it is then" : "this very moment"}
      />
      {deployment.keepers.length > 0 && (
        <p className="soft small">
          For those who show links with a picture, keepers draw a card of the newest epoch:{" "}
          {deployment.keepers.map((keeper, i) => (
            <span key={keeper}>
              {i > 0 && ", "}
              <a href={`${keeper}/api/tokens/${tokenId}/card.jpg`}>by keeper {i + 1}</a>
            </span>
          ))}
          .
        </p>
      )}
    </div>
  );
}
