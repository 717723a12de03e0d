// Everything that may be decided about one plant.
import { Artwork } from "../components/Artwork.tsx";
import { Hash } from "../components/Facts.tsx";
import { Trouble, Waiting } from "../components/States.tsx";
import { useHolding } from "../queries/holding.ts";
import { usePrimaryName } from "../queries/names.ts";
import { usePortrait } from "../queries/portraits.ts";
import type { Pulse } from "../queries/pulse.ts";
import { useStations } from "../queries/stations.ts";
import { hrefOf } from "../router.ts";
import { instant } from "../words.ts";
import { AdoptArt, AdoptModel } from "./Adopt.tsx";
import { AlertSwitch } from "./AlertSwitch.tsx";
import { Guard } from "./Guard.tsx";
import { Moment } from "./Moment.tsx";
import { Move } from "./Move.tsx";

const SKY_SIZES = [60, 240] as const;

export function Decisions({ tokenId, pulse }: { tokenId: number; pulse: Pulse }) {
  const { data: portrait } = usePortrait(tokenId, undefined);
  const { data: holding, error, refetch } = useHolding(tokenId);
  const { data: stations = [] } = useStations();
  const holder = usePrimaryName(holding?.owner);
  const nameOf = (station: number) =>
    stations.find((each) => each.station === station)?.name ?? `station ${station}`;
  const isCurrent = holding?.tokenId === tokenId && portrait?.tokenId === tokenId;
  if (tokenId >= pulse.minted) return <p className="notice">There is no plant {tokenId} yet.</p>;
  if (!isCurrent) {
    return error ? (
      <Trouble retry={() => void refetch()}>
        Plant {tokenId} could not be read from the chain: {error.message.split("\n")[0]}
      </Trouble>
    ) : (
      <Waiting>Reading plant {tokenId} from the chain.</Waiting>
    );
  }
  const props = { holding, pulse, nameOf };
  return (
    <div className="decisions" data-token={tokenId}>
      <div className="subject">
        <a className="piece" href={hrefOf({ page: "token", tokenId })}>
          <Artwork portrait={portrait} sizes={SKY_SIZES} />
        </a>
        <div className="stack">
          <h2>{portrait.title}</h2>
          <p>
            {portrait.kind}
            {portrait.germinated && `, ${portrait.place}. ${portrait.weatherWords}`}
          </p>
          <p className="soft small">
            {holding.owner ? (
              <>
                Held by {holder && `${holder}, `}
                <Hash value={holding.owner} />
              </>
            ) : (
              "Burned: nobody holds it, and nothing can be decided any more."
            )}
          </p>
          {holding.pendingFrom !== undefined && (
            <p className="notice" role="status">
              A choice waits: it counts from epoch {holding.pendingFrom} on,{" "}
              {instant(holding.pendingFrom * pulse.epochSeconds)}.
            </p>
          )}
          <AlertSwitch tokenId={tokenId} title={portrait.title} />
        </div>
      </div>
      {!portrait.germinated ? (
        <p className="notice">
          This is a seed still. When it has germinated, you can decide where it lives.
        </p>
      ) : (
        <div className="deeds">
          <Move {...props} />
          <Moment {...props} />
          <AdoptModel {...props} portrait={portrait} />
          <AdoptArt {...props} portrait={portrait} />
          <Guard holding={holding} />
        </div>
      )}
    </div>
  );
}
