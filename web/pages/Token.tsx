// One plant: its picture at any epoch of its life, why it looks like that, and where it comes from.
import { Artwork } from "../components/Artwork.tsx";
import { Facts } from "../components/Facts.tsx";
import { Scrubber } from "../components/Scrubber.tsx";
import { Export } from "../export/Export.tsx";
import { PLAIN_CAUSES, type Portrait } from "../portrait.ts";
import { useHistory } from "../queries/history.ts";
import { usePortrait } from "../queries/portraits.ts";
import { usePulse } from "../queries/pulse.ts";
import { hrefOf, replaceRoute } from "../router.ts";
import { Provenance } from "../verify/Provenance.tsx";
import {
  ageOf,
  coordinates,
  duration,
  instant,
  millimetres,
  temperature,
  weatherOf,
  wind,
} from "../words.ts";

const SKY_SIZES = [60, 240] as const;

interface Props {
  tokenId: number;
  /** The epoch to look back at; undefined follows the present. */
  epoch: number | undefined;
}

export function Token({ tokenId, epoch }: Props) {
  const { data: pulse } = usePulse();
  const { data: asked } = usePortrait(tokenId, epoch);
  const setEpoch = (chosen: number | undefined) =>
    replaceRoute({ page: "token", tokenId, epoch: chosen });
  const { data: readings = [] } = useHistory(
    asked?.germinated ? asked.station : undefined,
    asked?.birthEpoch ?? 0,
  );
  const at = epoch === undefined ? -1 : readings.findIndex((reading) => reading.epoch === epoch);
  // A link may name any number: where nothing was accepted there is no picture, so the present shows.
  const isUnknown = epoch !== undefined && readings.length > 0 && at < 0;
  const chosen = isUnknown ? undefined : epoch;
  const { data: portrait, error } = usePortrait(tokenId, chosen);

  if (pulse && tokenId >= pulse.minted) return <NoSuchToken tokenId={tokenId} />;
  if (!pulse || !portrait) {
    return error ? (
      <p className="notice bad" role="alert">
        This plant could not be read from the chain: {error.message.split("\n")[0]}
      </p>
    ) : (
      <p className="soft" role="status">
        Reading the plant from the chain…
      </p>
    );
  }

  return (
    <article className="token" data-epoch={portrait.epoch}>
      <header>
        <h1>{portrait.title}</h1>
        <p className="numbers">
          {portrait.kind}
          {portrait.germinated &&
            `, ${portrait.place}, ${coordinates(portrait.latMicroDeg, portrait.lonMicroDeg)}`}
        </p>
        <p className="numbers">
          {instant(portrait.epoch * pulse.epochSeconds)}, epoch {portrait.epoch}
          {chosen !== undefined && " (in the past)"}
          {chosen === undefined &&
            portrait.observed &&
            portrait.weatherAge > 0 &&
            `; the weather is ${ageOf(portrait.weatherAge)}, nothing newer was reported`}
        </p>
        {isUnknown && (
          <p className="notice">
            No weather was accepted for epoch {epoch} in this plant's life, so this is the present.{" "}
            <a href={hrefOf({ page: "token", tokenId })}>Follow the present.</a>
          </p>
        )}
      </header>
      <div className="scene">
        <div className="stage">
          <Artwork portrait={portrait} sizes={SKY_SIZES} isSharp detailed />
          {readings.length > 0 && (
            <Scrubber
              readings={readings}
              epochSeconds={pulse.epochSeconds}
              position={at < 0 ? readings.length : at}
              onMove={(position) => setEpoch(readings[position]?.epoch)}
            />
          )}
        </div>
        <div className="reading">
          <Weather portrait={portrait} />
          <Causes portrait={portrait} />
        </div>
      </div>
      <div className="placard">
        {portrait.germinated && (
          <Provenance
            portrait={portrait}
            pulse={pulse}
            epochs={readings.map((reading) => reading.epoch)}
            chosen={chosen}
            onChoose={setEpoch}
          />
        )}
        <section aria-labelledby="traits">
          <h2 id="traits">Traits</h2>
          <Facts rows={portrait.traits.map(({ name, value }) => [name, value] as const)} />
        </section>
        <Export
          portrait={portrait}
          epochs={readings.map((reading) => reading.epoch)}
          epochSeconds={pulse.epochSeconds}
        />
        <Neighbours tokenId={tokenId} minted={pulse.minted} />
      </div>
    </article>
  );
}

function Weather({ portrait }: { portrait: Portrait }) {
  const { observation, observed } = portrait;
  return (
    <section aria-labelledby="weather">
      <h2 id="weather">{observed ? weatherOf(observation.codeRank) : "No weather yet"}</h2>
      {observed && (
        <Facts
          rows={[
            ["Temperature", temperature(observation.tempCentiC)],
            ["Rain or snow", millimetres(observation.precipCentiMm)],
            [
              "Wind",
              wind(observation.windEastCms, observation.windNorthCms, observation.windSpeedCms),
            ],
            ["Sunshine", duration(observation.sunMinutes)],
            ["Frost", duration(observation.frostMinutes)],
            ["Cloud", `${observation.cloudPct} %`],
            ["Weather age", ageOf(portrait.weatherAge)],
          ]}
        />
      )}
      {observed && observation.derived && (
        <p className="soft small">
          Part of this reading was derived by a documented rule, because the record lacks it.
        </p>
      )}
    </section>
  );
}

function Causes({ portrait }: { portrait: Portrait }) {
  return (
    <section aria-labelledby="why">
      <h2 id="why">Why it looks like this</h2>
      <CauseList causes={portrait.causes.slice(0, PLAIN_CAUSES)} />
      {portrait.causes.length > PLAIN_CAUSES && (
        <details>
          <summary>Everything else that can be seen</summary>
          <CauseList causes={portrait.causes.slice(PLAIN_CAUSES)} />
        </details>
      )}
    </section>
  );
}

function CauseList({ causes }: Pick<Portrait, "causes">) {
  return (
    <ul className="causes">
      {causes.map(({ feature, value, cause }) => (
        <li key={feature}>
          <strong>
            {feature}: {value}
          </strong>
          <span>{cause}</span>
        </li>
      ))}
    </ul>
  );
}

function Neighbours({ tokenId, minted }: { tokenId: number; minted: number }) {
  const link = (id: number, words: string) => (
    <a className="button small" href={hrefOf({ page: "token", tokenId: id })}>
      {words}
    </a>
  );
  return (
    <nav className="neighbours" aria-label="Neighbouring plants">
      {tokenId > 0 && link(tokenId - 1, `‹ Plant ${tokenId - 1}`)}
      {tokenId + 1 < minted && link(tokenId + 1, `Plant ${tokenId + 1} ›`)}
    </nav>
  );
}

function NoSuchToken({ tokenId }: { tokenId: number }) {
  return (
    <div className="introduction">
      <h1>There is no plant {tokenId} yet</h1>
      <p className="lede">
        <a href={hrefOf({ page: "gallery" })}>See the plants that there are</a>, or{" "}
        <a href={hrefOf({ page: "mint" })}>mint one</a>.
      </p>
    </div>
  );
}
