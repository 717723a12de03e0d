// The page of a plant that has been read: everything about one moment of it, and the way to every other.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { Trouble, Waiting } from "../components/States.tsx";
import { Export } from "../export/Export.tsx";
import type { Portrait } from "../portrait.ts";
import { usePending } from "../queries/choices.ts";
import { useLife } from "../queries/life.ts";
import type { Pulse } from "../queries/pulse.ts";
import { replaceRoute } from "../router.ts";
import { Provenance } from "../verify/Provenance.tsx";
import { instant } from "../words.ts";
import { Choices, WaitingChoice } from "./Choices.tsx";
import { yearOf } from "./forecast.ts";
import { Header } from "./Header.tsx";
import { livedThrough } from "./life.ts";
import { Neighbours } from "./Neighbours.tsx";
import { outlookOf } from "./outlook.ts";
import { picturesOf } from "./pictures.ts";
import { Reading } from "./Reading.tsx";
import { effectOf } from "./Spotlight.tsx";
import { Stage } from "./Stage.tsx";
import { Timeline } from "./Timeline.tsx";
import { Traits } from "./Traits.tsx";
import { type Moment, useMoment } from "./useMoment.ts";
import { useStill } from "./useStill.ts";
import { Why } from "./Why.tsx";
import { canBeWithout } from "./without.ts";

interface Props {
  /** The plant as it is now. */
  present: Portrait;
  pulse: Pulse;
  /** The epoch that the address names. */
  epoch: number | undefined;
}

export function Plant({ present, pulse, epoch }: Props) {
  const { tokenId, germinated } = present;
  const { epochSeconds } = pulse;
  const moments = useMoment(tokenId, epoch);
  const { data: life, error } = useLife(present.gathered.scene, pulse, germinated);
  const pictures = useMemo(() => life && picturesOf(life, present), [life, present]);
  const readings = useMemo(() => (life ? livedThrough(life) : []), [life]);
  const epochs = useMemo(() => readings.map((reading) => reading.epoch), [readings]);
  const { data: pending } = usePending(tokenId, germinated);
  useFresh(present, pending !== undefined && pending !== null, pending !== undefined);

  // A link may name any number: where nothing was accepted there is no picture, so the present shows.
  const isKnown = (moment: Moment) =>
    moment.at !== "past" || readings.length === 0 || epochs.includes(moment.epoch);
  const known = (moment: Moment): Moment => (isKnown(moment) ? moment : { at: "now" });
  const { isMoving } = moments;
  const moment = known(moments.moment);
  const rested = known(moments.rested);
  const from = { present, pictures, epochSeconds };
  const still = useStill(moment, { ...from, isMoving });
  const restedStill = useStill(rested, { ...from, isMoving: false });
  const portrait = still ?? present;
  const settled = restedStill ?? present;
  const born = epochs.length > 0 ? pictures?.(epochs[0]!) : undefined;
  const chosen = rested.at === "past" ? rested.epoch : undefined;

  const stage = useRef<HTMLDivElement>(null);
  const [looked, setLooked] = useState<string>();
  const [pinned, setPinned] = useState<string>();
  const feature = isMoving ? undefined : (looked ?? pinned);
  const effect = useMemo(
    () => (feature === undefined ? undefined : effectOf(portrait, feature)),
    [portrait, feature],
  );

  const reach = germinated && !present.gathered.scene.pinned ? yearOf(epochSeconds) : 0;
  const isAhead = moment.at === "ahead";
  const { latMicroDeg, lonMicroDeg } = present;
  const outlook = useMemo(
    () =>
      isAhead ? outlookOf({ latMicroDeg, lonMicroDeg }, pulse.shownEpoch, reach, epochSeconds) : [],
    [isAhead, latMicroDeg, lonMicroDeg, pulse.shownEpoch, reach, epochSeconds],
  );
  const neighbours = () => {
    const at = moment.at === "past" ? epochs.indexOf(moment.epoch) : epochs.length;
    return [-1, 1, -2, 2, -3, -4].flatMap((by) => {
      const near = epochs[at + by];
      const picture = near === undefined ? undefined : pictures?.(near);
      return picture ? [picture] : [];
    });
  };
  const nameOf = (station: number) =>
    life?.stations.get(station)?.place.name ?? `station ${station}`;

  return (
    <article
      className="token"
      data-epoch={portrait.epoch}
      data-moment={moment.at}
      data-moving={isMoving || undefined}
      aria-busy={still === undefined}
    >
      <Header
        portrait={portrait}
        moment={moment}
        pulse={pulse}
        unknown={moment === moments.moment ? undefined : epoch}
      >
        {life && (
          <WaitingChoice
            life={life}
            pending={pending}
            epochSeconds={epochSeconds}
            nameOf={nameOf}
          />
        )}
      </Header>
      <div className="scene">
        <Stage
          ref={stage}
          portrait={portrait}
          isMoving={isMoving}
          effect={effect}
          neighbours={neighbours}
        />
        {germinated && readings.length > 0 && (
          <Timeline
            moments={{ ...moments, moment }}
            readings={readings}
            present={present.epoch}
            epochSeconds={epochSeconds}
            reach={reach}
            outlook={outlook}
          />
        )}
      </div>
      <div className="placard">
        {error && (
          <Trouble>
            Its past could not be read from the chain: {error.message.split("\n")[0]} The page keeps
            trying; the present is shown meanwhile.
          </Trouble>
        )}
        <Why
          portrait={settled}
          pinned={pinned}
          effect={effect}
          isTelling={(each) => !settled.gathered.own && canBeWithout(each, settled.gathered.scene)}
          onLook={setLooked}
          onPin={(each) => {
            setPinned(each);
            // On a phone the picture may have scrolled away.
            if (each) stage.current?.scrollIntoView({ block: "nearest" });
          }}
        />
        <Reading portrait={settled} isForecast={rested.at === "ahead"} />
        <Traits
          portrait={settled}
          born={born}
          now={rested.at === "now" ? undefined : present}
          name={rested.at === "now" ? "Now" : instant(settled.epoch * epochSeconds)}
        />
        {germinated && (
          <Provenance
            portrait={settled}
            pulse={pulse}
            epochs={epochs}
            chosen={chosen}
            onChoose={(next) => replaceRoute({ page: "token", tokenId, epoch: next })}
          />
        )}
        {life && <Choices life={life} pending={pending} pulse={pulse} nameOf={nameOf} />}
        {restedStill ? (
          <Export
            portrait={restedStill}
            life={life}
            isForecast={rested.at === "ahead"}
            past={chosen}
          />
        ) : (
          // The present stands in for a past that is still being read, and nobody means to keep that.
          <Waiting>Reading the moment before it can be kept.</Waiting>
        )}
        <Neighbours tokenId={tokenId} minted={pulse.minted} />
      </div>
    </article>
  );
}

/** A choice is said at once: the present is read again when it begins to wait, or has gone. */
function useFresh({ tokenId, gathered }: Portrait, isPending: boolean, isKnown: boolean): void {
  const queries = useQueryClient();
  const isTold = gathered.scene.pending;
  useEffect(() => {
    if (!isKnown || isPending === isTold) return;
    void queries.invalidateQueries({ queryKey: ["portraits", tokenId, tokenId + 1] });
  }, [queries, tokenId, isKnown, isPending, isTold]);
}
