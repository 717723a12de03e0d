// Where the plant lives: another station, chosen on the map or from the list.
import { useState } from "react";
import { Choice } from "../components/Choice.tsx";
import { WorldMap } from "../map/WorldMap.tsx";
import { useStations } from "../queries/stations.ts";
import { coordinates, instant, temperature, weatherOf } from "../words.ts";
import { Deed, type DeedProps } from "./Deed.tsx";

export function Move(props: DeedProps) {
  const { holding, pulse, nameOf } = props;
  const { data: stations = [] } = useStations();
  const [wanted, setWanted] = useState<number>();
  const chosen = wanted ?? holding.newest.station;
  const there = stations.find(({ station }) => station === chosen);
  const isOther = chosen !== holding.newest.station;
  const rests = holding.movableFrom > holding.nextEpoch && chosen !== holding.now.station;
  return (
    <Deed
      {...props}
      title="Where it lives"
      choice={isOther ? { kind: "move", station: chosen } : undefined}
      obstacle={
        isOther && rests
          ? `It has moved not long ago, and its memory of the weather spans two stations at most. It may move again from epoch ${holding.movableFrom} on, ${instant(holding.movableFrom * pulse.epochSeconds)}.`
          : undefined
      }
    >
      <p>
        It lives at {nameOf(holding.newest.station)}. A move leaves the years there in its growth,
        and a graft on its stem; from then on the weather of its new home shapes it.
      </p>
      <WorldMap
        places={stations.map((each) => ({ ...each, id: each.station }))}
        chosen={chosen}
        onChoose={setWanted}
        time={pulse.time}
      />
      <Choice
        label="Station"
        value={String(chosen)}
        onChoose={(value) => setWanted(Number(value))}
        options={stations.map((each) => [
          String(each.station),
          `${each.name}, ${coordinates(each.latMicroDeg, each.lonMicroDeg)}`,
        ])}
      />
      {there?.observed && (
        <p className="hint">
          Last observed there: {weatherOf(there.observation.codeRank).toLowerCase()},{" "}
          {temperature(there.observation.tempCentiC)}.
        </p>
      )}
    </Deed>
  );
}
