// Every token, live.
import { useMemo, useState } from "react";
import { Empty } from "../components/States.tsx";
import { Finder } from "../gallery/Finder.tsx";
import { type Chosen, useChosen } from "../gallery/useChosen.ts";
import { Wall } from "../gallery/Wall.tsx";
import { EVERYTHING, isPicky, type Wish, wishOf } from "../gallery/wish.ts";
import { useCatalogueProgress } from "../queries/catalogue.ts";
import { type Pulse, usePulse } from "../queries/pulse.ts";
import { hrefOf, type Search, useRoute, useSearch } from "../router.ts";
import { ageOf, count, instant, number } from "../words.ts";
import "../styles/gallery.css";

export function Gallery() {
  const { data: pulse } = usePulse();
  const [now, change] = useSearch();
  // While another page is on its way the address is that page's already, and this one stays as it was.
  const [search, setSearch] = useState(now);
  if (useRoute().page === "gallery" && !isSame(now, search)) setSearch(now);
  const view = hrefOf({ page: "gallery" }, search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is what the address says, as one word
  const wish = useMemo(() => wishOf(search), [view]);
  const [isCurious, setCurious] = useState(false);
  const chosen = useChosen(pulse, wish, isCurious);
  const total = pulse?.minted ?? 0;

  return (
    <>
      <header className="introduction">
        <h1>Living plants under painted skies</h1>
        <div className="story">
          <p className="lede">
            Each plant grows at a weather station and shows what the weather there did to it. A
            small neural network on the chain paints the sky above it.
          </p>
          <ul className="verbs">
            <li>
              <strong>Watch:</strong> open a plant, and drag its time back to the day it was born.
            </li>
            <li>
              <strong>Verify:</strong> have your own machine paint its sky again, and compare the
              two.
            </li>
          </ul>
          <p className="soft numbers">{pulse ? momentOf(pulse) : "Reading the chain…"}</p>
        </div>
      </header>
      {pulse && total === 0 ? (
        <Empty title="No plant has been minted yet.">
          <a href={hrefOf({ page: "mint" })}>Mint the first one.</a>
        </Empty>
      ) : (
        <>
          <Finder
            wish={wish}
            chosen={chosen}
            onChange={change}
            onCurious={() => setCurious(true)}
          />
          <Outcome
            chosen={chosen}
            wish={wish}
            total={total}
            burned={pulse?.burned ?? 0}
            onClear={() => change(EVERYTHING)}
          />
          {chosen.order === undefined ? (
            // Room for what will come, so that the foot of the page does not jump.
            <div className="wall-room" />
          ) : (
            chosen.order.length > 0 && <Wall order={chosen.order} view={view} />
          )}
        </>
      )}
    </>
  );
}

interface OutcomeProps {
  chosen: Chosen;
  wish: Wish;
  total: number;
  burned: number;
  onClear: () => void;
}

/** How many there are, spoken when it changes; or what is being done to find out. */
function Outcome({ chosen, wish, total, burned, onClear }: OutcomeProps) {
  const { order, found, isSearching, isFailed } = chosen;
  const isReading = order === undefined && !isSearching && total > 0 && !isFailed;
  const isNone = order?.length === 0;
  return (
    <div className="outcome">
      <p role="status" className="soft numbers">
        {found}{" "}
        {order && total > 0 && !(isNone && found) && shown(order.length, total, burned, wish)}
        {isReading && "Reading the collection…"}
      </p>
      {isReading && <Progress total={total} />}
      {isFailed && (
        <p className="notice bad" role="alert">
          The collection could not be read whole, so nothing can be chosen from it. The page keeps
          trying; without a filter the plants are shown in their order.
        </p>
      )}
      {isNone && !found && (
        <Empty title="No plant is like this now.">
          <button type="button" className="button" onClick={onClear}>
            Show all plants
          </button>
        </Empty>
      )}
    </div>
  );
}

function Progress({ total }: { total: number }) {
  const known = useCatalogueProgress();
  return (
    <div className="waiting numbers" aria-hidden="true">
      {number(known)} of {count(total, "genome")}
    </div>
  );
}

function shown(length: number, total: number, burned: number, wish: Wish): string {
  if (!isPicky(wish)) {
    const lost = burned > 0 ? `, ${number(burned)} of them burned` : "";
    return `All ${count(total, "plant")}${lost}.`;
  }
  return `${number(length)} of ${count(total, "plant")}.`;
}

function isSame(one: Search, other: Search): boolean {
  return hrefOf({ page: "gallery" }, one) === hrefOf({ page: "gallery" }, other);
}

function momentOf(pulse: Pulse): string {
  const shown = instant(pulse.shownEpoch * pulse.epochSeconds);
  if (pulse.lastEpoch === undefined) return `${shown}; no weather has been reported yet.`;
  return pulse.weatherAge > 0
    ? `${shown}; the weather is ${ageOf(pulse.weatherAge)}, nothing newer was reported.`
    : `${shown}.`;
}
