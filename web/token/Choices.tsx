// What the holder has decided, newest first: what waits for its epoch, what counts, and what was replaced before it did.

import { Hash } from "../components/Facts.tsx";
import { type Decision, type Pending, useDecisions } from "../queries/choices.ts";
import type { Pulse } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { count, instant } from "../words.ts";
import type { Chosen, Life, Span } from "./life.ts";

interface Props {
  life: Life;
  pending: Pending | null | undefined;
  pulse: Pulse;
  /** What a station is called. */
  nameOf: (station: number) => string;
}

export function Choices({ life, pending, pulse, nameOf }: Props) {
  const { tokenId, spans, birthEpoch } = life;
  const told = [...spans.slice(1), ...(pending ? [pending] : [])].map(({ from, chosen }) => ({
    from,
    nonce: chosen.decisions,
  }));
  const decisions = useDecisions(Number(tokenId), told, pulse.epochSeconds);
  const timeOf = (epoch: number) => instant(epoch * pulse.epochSeconds);
  const behind = (from: number) => decisions.filter((decision) => decision.from === from);
  return (
    <section className="choices" aria-labelledby="choices">
      <h2 id="choices">What its holder chose</h2>
      {spans.length === 1 && !pending && (
        <p className="soft">
          Nothing yet. It stands where it was born, follows the weather and is drawn as it was
          minted.
        </p>
      )}
      <ol className="events">
        {pending && <Behind decisions={behind(pending.from)} nameOf={nameOf} />}
        {spans
          .slice(1)
          .reverse()
          .map((span) => (
            <li key={span.from}>
              <p>{sentence(changeOf(span.chosen, before(spans, span), nameOf))}</p>
              <p className="soft small numbers">
                From epoch {span.from} on, {timeOf(span.from)}; choice {span.chosen.decisions}
              </p>
              <Behind decisions={behind(span.from)} nameOf={nameOf} isNested />
            </li>
          ))}
        <li>
          <p>Born at {nameOf(spans[0]!.chosen.station)}.</p>
          <p className="soft small numbers">
            Epoch {birthEpoch}, {timeOf(birthEpoch)};{" "}
            {count(pulse.shownEpoch - birthEpoch, "epoch")} ago
          </p>
        </li>
      </ol>
      <p className="small">
        <a href={hrefOf({ page: "desk" }, { plant: String(tokenId) })}>
          Its holder decides where it lives, which moment it shows and what draws it
        </a>
      </p>
    </section>
  );
}

interface WaitingProps {
  life: Life;
  pending: Pending | null | undefined;
  epochSeconds: number;
  nameOf: Props["nameOf"];
}

/** What has been chosen and does not count yet, as soon as a block has it. */
export function WaitingChoice({ life, pending, epochSeconds, nameOf }: WaitingProps) {
  return (
    <div role="status">
      {pending && (
        <p className="notice">
          Chosen and waiting: {changeOf(pending.chosen, life.spans.at(-1)!.chosen, nameOf)}. It
          counts from epoch {pending.from} on, {instant(pending.from * epochSeconds)}.
        </p>
      )}
    </div>
  );
}

function Behind(props: {
  decisions: readonly Decision[];
  nameOf: Props["nameOf"];
  isNested?: boolean;
}) {
  const { decisions, nameOf, isNested = false } = props;
  if (decisions.length === 0) return null;
  const last = decisions.at(-1)!.nonce;
  const rows = decisions.map((decision) => (
    <li key={decision.nonce} className="small">
      {sentence(deedOf(decision, nameOf))}
      {decision.nonce < last && " It was replaced before it counted."}{" "}
      <span className="soft numbers">Decided {instant(decision.time)}, transaction </span>
      <Hash value={decision.transaction} />
    </li>
  ));
  return isNested ? <ul className="behind">{rows}</ul> : rows;
}

function before(spans: readonly Span[], span: Span): Chosen {
  return spans[spans.indexOf(span) - 1]!.chosen;
}

/** What one transaction chose. */
function deedOf({ kind, value }: Decision, nameOf: Props["nameOf"]): string {
  switch (kind) {
    case "Moved":
      return `move to ${nameOf(value)}`;
    case "Pinned":
      return `pin epoch ${value}`;
    case "Followed":
      return "follow the weather again";
    case "ModelAdopted":
      return `adopt sky model ${value}`;
    default:
      return `adopt art version ${value}`;
  }
}

/** What is different in the later of two states. */
function changeOf(later: Chosen, earlier: Chosen, nameOf: Props["nameOf"]): string {
  const said = [
    later.station !== earlier.station && `move to ${nameOf(later.station)}`,
    later.pinnedEpoch !== earlier.pinnedEpoch &&
      (later.pinnedEpoch === 0 ? "follow the weather again" : `pin epoch ${later.pinnedEpoch}`),
    later.model !== earlier.model && `adopt sky model ${later.model}`,
    later.artVersion !== earlier.artVersion && `adopt art version ${later.artVersion}`,
  ].filter((each): each is string => each !== false);
  return said.length === 0 ? "keep everything as it is" : said.join("; ");
}

function sentence(words: string): string {
  return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
}
