// "How the work goes": the pace of the epochs above as rows of bars, and what keepers say of their own.
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { genomesAbi } from "../../contracts/abi.ts";
import { Band } from "../charts/Band.tsx";
import { readAll } from "../queries/reads.ts";
import { count, duration, epochName, number } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import { useHearsay } from "./hearsay.ts";
import { medianOf, pacesOf } from "./pace.ts";
import type { EpochView } from "./phase.ts";
import type { Story } from "./story.ts";
import "../styles/charts.css";

interface Props {
  /** Newest first. */
  views: readonly EpochView[];
  stories: ReadonlyMap<number, Story>;
}

export function Throughput({ views, stories }: Props) {
  const paces = useMemo(() => pacesOf(views, stories), [views, stories]);
  const pictures = usePictures(paces.map(({ epoch }) => epoch));
  const { data: said } = useHearsay(views[0]?.epoch);
  if (paces.length < 2) return null;
  const rows = [
    rowOf("Pictures of an epoch", pictures, (most) => count(most, "picture")),
    rowOf(
      "Keepers with a root",
      paces.map(({ revealed }) => revealed),
      (most) => `up to ${number(most)}`,
    ),
    rowOf(
      "Roots that they gave",
      paces.map(({ roots }) => roots),
      (most) => `up to ${number(most)}`,
    ),
    timeRow(
      "Weather to first seal",
      paces.map(({ toSeal }) => toSeal),
    ),
    timeRow(
      "Weather to first root",
      paces.map(({ toReveal }) => toReveal),
    ),
  ];
  return (
    <section className="throughput" aria-labelledby="throughput">
      <h2 id="throughput">How the work goes</h2>
      <p className="soft">
        From {epochName(paces[0]!.epoch)} to {epochName(paces.at(-1)!.epoch)}, as the chain has it.
      </p>
      <div className="strip">
        {rows.map(({ name, words, values }) => (
          <div className="row" key={name}>
            <p className="small">
              <span className="name">{name}</span> <span className="soft numbers">{words}</span>
            </p>
            <div className="plot">
              <Band
                values={values}
                kind="bars"
                tone="chart-sum"
                domain={[0, Math.max(1, ...values)]}
              />
            </div>
          </div>
        ))}
      </div>
      {said && said.length > 0 && (
        <ul className="small soft" aria-label="What keepers say of their own work">
          {said.map(({ source, epoch, pictures: painted, seconds, backend }) => (
            <li key={source} data-said={source}>
              As the keeper at {source} says, it painted {count(painted, "picture")} of{" "}
              {epochName(epoch)} in {number(seconds, seconds < 10 ? 1 : 0)} seconds with {backend}.
              Nobody can check that.
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function rowOf(name: string, values: readonly number[], wordsOf: (most: number) => string) {
  return { name, values, words: values.length === 0 ? "…" : wordsOf(Math.max(...values)) };
}

function timeRow(name: string, seconds: readonly (number | undefined)[]) {
  const middle = medianOf(seconds);
  const words =
    middle === undefined ? "not told" : `median ${duration(Math.max(1, Math.round(middle / 60)))}`;
  return { name, words, values: seconds.map((value) => value ?? 0) };
}

/** Plants that were born by each epoch. */
function usePictures(epochs: readonly number[]): readonly number[] {
  const world = useWorld();
  const { data } = useQuery({
    queryKey: ["supplies", epochs[0], epochs.at(-1), epochs.length],
    queryFn: async () => {
      const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
      const supplies = await readAll(
        world,
        epochs.map(
          (epoch) => ({ ...genomes, functionName: "supplyAt", args: [BigInt(epoch)] }) as const,
        ),
      );
      return supplies.map(Number);
    },
    enabled: epochs.length > 0,
    placeholderData: (previous) => previous,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? [];
}
