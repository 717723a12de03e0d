// "Paint the whole epoch": with every picture painted on this machine no keeper is needed to judge a root.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { OwnTree } from "../../renderer/demands.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { modelQuery } from "../queries/model.ts";
import { count, number } from "../words.ts";
import { useWorld } from "../world.ts";
import { type EpochProgress, paintEpoch, supplyQuery } from "./epoch.ts";

interface Props {
  record: EpochRecord;
  /** What one picture took when this one was painted. */
  paintMs: number;
  onPainted: (own: OwnTree) => void;
}

/** As soon as this many are done they tell the pace better than the one before. */
const FIRST_PICTURES = 3;

export function WholeEpoch({ record, paintMs, onPainted }: Props) {
  const world = useWorld();
  const queries = useQueryClient();
  const running = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<EpochProgress>();
  useEffect(() => () => running.current?.abort(), []);
  const { data: supply } = useQuery(supplyQuery(world, record.epoch));
  const painting = useMutation({
    mutationFn: async () => {
      running.current = new AbortController();
      setProgress(undefined);
      const modelOf = async (id: number) =>
        (await queries.ensureQueryData(modelQuery(world, id))).bytes;
      const { epoch, job } = record;
      const { signal } = running.current;
      onPainted(await paintEpoch(world, { epoch, job }, modelOf, setProgress, signal));
    },
  });
  const isStopped = painting.error?.name === "AbortError";

  return (
    <div className="way" data-way="epoch">
      <h3>Paint the whole epoch</h3>
      <p className="small">
        {supply === undefined ? "All its pictures" : `All ${count(supply, "picture")}`}, painted on
        this machine, give the root that every honest keeper must reveal.
        {supply !== undefined && ` It takes ${spanOf(supply * paintMs)} or less.`}
      </p>
      {painting.isPending ? (
        <>
          <progress
            max={progress?.of ?? supply ?? 1}
            value={progress?.painted ?? 0}
            aria-label="Painting the epoch"
          />
          <p className="small soft numbers" data-painted={progress?.painted ?? 0}>
            {progress ? paceOf(progress) : "The first picture is being painted."}
          </p>
          <button type="button" className="button small" onClick={() => running.current?.abort()}>
            Stop
          </button>
        </>
      ) : (
        <button
          type="button"
          className="button small"
          disabled={!supply}
          onClick={() => painting.mutate()}
        >
          {isStopped ? "Begin again" : "Paint the epoch here"}
        </button>
      )}
      <p role="status" className="small">
        {isStopped && "Stopped. Nothing was kept."}
      </p>
      {painting.error && !isStopped && (
        <p className="notice bad" role="alert">
          The epoch could not be painted: {painting.error.message.split("\n")[0]}
        </p>
      )}
    </div>
  );
}

function paceOf({ painted, of, elapsedMs, backend }: EpochProgress): string {
  const done = `${number(painted)} of ${number(of)} pictures (${backend})`;
  if (painted < FIRST_PICTURES || painted === of) return done;
  return `${done}, ${spanOf((elapsedMs / painted) * (of - painted))} to go`;
}

/** A span of time, told as roughly as it is known. */
function spanOf(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `about ${count(seconds, "second")}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? `about ${count(minutes, "minute")}`
    : `about ${count(Math.round(minutes / 60), "hour")}`;
}
