// A film: of which epochs, how large, how fast, in which format; what that comes to before it is begun.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Choice } from "../components/Choice.tsx";
import type { Portrait } from "../portrait.ts";
import { modelQuery } from "../queries/model.ts";
import { isDrawnHere, type Life, livedThrough, sceneAt } from "../token/life.ts";
import { count, day, epochName, number } from "../words.ts";
import { useWorld } from "../world.ts";
import { formatsFor } from "./encoders.ts";
import { estimate, FILM_SIZES, FILM_SPEEDS, makeFilm, pick } from "./film.ts";
import { MakingState } from "./MakingState.tsx";
import { megabytes } from "./megabytes.ts";
import { filmName } from "./naming.ts";
import { useMaking } from "./useMaking.ts";

/** More pictures than a film of some minutes has: of a longer span every nth epoch is taken. */
const MOST_PICTURES = 2_400;

/** Spans by name, in epochs of seven hours. */
const SPANS = [
  ["week", "The last week", 24],
  ["month", "The last month", 103],
  ["year", "The last year", 1252],
  ["life", "Its whole life", Number.POSITIVE_INFINITY],
  ["own", "From epoch to epoch", 0],
] as const;
type Span = (typeof SPANS)[number][0];

interface Props {
  portrait: Portrait;
  life: Life;
}

export function FilmForm({ portrait, life }: Props) {
  const world = useWorld();
  const queries = useQueryClient();
  const [span, setSpan] = useState<Span>("month");
  const [own, setOwn] = useState<readonly [number, number]>();
  const [size, setSize] = useState<number>(720);
  const [fps, setFps] = useState<number>(8);
  const [ending, setEnding] = useState<string>();
  const maker = useMaking();
  const { data: formats } = useQuery({
    queryKey: ["film formats", size],
    queryFn: () => formatsFor(size),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const format = formats?.find((each) => each.ending === ending) ?? formats?.[0];

  const { epochSeconds } = life;
  const [epochs, foreign] = useMemo(() => {
    const all = livedThrough(life).map(({ epoch }) => epoch);
    const drawn = all.filter((epoch) => isDrawnHere(life, epoch));
    return [drawn, all.length - drawn.length];
  }, [life]);
  const last = epochs.at(-1) ?? 0;
  const [from, to] = own ?? [epochs[Math.max(0, epochs.length - 24)] ?? last, last];
  const length = SPANS.find(([name]) => name === span)![2];
  const within =
    span === "own"
      ? epochs.filter((epoch) => epoch >= from && epoch <= to)
      : epochs.slice(Math.max(0, epochs.length - length));
  const chosen = pick(within, MOST_PICTURES);

  const start = () => {
    if (!format) return;
    maker.make(async (tell, signal) => {
      const began = performance.now();
      const file = await makeFilm(
        {
          format,
          size,
          fps,
          epochs: chosen,
          sceneAt: (epoch) => sceneAt(life, epoch).scene,
          readModel: async (id) => (await queries.fetchQuery(modelQuery(world, id))).bytes,
        },
        ({ pictures, of, bytes }) => {
          const perPicture = (performance.now() - began) / pictures;
          const left = pictures > 2 ? `, ${remaining((of - pictures) * perPicture)} left` : "";
          tell(
            pictures / of,
            `${number(pictures)} of ${count(of, "picture")}, ${megabytes(bytes)}${left}`,
          );
        },
        signal,
      );
      const name = filmName(portrait, chosen[0]!, chosen.at(-1)!, size, format.ending);
      return { file, name };
    });
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <h3>Film</h3>
      <p className="soft small">
        One picture for each epoch, every sky painted exactly. The film's own compression is lossy.
      </p>
      {formats?.length === 0 ? (
        <p className="notice">
          This browser can neither encode nor record films. Open this page in a current Chrome,
          Edge, Firefox or Safari to make one.
        </p>
      ) : (
        <>
          <div className="controls">
            <Choice
              label="Span"
              value={span}
              onChoose={(value) => setSpan(value as Span)}
              options={SPANS.map(([name, words]) => [name, words])}
            />
            {span === "own" && (
              <>
                <EpochField label="First epoch" value={from} onChange={(e) => setOwn([e, to])} />
                <EpochField label="Last epoch" value={to} onChange={(e) => setOwn([from, e])} />
              </>
            )}
            <Choice
              label="Side"
              value={String(size)}
              onChoose={(value) => setSize(Number(value))}
              options={FILM_SIZES.map((side) => [String(side), `${number(side)} px`])}
            />
            <Choice
              label="Speed"
              value={String(fps)}
              onChoose={(value) => setFps(Number(value))}
              options={FILM_SPEEDS.map((each) => [String(each), `${each} epochs a second`])}
            />
            {formats && format && (
              <Choice
                label="Format"
                value={format.ending}
                onChoose={setEnding}
                options={formats.map(({ ending: each, name }) => [each, name])}
              />
            )}
            <button
              type="submit"
              className="button"
              disabled={!format || chosen.length === 0 || maker.making.kind === "working"}
            >
              Make the film
            </button>
          </div>
          <p className="soft small numbers">
            {chosen.length === 0
              ? "No weather was accepted in this span, so there is no picture of it."
              : `${day(chosen[0]! * epochSeconds)} to ${day(chosen.at(-1)! * epochSeconds)}: ${count(chosen.length, "picture")}, ${number(chosen.length / fps, 1)} seconds, about ${megabytes(estimate(chosen.length, { size, fps }))}.`}
            {chosen.length < within.length &&
              ` Of ${count(within.length, "epoch")} every ${number(within.length / chosen.length, 1)}th is shown.`}
            {foreign > 0 &&
              ` ${count(foreign, "epoch")} of its life, drawn by another art version that this page cannot draw, ${foreign === 1 ? "is" : "are"} left out.`}
            {format?.recorded &&
              " This browser records films instead of encoding them: stay on this tab while it does."}
          </p>
          <MakingState maker={maker} label="Making the film" />
        </>
      )}
    </form>
  );
}

interface EpochFieldProps {
  label: string;
  value: number;
  onChange: (epoch: number) => void;
}

function EpochField({ label, value, onChange }: EpochFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        type="number"
        min={1}
        step={1}
        value={value}
        aria-label={`${label}, ${epochName(value)}`}
        onChange={(event) =>
          onChange(Math.max(0, Math.trunc(event.currentTarget.valueAsNumber || 0)))
        }
      />
    </label>
  );
}

function remaining(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 90 ? count(seconds, "second") : count(Math.ceil(seconds / 60), "minute");
}
