// Which moment the plant shows: an epoch of its life, pinned, or the weather as it comes.
import { useState } from "react";
import { Artwork } from "../components/Artwork.tsx";
import { useHistory } from "../queries/history.ts";
import { usePortrait } from "../queries/portraits.ts";
import { count, instant } from "../words.ts";
import { Deed, type DeedProps } from "./Deed.tsx";

const SKY_SIZES = [60, 240] as const;

export function Moment(props: DeedProps) {
  const { holding, pulse } = props;
  const { newest, birthEpoch, tokenId } = holding;
  const isPinned = newest.pinnedEpoch !== 0;
  const { data: readings = [] } = useHistory(holding.now.station, birthEpoch);
  const epochs = readings.map(({ epoch }) => epoch);
  const [wanted, setWanted] = useState<number>();
  const place = wanted === undefined ? epochs.length - 1 : Math.min(wanted, epochs.length - 1);
  const epoch = epochs[place];
  const { data: then } = usePortrait(tokenId, epoch);
  const when = epoch === undefined ? "" : `${instant(epoch * pulse.epochSeconds)}, epoch ${epoch}`;
  return (
    <>
      {isPinned && (
        <Deed {...props} title="Let time go on" choice={{ kind: "follow" }}>
          <p>
            It shows epoch {newest.pinnedEpoch}, {instant(newest.pinnedEpoch * pulse.epochSeconds)},
            whatever the weather. Its own life has gone on unseen; following shows what it has
            become.
          </p>
        </Deed>
      )}
      <Deed
        {...props}
        title="Keep a moment"
        choice={
          epoch === undefined || epoch === newest.pinnedEpoch ? undefined : { kind: "pin", epoch }
        }
        obstacle={
          epochs.length === 0
            ? "No weather has been accepted since it was born, so there is no moment to keep yet."
            : undefined
        }
      >
        <p>
          A pinned plant shows one epoch of its life, with its sky, its weather and all that was
          chosen then. Its life goes on unseen, and you can let it follow the weather again.
        </p>
        {epochs.length > 0 && (
          <>
            {then && (
              <div className="preview">
                <Artwork portrait={then} sizes={SKY_SIZES} />
              </div>
            )}
            <label className="field">
              <span>{when}</span>
              <input
                className="range"
                type="range"
                min={0}
                max={epochs.length - 1}
                value={place}
                aria-label="Epoch to keep"
                aria-valuetext={when}
                onChange={(event) => setWanted(event.currentTarget.valueAsNumber)}
              />
              <span className="hint">{count(epochs.length, "epoch")} of its life</span>
            </label>
          </>
        )}
      </Deed>
    </>
  );
}
