// Every token, live.
import { useState } from "react";
import { Artwork } from "../components/Artwork.tsx";
import type { Portrait } from "../portrait.ts";
import { usePortraits } from "../queries/portraits.ts";
import { type Pulse, usePulse } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { ageOf, count, instant } from "../words.ts";

/** Tokens shown before the visitor asks for more; one batch of reads stays small. */
const PAGE = 24;
const SKY_SIZES = [48, 240] as const;

export function Gallery() {
  const { data: pulse } = usePulse();
  const [shown, setShown] = useState(PAGE);
  const total = pulse?.minted ?? 0;
  const visible = Math.min(shown, total);
  const { data: portraits, error } = usePortraits(0, visible);

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
          <p className="soft numbers">
            {pulse ? `${count(total, "plant")}. ${momentOf(pulse)}` : "Reading the chain…"}
          </p>
        </div>
      </header>
      {error && (
        <p className="notice bad" role="alert">
          The plants could not be read from the chain: {error.message.split("\n")[0]} The page keeps
          trying.
        </p>
      )}
      {pulse && total === 0 && (
        <p className="notice">
          No plant has been minted yet. <a href={hrefOf({ page: "mint" })}>Mint the first one.</a>
        </p>
      )}
      <ul className="wall" aria-label="Plants" aria-busy={!portraits}>
        {portraits?.map((portrait) => (
          <li key={portrait.tokenId}>
            <Piece portrait={portrait} />
          </li>
        ))}
      </ul>
      {visible < total && (
        <p className="more">
          <button type="button" className="button" onClick={() => setShown(shown + PAGE)}>
            Show {Math.min(PAGE, total - visible)} more of {total}
          </button>
        </p>
      )}
    </>
  );
}

function momentOf(pulse: Pulse): string {
  const shown = instant(pulse.shownEpoch * pulse.epochSeconds);
  if (pulse.lastEpoch === undefined) return `${shown}; no weather has been reported yet.`;
  return pulse.weatherAge > 0
    ? `${shown}; the weather is ${ageOf(pulse.weatherAge)}, nothing newer was reported.`
    : `${shown}.`;
}

function Piece({ portrait }: { portrait: Portrait }) {
  return (
    <a
      className="piece"
      href={hrefOf({ page: "token", tokenId: portrait.tokenId })}
      data-token={portrait.tokenId}
    >
      <Artwork portrait={portrait} sizes={SKY_SIZES} />
      <div className="label">
        <h2>{portrait.title}</h2>
        <p>
          {portrait.kind}
          {portrait.germinated && `, ${portrait.place}`}
        </p>
        <p className="numbers">{portrait.weatherWords}</p>
      </div>
    </a>
  );
}
