// The climate: where the weather comes from, what it was, and who said so.
import { Agreement } from "../climate/Agreement.tsx";
import { Past } from "../climate/Past.tsx";
import { StationTable } from "../climate/StationTable.tsx";
import { firstOf, parseSpan, placeOf } from "../climate/span.ts";
import { Empty, Trouble, Waiting } from "../components/States.tsx";
import { WorldMap } from "../map/WorldMap.tsx";
import { useFirstEpoch } from "../queries/firstEpoch.ts";
import { useHistory } from "../queries/history.ts";
import { type Pulse, usePulse } from "../queries/pulse.ts";
import { type StationNow, useStations } from "../queries/stations.ts";
import { hrefOf, useSearch } from "../router.ts";
import { ageOf, coordinates, count, duration, number } from "../words.ts";
import "../styles/climate.css";

export function Climate({ station }: { station: number | undefined }) {
  const { data: pulse } = usePulse();
  const { data: stations, error, refetch } = useStations();
  const chosen = stations?.find((each) => each.station === (station ?? 0));
  return (
    <article className="climate">
      <header>
        <h1>Climate</h1>
        <p className="lede">
          Every plant lives under the weather of a real place. Reporters observe it, sign what they
          saw, and the contract takes the median of what they say.
        </p>
        {pulse && <p className="soft numbers">{stateOf(pulse)}</p>}
      </header>
      {error && !stations && (
        <Trouble retry={() => void refetch()}>
          The stations could not be read from the chain: {error.message.split("\n")[0]}
        </Trouble>
      )}
      {!stations && !error && <Waiting>Reading the stations from the chain.</Waiting>}
      {stations?.length === 0 && <Empty title="There is no station yet, so nothing can grow." />}
      {stations && stations.length > 0 && pulse && (
        <>
          <div className="world">
            <WorldMap
              places={stations.map((each) => ({ ...each, id: each.station }))}
              chosen={chosen?.station}
              onChoose={(id) => {
                window.location.hash = hrefOf({ page: "climate", station: id });
              }}
              time={pulse.time}
            />
            <StationTable
              stations={stations}
              chosen={chosen?.station}
              weatherAge={pulse.weatherAge}
            />
          </div>
          {chosen ? (
            <Station key={chosen.station} of={chosen} pulse={pulse} />
          ) : (
            <p className="notice">
              There is no station {station}; the highest number is {number(stations.length - 1)}.
            </p>
          )}
        </>
      )}
    </article>
  );
}

function stateOf({ lastEpoch, weatherAge, epochSeconds }: Pulse): string {
  const rhythm = `One epoch is ${duration(epochSeconds / 60)}.`;
  if (lastEpoch === undefined) return `${rhythm} No weather has been accepted yet.`;
  const age = weatherAge === 0 ? "" : `, ${ageOf(weatherAge)}: nothing newer was reported`;
  return `${rhythm} The newest weather is that of epoch ${number(lastEpoch)}${age}.`;
}

function Station({ of, pulse }: { of: StationNow; pulse: Pulse }) {
  const [search, change] = useSearch();
  const { data: first } = useFirstEpoch();
  const span = parseSpan(search.span);
  const last = pulse.lastEpoch ?? 0;
  const from = first === undefined ? undefined : firstOf(span, first, last, pulse.epochSeconds);
  const { data: readings } = useHistory(from === undefined ? undefined : of.station, from ?? 0);
  const at = placeOf(readings ?? [], search.epoch === undefined ? undefined : Number(search.epoch));
  const reading = readings?.[at];
  return (
    <div className="station" data-station={of.station}>
      <header>
        <h2>{of.name}</h2>
        <p className="soft numbers">
          {coordinates(of.latMicroDeg, of.lonMicroDeg)}.{" "}
          {of.observed && of.observation.age > 0
            ? `Nobody has observed it for ${count(of.observation.age, "epoch")}; its last weather carries over.`
            : ""}
        </p>
        <p>
          <a href={hrefOf({ page: "gallery" }, { station: of.name })}>The plants that live here</a>
        </p>
      </header>
      {readings === undefined ? (
        pulse.lastEpoch === undefined ? (
          <Empty title="No weather has been accepted yet. The first comes with the next epoch." />
        ) : (
          <Waiting>Reading what was observed here.</Waiting>
        )
      ) : (
        <Past
          readings={readings}
          epochSeconds={pulse.epochSeconds}
          span={span}
          at={at}
          onSpan={(next) => change({ span: next, epoch: undefined })}
          onMove={(epoch) => change({ epoch: String(epoch) })}
        />
      )}
      {reading && (
        <Agreement station={of.station} epoch={reading.epoch} median={reading.observation} />
      )}
    </div>
  );
}
