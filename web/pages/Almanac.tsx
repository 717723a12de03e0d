// The almanac, live: what keepers say about each epoch, who challenges it, and what becomes of their bonds.
import { useMemo, useState } from "react";
import type { Address } from "viem";
import type { Deed } from "../almanac/deeds.ts";
import { OwnAccount } from "../almanac/OwnAccount.tsx";
import type { Rules } from "../almanac/phase.ts";
import { castOf, NOTHING_YET, type Story, storyOf } from "../almanac/story.ts";
import { Throughput } from "../almanac/Throughput.tsx";
import { deedWords, type Name } from "../almanac/telling.ts";
import { EpochCard } from "../components/EpochCard.tsx";
import { Keepers } from "../components/Keepers.tsx";
import { NamesContext, shortAddress, useName } from "../components/Who.tsx";
import { useBonds } from "../queries/bonds.ts";
import { useEpochs, useIds, usePurse, useRules } from "../queries/game.ts";
import { useLedger } from "../queries/ledger.ts";
import { type Pulse, usePulse } from "../queries/pulse.ts";
import { useStandings } from "../queries/standing.ts";
import { hrefOf } from "../router.ts";
import { duration, epochName, ether } from "../words.ts";

/** Epochs shown before the visitor asks for more. */
const PAGE = 6;

export function Almanac({ epoch }: { epoch: number | undefined }) {
  const { data: pulse } = usePulse();
  const { data: rules, error } = useRules();
  if (!pulse || !rules) {
    return error ? (
      <p className="notice bad" role="alert">
        The rules could not be read from the chain: {error.message.split("\n")[0]} The page keeps
        trying.
      </p>
    ) : (
      <p className="soft" role="status">
        Reading the almanac from the chain…
      </p>
    );
  }
  return epoch === undefined ? (
    <Live pulse={pulse} rules={rules} />
  ) : (
    <Single epoch={epoch} pulse={pulse} rules={rules} />
  );
}

interface Props {
  pulse: Pulse;
  rules: Rules;
}

function Live({ pulse, rules }: Props) {
  const [shown, setShown] = useState(PAGE);
  const { data: purse } = usePurse();
  const last = pulse.lastEpoch ?? 0;
  const epochs = useMemo(
    () => Array.from({ length: Math.min(shown, last) }, (_, i) => last - i),
    [shown, last],
  );
  const { data: views } = useEpochs(epochs);
  // Where nothing was accepted for so long, the collection had not begun.
  const hasOlder = views !== undefined && (views.at(-1)?.epoch ?? last) < last - shown + 1 + PAGE;
  return (
    <div className="almanac">
      <header className="introduction">
        <h1>The almanac</h1>
        <div className="story">
          <p className="lede">
            Every few hours the weather turns, and every sky is painted anew. Keepers paint them
            all, and put money on having painted them right. Whoever shows one wrong pixel takes it
            from them.
          </p>
          <dl className="purse">
            <Figure name="Bond of a keeper">{ether(rules.bond)}</Figure>
            <Figure name="Pot of an epoch">{ether(rules.pot)}</Figure>
            <Figure name="Treasury">{purse ? ether(purse.treasury) : "…"}</Figure>
            <Figure name="A demand costs">{purse ? ether(purse.demandBond) : "…"}</Figure>
          </dl>
        </div>
      </header>
      <OwnAccount />
      <Guide rules={rules} />
      {pulse.lastEpoch === undefined && (
        <p className="notice">No weather has been accepted yet, so there is nothing to paint.</p>
      )}
      <Epochs epochs={epochs} pulse={pulse} rules={rules} whole={false} />
      {hasOlder && (
        <p className="more">
          <button type="button" className="button" onClick={() => setShown(shown + PAGE)}>
            Show {PAGE} older epochs
          </button>
        </p>
      )}
      {purse && <Keepers accounts={purse.accounts} rules={rules} />}
    </div>
  );
}

function Single({ epoch, pulse, rules }: Props & { epoch: number }) {
  const epochs = useMemo(() => [epoch], [epoch]);
  const link = (to: number, words: string) => (
    <a className="button small" href={hrefOf({ page: "almanac", epoch: to })}>
      {words}
    </a>
  );
  return (
    <div className="almanac">
      <header className="introduction">
        <h1>{epochName(epoch)}</h1>
        <nav className="neighbours" aria-label="Other epochs">
          {epoch > 1 && link(epoch - 1, "‹ The one before")}
          {epoch < (pulse.lastEpoch ?? 0) && link(epoch + 1, "The one after ›")}
          <a className="button small" href={hrefOf({ page: "almanac" })}>
            All of the almanac
          </a>
        </nav>
      </header>
      <OwnAccount />
      <Epochs epochs={epochs} pulse={pulse} rules={rules} whole />
      <Guide rules={rules} />
    </div>
  );
}

