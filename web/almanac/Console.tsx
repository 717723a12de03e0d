// The challenge console of one epoch: every root that stands is held against what this machine paints, until a pixel
// is found that fells it, or nothing is left to look at.
import { useState } from "react";
import type { Hex } from "../../renderer/hex.ts";
import { type EpochRecord, useAlmanac } from "../queries/almanac.ts";
import { hrefOf } from "../router.ts";
import { count, number } from "../words.ts";
import { useWorld } from "../world.ts";
import { FindCard } from "./FindCard.tsx";
import type { Search, Tally } from "./hunt.ts";
import { Sources } from "./Sources.tsx";
import type { Story } from "./story.ts";
import { useHunt } from "./useHunt.ts";

interface Props {
  epoch: number;
  /** Names the roots; undefined where the node has no past events. */
  story: Story | undefined;
}

export function Console({ epoch, story }: Props) {
  const { deployment } = useWorld();
  const { data: record } = useAlmanac(0, epoch);
  const [added, setAdded] = useState<readonly string[]>([]);
  const sources = [...new Set([...deployment.keepers, ...added])];
  const { start, stop, isRunning, isStopped, search, error } = useHunt(record, sources);
  const standing = record?.roots.filter(({ fallen }) => !fallen).length ?? 0;
  const letterOf = (root: Hex) =>
    story?.roots.find((each) => each.root.toLowerCase() === root.toLowerCase())?.letter ??
    root.slice(0, 8);
  if (record?.outcome !== "open" || record.roots.length === 0) return null;
  return (
    <section className="console" aria-labelledby="console">
      <h2 id="console">Find a wrong pixel</h2>
      <p className="soft">
        One pixel that the chain would paint otherwise fells a root. This machine compares what is
        served under each root that stands with what it paints itself: first sixteen pixels of every
        plant, by chance, then every picture as a whole, and whether anything lies where nothing
        may.
      </p>
      <Sources
        sources={sources}
        disabled={isRunning}
        onAdd={(source) => setAdded([...added, source])}
      />
      <div className="cluster">
        <button
          type="button"
          className="button"
          disabled={isRunning || sources.length === 0 || standing === 0}
          onClick={start}
        >
          {search ? "Search again" : "Search"}
        </button>
        {isRunning && (
          <button type="button" className="button" onClick={stop}>
            Stop
          </button>
        )}
      </div>
      {isRunning && (
        <div>
          <progress
            max={search?.of ?? 1}
            value={search?.done ?? 0}
            aria-label="Searching the epoch's pictures"
          />
          <p className="small soft numbers">{search ? paceOf(search) : "Reading the plants…"}</p>
        </div>
      )}
      <p role="status" className="small">
        {isStopped && "Stopped. What was found so far is below."}
        {search?.stage === "done" && !isRunning && endOf(search)}
      </p>
      {error && (
        <p className="notice bad" role="alert">
          The search broke off: {error.message.split("\n")[0]} Search again; if it stays so, use
          another node.
        </p>
      )}
      {search && <Tallies search={search} record={record} letterOf={letterOf} />}
    </section>
  );
}

interface TalliesProps {
  search: Search;
  record: EpochRecord;
  /** What the page calls a root. */
  letterOf: (root: Hex) => string;
}

function Tallies({ search, record, letterOf }: TalliesProps) {
  return (
    <>
      <ul className="tallies" aria-label="What the search found">
        {[...search.tallies].map(([root, tally]) => (
          <li key={root} data-tally={letterOf(root)} data-found={tally.find?.lie.kind ?? "nothing"}>
            <h3>Root {letterOf(root)}</h3>
            {tally.find ? (
              <FindCard find={tally.find} record={record} />
            ) : (
              <p className="small">
                {tallyWords(tally, search)}
                {search.stage === "done" && <DemandLink tally={tally} epoch={record.epoch} />}
              </p>
            )}
          </li>
        ))}
      </ul>
      {search.silent.length > 0 && (
        <ul className="small soft">
          {search.silent.map(({ source, reason }) => (
            <li key={source}>
              {source}: {reason}.
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Where a root can be demanded into: at a plant that it is known to lie about, or else at any. */
function DemandLink({ tally, epoch }: { tally: Tally; epoch: number }) {
  const { runs, pictures, hidden } = tally;
  if (hidden.length === 0 && runs + pictures > 0) return null;
  const tokenId = hidden[0] ?? 0;
  return (
    <>
      {" "}
      <a href={hrefOf({ page: "token", tokenId, epoch })}>
        Verify plant {tokenId}, and demand it there
      </a>
      .
    </>
  );
}

function paceOf({ stage, done, of }: Search): string {
  const places = `${number(done)} of ${number(of)} plants`;
  return stage === "runs" ? `Sixteen pixels of each: ${places}` : `Whole pictures: ${places}`;
}

function endOf({ tallies }: Search): string {
  const found = [...tallies.values()].filter(({ find }) => find).length;
  return found > 0
    ? `${count(found, "root")} can be felled.`
    : "Nothing was found that fells a root.";
}

/** What a search without a find comes to; it does not say more than was compared. */
function tallyWords({ runs, pictures, hidden }: Tally, { stage, of }: Search): string {
  if (hidden.length > 0) {
    const plants = hidden.slice(0, 4).join(", ");
    return `It holds something else than this machine paints for ${count(hidden.length, "plant")} (${plants}${hidden.length > 4 ? ", …" : ""}), but nobody serves those pixels, so nothing can be proved yet. A demand makes its keepers show them.`;
  }
  if (runs + pictures === 0) {
    return stage === "done"
      ? "No source serves anything that leads to it. A demand makes its keepers show what lies under it."
      : "Nothing of it has been served yet.";
  }
  const seen = `${count(pictures, "whole picture")} and sixteen pixels of ${count(runs, "plant")} are as this machine paints them`;
  return pictures >= of ? `${seen}: all that there are. It is right.` : `${seen}.`;
}
