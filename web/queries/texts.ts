// The collection's texts. They stand beside every picture and seldom change, so they are not asked for with
// each of them.
import { heliotropeAbi } from "../../contracts/abi.ts";
import type { Label } from "../../renderer/document.ts";
import { addressOf, type World } from "../world.ts";
import { readAll } from "./reads.ts";

type Texts = Omit<Label, "target">;

const KEEP_MS = 60_000;

const kept = new WeakMap<World, { texts: Promise<Texts>; at: number }>();

/** At most a minute old. */
export function readTexts(world: World): Promise<Texts> {
  const known = kept.get(world);
  const at = performance.now();
  if (known && at - known.at < KEEP_MS) return known.texts;
  const texts = ask(world);
  kept.set(world, { texts, at });
  texts.catch(() => kept.delete(world));
  return texts;
}

async function ask(world: World): Promise<Texts> {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const [collection, [, externalUrl]] = await readAll(world, [
    { ...token, functionName: "name" },
    { ...token, functionName: "names" },
  ]);
  return { collection, externalUrl };
}
