// A film: of which epochs, how large, how fast, in which format; what that comes to before it is begun.
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Choice } from "../components/Choice.tsx";
import { useSeen } from "../components/useSeen.ts";
import type { Portrait } from "../portrait.ts";
import { modelQuery } from "../queries/model.ts";
import { type Life, sceneAt } from "../token/life.ts";
import { count, epochName, number } from "../words.ts";
import { useWorld } from "../world.ts";
import { estimate, FILM_SIZES, makeFilm } from "./film.ts";
import { FILM_SPEEDS, type FilmFormat, formatsFor } from "./formats.ts";
import { MakingState } from "./MakingState.tsx";
import { megabytes } from "./megabytes.ts";
import { filmName } from "./naming.ts";
import { drawableIn, remaining, SPANS, type Span, select, tell, tellRoom } from "./spans.ts";
import { tellFilm } from "./told.ts";
import { useMaking } from "./useMaking.ts";

/** Tried out once for each size. */
function formatsQuery(size: number) {
  return queryOptions({
    queryKey: ["film formats", size],
    queryFn: () => formatsFor(size),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

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
  const [form, isSeen] = useSeen<HTMLFormElement>();
  const { data: formats } = useQuery({
    ...formatsQuery(size),
    enabled: isSeen,
    placeholderData: keepPreviousData,
  });
  const { data: room } = useQuery({
    queryKey: ["room for a film", maker.making.kind],
    queryFn: readRoom,
    enabled: isSeen,
  });
  const formatOf = (all: readonly FilmFormat[]) =>
    all.find((each) => each.ending === ending) ?? all[0];
  const format = formatOf(formats ?? []);

  const drawable = useMemo(() => drawableIn(life), [life]);
  const { epochs, foreign } = drawable;
  const last = epochs.at(-1) ?? 0;
  const [from, to] = own ?? [epochs[Math.max(0, epochs.length - 24)] ?? last, last];
  const selection = select(drawable, span, [from, to]);
  const { chosen } = selection;
  const tooLarge = tellRoom(estimate(chosen.length, { size, fps }), room ?? undefined);

  const start = () => {
    maker.make(async (say, signal) => {
      // Whoever is quicker than the trial waits for it.
      const format = formatOf(await queries.fetchQuery(formatsQuery(size)));
      if (!format) throw new Error("this browser cannot film at this size. Choose a smaller side.");
      const began = performance.now();
      const scenes = chosen.map((epoch) => sceneAt(life, epoch).scene);
      const painters = [...new Set(scenes.map(({ model }) => model))];
      const models = new Map(
        await Promise.all(
          painters.map(
            async (id) => [id, await queries.fetchQuery(modelQuery(world, id))] as const,
          ),
        ),
      );
      const hashes = [...models.values()].map(({ hash }) => hash);
      const { title, description } = portrait;
      const file = await makeFilm(
        {
          format,
          size,
          fps,
          scenes,
          modelOf: (id) => {
            const { bytes, hash } = models.get(id)!;
            return { model: bytes, modelHash: hash };
          },
          words: { title, description, comment: tellFilm(world, portrait, chosen, hashes) },
        },
        ({ pictures, of, bytes }) => {
          const perPicture = (performance.now() - began) / pictures;
          const left = pictures > 2 ? `, ${remaining((of - pictures) * perPicture)} left` : "";
          say(
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
      ref={form}
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
            <Choice
              label="Format"
              value={format?.ending ?? ""}
              onChoose={setEnding}
              options={
                formats?.map(({ ending: each, name }) => [each, name]) ?? [["", "Being tried out"]]
              }
            />
            <button
              type="submit"
              className="button"
              disabled={chosen.length === 0 || maker.making.kind === "working"}
            >
              Make the film
            </button>
          </div>
          <p className="soft small numbers">
            {tell(selection, { size, fps }, life.epochSeconds)}
            {foreign > 0 &&
              ` ${count(foreign, "epoch")} of its life, drawn by another art version that this page cannot draw, ${foreign === 1 ? "is" : "are"} left out.`}
            {format?.recorded &&
              " This browser records films instead of encoding them, which takes as long as the film lasts, waits while another tab is looked at, and may skip a picture when the machine is busy."}
          </p>
          {tooLarge && <p className="notice">{tooLarge}</p>}
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

/** Bytes that the browser would still take; null where it does not say. */
async function readRoom(): Promise<number | null> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined ? null : Math.max(0, quota - usage);
}
