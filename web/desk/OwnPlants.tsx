// The plants of one address, to choose one from.
import { Empty, Trouble, Waiting } from "../components/States.tsx";
import { useHoldings } from "../queries/owners.ts";
import { hrefOf } from "../router.ts";
import { count } from "../words.ts";

interface Props {
  owner: `0x${string}`;
  chosen: number | undefined;
  /** Whether it is the reader's own. */
  isOwn: boolean;
  search: Readonly<Record<string, string | undefined>>;
}

export function OwnPlants({ owner, chosen, isOwn, search }: Props) {
  const { data: tokens, error, refetch } = useHoldings(owner);
  if (error && !tokens) {
    return (
      <Trouble retry={() => void refetch()}>
        The plants of {owner} could not be read: {error.message.split("\n")[0]}
      </Trouble>
    );
  }
  if (!tokens) return <Waiting>Looking for plants of this address.</Waiting>;
  if (tokens.size === 0) {
    return (
      <Empty title={isOwn ? "You hold no plant yet." : "This address holds no plant."}>
        <p>
          <a href={hrefOf({ page: "mint" })}>Mint one</a>, or{" "}
          <a href={hrefOf({ page: "gallery" })}>see the collection</a>.
        </p>
      </Empty>
    );
  }
  return (
    <nav aria-label={isOwn ? "Your plants" : "Plants of this address"}>
      <p className="soft small">{count(tokens.size, "plant")}</p>
      <ul className="cluster">
        {[...tokens].map((tokenId) => (
          <li key={tokenId}>
            <a
              className="button small"
              aria-current={tokenId === chosen ? "true" : undefined}
              href={hrefOf({ page: "desk" }, { ...search, plant: String(tokenId) })}
            >
              Plant {tokenId}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
