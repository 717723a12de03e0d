// One epoch of the almanac: where it stands, its drawing, its roots and what happened.
import { Chores } from "../almanac/Chores.tsx";
import { Console } from "../almanac/Console.tsx";
import { type EpochView, phaseOf, type Rules } from "../almanac/phase.ts";
import type { Seed, Story } from "../almanac/story.ts";
import { phaseWords, standingWords } from "../almanac/telling.ts";
import { hrefOf } from "../router.ts";
import { epochName, ether, instant } from "../words.ts";
import { Chronicle } from "./Chronicle.tsx";
import { RootCard } from "./RootCard.tsx";
import { Timeline } from "./Timeline.tsx";
import { Who } from "./Who.tsx";

interface Props {
  view: EpochView;
  /** Undefined while the events are read, and where the node has none. */
  story: Story | undefined;
  rules: Rules;
  /** Unix seconds of the newest block. */
  now: number;
  epochSeconds: number;
  /** Show everything at once, whether or not it is judged. */
  whole: boolean;
}

export function EpochCard({ view, story, rules, now, epochSeconds, whole }: Props) {
  const phase = phaseOf(view, now);
  const id = `epoch-${view.epoch}`;
  const isOpen = view.outcome === "open";
  return (
    <article className="epoch" aria-labelledby={id} data-epoch={view.epoch} data-phase={phase.kind}>
      <header>
        <h2 id={id}>
          {whole ? (
            instant(view.epoch * epochSeconds)
          ) : (
            <a href={hrefOf({ page: "almanac", epoch: view.epoch })}>{epochName(view.epoch)}</a>
          )}
        </h2>
        {!whole && <p className="soft small numbers">{instant(view.epoch * epochSeconds)}</p>}
        <p className={`phase ${phase.kind}`}>{phaseWords(phase, view, now)}</p>
        {story && <p className="soft">{standingWords(story)}</p>}
      </header>
      {story && (
        <>
          <Timeline view={view} story={story} now={now} />
          {story.roots.length + story.sealed.length === 0 ? null : isOpen || whole ? (
            <Details view={view} story={story} rules={rules} now={now} />
          ) : (
            <details>
              <summary>Roots, bonds and the whole story</summary>
              <Details view={view} story={story} rules={rules} now={now} />
            </details>
          )}
        </>
      )}
      {whole && story && <Chores view={view} story={story} rules={rules} now={now} />}
      {whole && <Console epoch={view.epoch} story={story} />}
    </article>
  );
}

function Details({
  view,
  story,
  rules,
  now,
}: Pick<Props, "view" | "rules" | "now"> & { story: Story }) {
  return (
    <div className="details">
      {(story.roots.length > 0 || story.sealed.length > 0) && (
        <ul className="roots" aria-label="Roots">
          {story.roots.map((root) => (
            <RootCard
              key={root.root}
              view={view}
              story={story}
              root={root}
              rules={rules}
              now={now}
            />
          ))}
          {story.sealed.length > 0 && (
            <Sealed view={view} sealed={story.sealed} rules={rules} now={now} />
          )}
        </ul>
      )}
      {story.deeds.length > 0 && (
        <div>
          <Chronicle story={story} />
        </div>
      )}
    </div>
  );
}

interface SealedProps {
  view: EpochView;
  sealed: readonly Seed[];
  rules: Rules;
  now: number;
}

/** Those that have not opened their seals, yet or at all. */
function Sealed({ view, sealed, rules, now }: SealedProps) {
  const isLate = now >= view.revealEnds;
  return (
    <li className="root" data-state={isLate ? "lost" : "sealed"}>
      <h3>{isLate ? "Never opened" : "Sealed"}</h3>
      {sealed.map(({ keeper, expired }) => (
        <p key={keeper}>
          <Who address={keeper} />{" "}
          {expired ? (
            <>
              lost {ether(expired.reward + expired.burned)} of its bond: {ether(expired.reward)} to{" "}
              <Who address={expired.by} />, the rest was burned.
            </>
          ) : isLate ? (
            `stands to lose ${ether(rules.bond / 4n)}, a quarter of its bond.`
          ) : (
            `has locked ${ether(rules.bond)}.`
          )}
        </p>
      ))}
    </li>
  );
}
