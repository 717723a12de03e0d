// The label beside a picture: what it is called, what it is, where it stands, when this is, and what is to be seen.
import type { ReactNode } from "react";
import type { Portrait } from "../portrait.ts";
import type { Pulse } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { ageOf, coordinates, instant } from "../words.ts";
import type { Moment } from "./useMoment.ts";

interface Props {
  portrait: Portrait;
  moment: Moment;
  pulse: Pulse;
  /** The epoch that a link names, where none was accepted. */
  unknown: number | undefined;
  /** What else is to be said first. */
  children?: ReactNode;
}

export function Header({ portrait, moment, pulse, unknown, children }: Props) {
  const { title, kind, germinated, place, latMicroDeg, lonMicroDeg, epoch, observed } = portrait;
  const isStale = moment.at === "now" && observed && portrait.weatherAge > 0;
  return (
    <header>
      <h1>{title}</h1>
      <p className="kind">
        {kind}
        {germinated && (
          <>
            , {place} <span className="soft numbers">{coordinates(latMicroDeg, lonMicroDeg)}</span>
          </>
        )}
      </p>
      <p className="soft numbers">
        {instant(epoch * pulse.epochSeconds)}, epoch {epoch}
        {TENSES[moment.at]}
        {isStale && `; the weather is ${ageOf(portrait.weatherAge)}, nothing newer was reported`}
      </p>
      {moment.at === "ahead" && (
        <p className="notice forecast">
          A forecast. Sun, moon, season and age follow from time alone, and are drawn as they will
          be. The weather is that of the present: nobody knows what it will be.
        </p>
      )}
      {unknown !== undefined && (
        <p className="notice">
          No weather was accepted for epoch {unknown} in this plant's life, so this is the present.{" "}
          <a href={hrefOf({ page: "token", tokenId: portrait.tokenId })}>Follow the present.</a>
        </p>
      )}
      {children}
      <p className="lede">{portrait.description}</p>
    </header>
  );
}

const TENSES = { now: "", past: " (in the past)", ahead: " (ahead)" } as const;