function Epochs({
  epochs,
  pulse,
  rules,
  whole,
}: Props & { epochs: readonly number[]; whole: boolean }) {
  const { data: views, error } = useEpochs(epochs);
  const since = views?.at(-1)?.acceptedAt;
  const until = views?.[0] && views[0].challengeEnds + longestAfter(rules);
  const ledger = useLedger(epochs, since, until);
  // While it is asked again the error is gone for a moment, and the need is not.
  const isRefused = ledger.data === undefined && ledger.errorUpdateCount > 0;
  const standings = useStandings(views, rules, isRefused);
  const told = useMemo(
    () => (ledger.data ? storiesOf(ledger.data) : standings.data),
    [ledger.data, standings.data],
  );
  const stories = useBonds(told);
  const cast = useMemo(
    () => [...new Set([...(stories?.values() ?? [])].flatMap(castOf))].sort(),
    [stories],
  );
  const { data: ids } = useIds(cast);
  const name = useMemo(() => nameWith(ids), [ids]);
  return (
    <NamesContext value={name}>
      {error && (
        <p className="notice bad" role="alert">
          The epochs could not be read from the chain: {error.message.split("\n")[0]} The page keeps
          trying.
        </p>
      )}
      {ledger.error && (
        <p className="notice" role="alert">
          This node does not answer for past events: {ledger.error.message.split("\n")[0]} What
          stands is read from the contract itself; when each keeper came, what was demanded and who
          was paid is not shown.
        </p>
      )}
      {standings.error && (
        <p className="notice bad" role="alert">
          What stands could not be read either: {standings.error.message.split("\n")[0]} The page
          keeps trying.
        </p>
      )}
      {whole && views?.length === 0 && (
        <p className="notice">No weather was accepted for epoch {epochs[0]}.</p>
      )}
      <ol className="epochs" aria-label="Epochs" aria-busy={!views}>
        {views?.map((view) => (
          <li key={view.epoch}>
            <EpochCard
              view={view}
              story={stories && (stories.get(view.epoch) ?? NOTHING_YET)}
              rules={rules}
              now={pulse.time}
              epochSeconds={pulse.epochSeconds}
              whole={whole}
            />
          </li>
        ))}
      </ol>
      {!whole && views && stories && <Throughput views={views} stories={stories} />}
      {stories && <Herald stories={stories} />}
    </NamesContext>
  );
}

/** Says what is new, once, to whoever listens rather than looks. */
function Herald({ stories }: { stories: ReadonlyMap<number, Story> }) {
  const name = useName();
  const newest = [...stories.values()]
    .flatMap((story) => story.deeds.slice(-1).map((deed) => ({ deed, story })))
    .reduce<{ deed: Deed; story: Story } | undefined>(
      (best, each) => (best && best.deed.block >= each.deed.block ? best : each),
      undefined,
    );
  const key = newest && `${newest.deed.block}/${newest.deed.logIndex}`;
  // What had happened before the page was opened is no news.
  const [first] = useState(key);
  const isNew = newest && key !== first;
  return (
    <p role="status" className="hidden">
      {isNew && `Epoch ${newest.deed.epoch}: ${deedWords(newest.deed, newest.story, name)}`}
    </p>
  );
}

function Figure({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="numbers">{children}</dd>
    </div>
  );
}

function Guide({ rules }: { rules: Rules }) {
  const lasts = (seconds: number) => duration(Math.round(seconds / 60));
  return (
    <section aria-labelledby="guide">
      <h2 id="guide" className="hidden">
        How it goes
      </h2>
      <ol className="guide">
        <li>
          <h3>Commit</h3>
          <p className="soft">
            A keeper paints every sky and hashes all of its pixels into one number, the root. It
            seals that number within {lasts(rules.commitSeconds)}: a seed in the ground.
          </p>
        </li>
        <li>
          <h3>Reveal</h3>
          <p className="soft">
            Seals are opened for {lasts(rules.revealSeconds)}. Keepers that painted the same pixels
            have the same root, and stand behind it together: one stem above the ground.
          </p>
        </li>
        <li>
          <h3>Challenge</h3>
          <p className="soft">
            For {lasts(rules.challengeSeconds)} anyone may have the chain paint sixteen of the
            pixels itself. If one differs, the root falls. Whoever hides pixels can be made to show
            them: each demand is a leaf on the stem.
          </p>
        </li>
        <li>
          <h3>Decide</h3>
          <p className="soft">
            The one root that is left blossoms, and its keepers share the pot. Of the bonds behind a
            fallen root, half goes to whoever felled it; the rest is burned.
          </p>
        </li>
      </ol>
    </section>
  );
}

/** How long after the challenges an epoch can stay open, and a day for bonds to be fetched. */
function longestAfter({ answerSeconds, followUpSeconds }: Rules): number {
  return ROUNDS * (answerSeconds + followUpSeconds) + DAY;
}

/** Answers that can follow from each other: one for each height at which there are demands. */
const ROUNDS = 4;
const DAY = 86_400;

function storiesOf(deeds: readonly Deed[]): ReadonlyMap<number, Story> {
  const epochs = new Set(deeds.map(({ epoch }) => epoch));
  return new Map(
    [...epochs].map((epoch) => [epoch, storyOf(deeds.filter((deed) => deed.epoch === epoch))]),
  );
}

function nameWith(ids: ReadonlyMap<Address, number> | undefined): Name {
  return (who) => {
    const id = ids?.get(who);
    return id === undefined ? shortAddress(who) : `Keeper ${id}`;
  };
}
