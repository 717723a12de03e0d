// What happened in an epoch, told from its events alone: who committed to what, which roots stand, who felled
// them, who was paid. Pure, so that equal events are the same story on every machine.
import type { Address, Hex } from "viem";
import { byTime, type Deed } from "./deeds.ts";
import { GROUNDS, type Ground } from "./phase.ts";

/** A keeper's word. */
export interface Seed {
  keeper: Address;
  /** Unix seconds. */
  committedAt: number;
  revealedAt?: number | undefined;
  /** Its penalty, once somebody had it taken because it did not reveal. */
  expired?: { by: Address; reward: bigint; burned: bigint; at: number } | undefined;
  /** Wei that it got for the epoch, once its bond was settled. */
  paid?: bigint | undefined;
}

export interface DemandStory {
  height: number;
  index: number;
  /** The node's; at the very top the root itself. */
  hash: Hex;
  demander: Address;
  /** Wei that it was put with. */
  bond: bigint;
  /** What it pays by now, where somebody has raised it. */
  raisedTo?: bigint | undefined;
  at: number;
  deadline: number;
  answer?: { by: Address; at: number; bytes: number } | undefined;
  settled?: { to: Address; bond: bigint } | undefined;
}

export interface RootStory {
  /** A, B, C: by who came first. */
  letter: string;
  root: Hex;
  /** Undefined where only past events would tell. */
  cid?: Hex | undefined;
  keepers: Seed[];
  demands: DemandStory[];
  /** Who has precedence for its fall. */
  fall?: { by: Address; at: number; ground?: Ground; tx?: Hex } | undefined;
  /** Once the epoch was finalized: what was credited, and what nobody has any more. */
  claim?: { reward: bigint; burned: bigint; at: number } | undefined;
}

export interface Story {
  roots: RootStory[];
  /** Committed, and not revealed (yet). */
  sealed: Seed[];
  verdict?: { root: Hex | undefined; share: bigint; at: number } | undefined;
  /** All of it, in order. */
  deeds: readonly Deed[];
}

export const NOTHING_YET: Story = { roots: [], sealed: [], deeds: [] };

/** The story of one epoch; `deeds` are its own, in any order. */
export function storyOf(deeds: readonly Deed[]): Story {
  const ordered = deeds.toSorted(byTime);
  const seeds = new Map<Address, Seed>();
  const roots = new Map<Hex, RootStory>();
  let verdict: Story["verdict"];
  for (const deed of ordered) {
    const at = deed.time;
    switch (deed.eventName) {
      case "Committed":
        seeds.set(deed.args.keeper, { keeper: deed.args.keeper, committedAt: at });
        break;
      case "Revealed": {
        const { root, cid, keeper } = deed.args;
        const seed = seeds.get(keeper) ?? { keeper, committedAt: at };
        seed.revealedAt = at;
        seeds.set(keeper, seed);
        const letter = letterOf(roots.size);
        const story = roots.get(root) ?? { letter, root, cid, keepers: [], demands: [] };
        story.keepers.push(seed);
        roots.set(root, story);
        break;
      }
      case "Expired": {
        const { by, reward, burned, keeper } = deed.args;
        const seed = seeds.get(keeper);
        if (seed) seed.expired = { by, reward, burned, at };
        break;
      }
      case "Felled": {
        const { root, by, ground } = deed.args;
        const story = roots.get(root);
        // Another challenger may take precedence: the fall stays where it was, and the last one counts.
        const since = story?.fall?.at ?? at;
        if (story) story.fall = { by, ground: GROUNDS[ground]!, at: since, tx: deed.tx };
        break;
      }
      case "Demanded": {
        const { demander, bond, deadline } = deed.args;
        const place = { height: Number(deed.args.height), index: Number(deed.args.index) };
        const told = {
          ...place,
          hash: deed.args.hash,
          demander,
          bond,
          at,
          deadline: Number(deadline),
        };
        roots.get(deed.args.root)?.demands.push(told);
        break;
      }
      case "Answered": {
        const demand = demandIn(roots, deed.args);
        const bytes = (deed.args.data.length - 2) / 2;
        if (demand) demand.answer = { by: deed.args.answerer, at, bytes };
        break;
      }
      case "DemandSettled": {
        const demand = demandIn(roots, deed.args);
        if (demand) demand.settled = { to: deed.args.to, bond: deed.args.bond };
        break;
      }
      case "Finalized": {
        const isDecided = BigInt(deed.args.root) !== 0n;
        verdict = { root: isDecided ? deed.args.root : undefined, share: deed.args.share, at };
        break;
      }
      case "Settled": {
        const seed = seeds.get(deed.args.keeper);
        if (seed) seed.paid = deed.args.amount;
        break;
      }
      case "Claimed": {
        const story = roots.get(deed.args.root);
        const { reward, burned } = deed.args;
        if (story) story.claim = { reward, burned, at };
        break;
      }
    }
  }
  const sealed = [...seeds.values()].filter(({ revealedAt }) => revealedAt === undefined);
  return { roots: [...roots.values()], sealed, verdict, deeds: ordered };
}

/** Everybody that the story names. */
export function castOf({ deeds, roots, sealed }: Story): Address[] {
  const cast = new Set<Address>([
    ...[...roots.flatMap(({ keepers }) => keepers), ...sealed].map(({ keeper }) => keeper),
    ...roots.flatMap(({ fall }) => fall?.by ?? []),
  ]);
  for (const { args } of deeds) {
    for (const key of ["keeper", "by", "demander", "answerer", "to"] as const) {
      const who = (args as Partial<Record<typeof key, Address>>)[key];
      if (who && BigInt(who) !== 0n) cast.add(who);
    }
  }
  return [...cast];
}

/** What the bonds behind a fallen root come to: half to whoever felled it, the rest to nobody. */
export function spoilsOf(keepers: number, bond: bigint): { reward: bigint; burned: bigint } {
  const stake = BigInt(keepers) * bond;
  return { reward: stake / 2n, burned: stake - stake / 2n };
}

function demandIn(
  roots: ReadonlyMap<Hex, RootStory>,
  { root, height, index }: { root: Hex; height: bigint; index: bigint },
): DemandStory | undefined {
  return roots
    .get(root)
    ?.demands.find((each) => each.height === Number(height) && each.index === Number(index));
}

/** A to Z, then AA: more roots than letters would be a busy epoch. */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}
