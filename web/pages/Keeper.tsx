// One keeper: what it has at stake, what became of its bonds, and what it earned and lost by them.
import { useMemo, useState } from "react";
import { type Address, getAddress } from "viem";
import { careerOf, courseOf } from "../almanac/career.ts";
import { Earnings } from "../almanac/Earnings.tsx";
import { Seasons } from "../almanac/Seasons.tsx";
import { Withdraw } from "../almanac/Withdraw.tsx";
import { Hash } from "../components/Facts.tsx";
import { Empty, Trouble, Waiting } from "../components/States.tsx";
import { Flower, shortAddress, useCalled } from "../components/Who.tsx";
import { useAccount, useNamings, useWords } from "../queries/career.ts";
import { useEpochs, useRules } from "../queries/game.ts";
import { usePulse } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { count, ether } from "../words.ts";

/** Epochs that are looked at, and by how many more a visitor goes back. */
const SPAN = 60;

export function Keeper({ address }: { address: Address }) {
  const keeper = getAddress(address.toLowerCase());
  const account = useAccount(keeper);
  const { data: rules } = useRules();
  const known = account.data?.id ? `Keeper ${account.data.id}` : shortAddress(keeper);
  const name = useCalled(keeper, known);
  return (
    <div className="almanac" key={keeper}>
      <header className="introduction keeper">
        <div className="stack">
          <h1>
            <Flower address={keeper} /> {name}
          </h1>
          <Hash value={keeper} />
          <nav className="neighbours" aria-label="Almanac">
            <a className="button small" href={hrefOf({ page: "almanac" })}>
              All of the almanac
            </a>
          </nav>
        </div>
        {account.data && rules && (
          <dl className="purse">
            <Figure name="Free to withdraw">{ether(account.data.balance)}</Figure>
            <Figure name="Locked">
              {ether(BigInt(account.data.locked) * rules.bond)}
              {account.data.locked > 0 && ` for ${count(account.data.locked, "epoch")}`}
            </Figure>
            <Figure name="Bond of an epoch">{ether(rules.bond)}</Figure>
          </dl>
        )}
      </header>
      {account.error && (
        <Trouble retry={() => void account.refetch()}>
          The account could not be read from the chain: {account.error.message.split("\n")[0]} The
          page keeps trying.
        </Trouble>
      )}
      {account.data?.id === 0 && (
        <Empty title="This address has no account at the almanac.">
          <p className="soft">
            Whoever deposits a bond, fells a root, demands or answers gets one. Painting, deposits
            and answers are a keeper's work, not this page's: <code>npm run keeper -- run</code>{" "}
            does them, and deposits a bond by itself before each commit.
          </p>
        </Empty>
      )}
      {account.data && account.data.id > 0 && (
        <>
          <Withdraw keeper={keeper} balance={account.data.balance} />
          <Life keeper={keeper} />
        </>
      )}
    </div>
  );
}

function Life({ keeper }: { keeper: Address }) {
  const [span, setSpan] = useState(SPAN);
  const { data: pulse } = usePulse();
  const { data: rules } = useRules();
  const last = pulse?.lastEpoch ?? 0;
  const epochs = useMemo(
    () => Array.from({ length: Math.min(span, last) }, (_, i) => last - i),
    [span, last],
  );
  const { data: views, error: viewsError, refetch } = useEpochs(epochs);
  const words = useWords(keeper, views);
  const namings = useNamings(keeper, views);
  const career = useMemo(
    () =>
      views &&
      words.data &&
      rules &&
      careerOf(keeper, views, words.data, namings.data ?? [], rules, pulse?.time ?? 0),
    [keeper, views, words.data, namings.data, rules, pulse?.time],
  );
  const error = viewsError ?? words.error;
  if (!career || !views || !rules) {
    return error ? (
      <Trouble retry={() => void refetch()}>
        Its epochs could not be read from the chain: {error.message.split("\n")[0]} The page keeps
        trying.
      </Trouble>
    ) : (
      <Waiting>Reading what it said and what became of it…</Waiting>
    );
  }
  const first = views.at(-1)?.epoch ?? last;
  const hasOlder = first > 1 && first - 1 <= last - span + SPAN && views.length >= span;
  return (
    <>
      <section aria-labelledby="earnings" className="stack">
        <h2 id="earnings">Earned and lost</h2>
        <Earnings course={courseOf(career, first, last)} />
        {namings.error && (
          <p className="notice" role="alert">
            This node does not answer for past events, so what it earned by felling others, and
            bonds that were taken for a closed seal, are missing here.
          </p>
        )}
      </section>
      <section aria-labelledby="seasons" className="stack">
        <h2 id="seasons">Its epochs</h2>
        {career.seasons.length === 0 ? (
          <p className="soft">It has not committed to any of the last {count(span, "epoch")}.</p>
        ) : (
          <Seasons career={career} bond={rules.bond} />
        )}
        {hasOlder && (
          <p>
            <button type="button" className="button" onClick={() => setSpan(span + SPAN)}>
              Look {SPAN} epochs further back
            </button>
          </p>
        )}
      </section>
    </>
  );
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="numbers">{children}</dd>
    </div>
  );
}
