// A link to the moment that is looked at, plain, or by a keeper's page that shows its card wherever links are shown.
import { previewOf } from "../components/previews.ts";
import { type Pictured, SendLink } from "../components/SendLink.tsx";
import type { Portrait } from "../portrait.ts";
import { hrefOf } from "../router.ts";
import { useWorld } from "../world.ts";

interface Props {
  portrait: Portrait;
  /** A link to a moment ahead leads to the present, since what is ahead changes. */
  isForecast: boolean;
}

export function Sending({ portrait, isForecast }: Props) {
  const { keepers } = useWorld().deployment;
  const { epoch, title, tokenId } = portrait;
  const moment = isForecast ? undefined : epoch;
  const href = hrefOf({ page: "token", tokenId, epoch: moment });

  const pictured = async (): Promise<Pictured> => {
    const then = moment === undefined ? undefined : await previewOf(keepers, tokenId, moment);
    const page = then ?? (await previewOf(keepers, tokenId, undefined));
    if (!page) {
      return {
        url: new URL(href, document.baseURI).href,
        words: "No keeper has a page of this plant, so this is the plain link.",
      };
    }
    const shows = then
      ? "Where it is shown there is a picture, and it leads to this very moment"
      : "No keeper has a picture of this moment, so it shows the newest and leads to the plant as it is then";
    const { host } = page.leadsTo;
    return {
      url: page.url,
      words: host === window.location.host ? `${shows}.` : `${shows}, at ${host}.`,
    };
  };
  return (
    <div>
      <h3>Link</h3>
      <SendLink
        href={href}
        title={title}
        shows={isForecast ? "this plant as it is then" : "this very moment"}
        {...(keepers.length > 0 && { pictured })}
      />
      {keepers.length > 0 && (
        <p className="soft small">
          The link leads here and needs nobody. With a picture it leads through a keeper’s page,
          which shows the plant’s card to those who preview links, for as long as that keeper runs.
          The cards by themselves:{" "}
          {keepers.map((keeper, i) => (
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
