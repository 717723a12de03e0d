// Minting from the list: first the proof that the account is on it, checked against the root on chain.
import { useQuery } from "@tanstack/react-query";
import { useConnection } from "wagmi";
import { Waiting } from "../components/States.tsx";
import type { Transaction } from "../wallet/transaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { count } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import type { Drafting } from "./draft.ts";
import { type Papers as ListPapers, listingOf, parsePapers } from "./list.ts";
import { Papers } from "./Papers.tsx";
import { SaleForm } from "./SaleForm.tsx";
import type { Terms } from "./terms.ts";

interface ListedOrderProps {
  terms: Terms;
  time: number;
  left: number;
  transaction: Transaction;
  drafting: Drafting;
}

export function ListedOrder({ terms, time, left, transaction, drafting }: ListedOrderProps) {
  const { deployment } = useWorld();
  const given = drafting.draft.papers;
  const published = usePublishedList(deployment.list);
  const papers = given ?? published.data;
  const { data: listing, error, isLoading } = useListing(papers, terms);
  const { address } = useConnection();
  // What was handed in can be corrected until it proves something; a published list need not be handed in.
  const wantsPapers = given
    ? listing === undefined
    : !published.isLoading && (published.data === undefined || error !== null);
  return (
    <div className="stack">
      <WalletGate purpose="see whether its account is on the list">
        {listing && (
          <p role="status">
            This account is listed for {count(listing.maximum, "plant")} in all
            {terms.minted > 0 && <>, and has minted {count(terms.minted, "plant")}</>}.
          </p>
        )}
        {(isLoading || published.isLoading) && (
          <Waiting>Looking the account up in the list.</Waiting>
        )}
        <div role="alert">{error && <p className="notice bad">{error.message}</p>}</div>
      </WalletGate>
      {published.isError && !given && (
        <p className="notice">
          The list that this page knows of could not be read. If you have its file, drop it here.
        </p>
      )}
      {given && !address && (
        <p className="soft" role="status">
          It is read. Connect the account that it is for.
        </p>
      )}
      {wantsPapers && (
        <Papers
          label="Choose a file"
          parse={parsePapers}
          onRead={(handed) => drafting.change({ papers: handed })}
        >
          Drop the list's file, or the proof that you were given. It is checked on this machine.
        </Papers>
      )}
      {listing && (
        <SaleForm
          terms={terms}
          time={time}
          left={left}
          transaction={transaction}
          drafting={drafting}
          listing={listing}
        />
      )}
    </div>
  );
}

/** The list as it is published beside the page, where the deploy record names it. */
function usePublishedList(url: string | undefined) {
  return useQuery({
    queryKey: ["list", url],
    queryFn: async () => {
      const response = await fetch(url!, { cache: "no-cache" });
      if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
      return parsePapers(await response.text());
    },
    enabled: url !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function useListing(papers: ListPapers | undefined, { listed }: Terms) {
  const world = useWorld();
  const { address } = useConnection();
  const token = addressOf(world, "Heliotrope");
  const { chainId } = world.deployment;
  return useQuery({
    // Papers are not for a key: a list can have megabytes.
    queryKey: ["listing", address, listed?.root, papers && numberOf(papers)],
    queryFn: async () =>
      listingOf(papers!, { chainId, token, wallet: address!, root: listed!.root }),
    enabled: papers !== undefined && address !== undefined && listed !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

const numbers = new WeakMap<ListPapers, number>();
let lastNumber = 0;

function numberOf(papers: ListPapers): number {
  const number = numbers.get(papers) ?? ++lastNumber;
  numbers.set(papers, number);
  return number;
}
