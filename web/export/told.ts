// What saved files say of themselves, under the same names in every kind of file: whose picture, of which moment,
// painted by what. It is a claim like a file's name, and web/check holds it against the chain.
import type { Hex } from "viem";
import type { Portrait } from "../portrait.ts";
import { addressOf, type World } from "../world.ts";

export type Told = Readonly<Record<string, string>>;

/** Where a plant is, as CAIP-19 names it: chain, contract, token. */
export function sourceOf(world: World, tokenId: number): string {
  const { chainId } = world.deployment;
  return `eip155:${chainId}/erc721:${addressOf(world, "Heliotrope").toLowerCase()}/${tokenId}`;
}

/** What is known beside the portrait. */
export interface Marks {
  isForecast: boolean;
  /** Hash of the sky model; undefined where no network painted. */
  model: Hex | undefined;
  /** The root that keepers revealed, where one stands alone. */
  root: Hex | undefined;
}

/** Of one picture. What is ahead has no epoch that anybody could look up. */
export function tellPicture(world: World, portrait: Portrait, marks: Marks): Told {
  const { tokenId, epoch, germinated, gathered, title, description } = portrait;
  return {
    Title: title,
    Description: description,
    Source: sourceOf(world, tokenId),
    ...(germinated && { [marks.isForecast ? "Forecast epoch" : "Epoch"]: String(epoch) }),
    ...(germinated && { Instant: new Date(gathered.scene.time * 1_000).toISOString() }),
    ...(marks.model && { "Sky model": marks.model }),
    ...(marks.root && { Root: marks.root }),
  };
}

/** Of a film, in the one text that every container has room for. */
export function tellFilm(
  world: World,
  { tokenId }: Pick<Portrait, "tokenId">,
  epochs: readonly number[],
  models: readonly Hex[],
): string {
  const told: Told = {
    Source: sourceOf(world, tokenId),
    Epochs: `${epochs[0]} to ${epochs.at(-1)}`,
    Pictures: String(epochs.length),
    ...(models.length > 0 && { "Sky model": models.join(", ") }),
  };
  return Object.entries(told)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
