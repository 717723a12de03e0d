// The drawing of an epoch, as geometry: time runs from left to right, answers are seeds below the ground until
// their seals are opened, roots are stems above it. A fallen stem bends to the ground, the one that is left at
// the end blossoms. Pure: equal stories are equal drawings.
import { type EpochView, phaseOf } from "./phase.ts";
import type { RootStory, Seed, Story } from "./story.ts";

const MARGIN = { left: 10, right: 22 };
/** Shares of the width: windows differ more in length than in what happens in them. */
const BANDS = [
  { name: "commit", share: 0.24 },
  { name: "reveal", share: 0.2 },
  { name: "challenge", share: 0.42 },
  { name: "decide", share: 0.14 },
] as const;
const SUN_ROOM = 30;
/** Between stems, where there is little room and where there is much. */
const STEM_GAP = { narrow: 34, wide: 42 };
const WIDE = 560;
const LEAST_SKY = 70;
const SOIL_TOP = 14;
const SOIL_MOST = 64;
const SEED_GAP = 13;
const LABEL_ROOM = 24;
/** How far a shoot runs while it rises. */
const RISE = { least: 6, most: 26 };

export interface Drawing {
  width: number;
  height: number;
  /** Where the ground is. */
  ground: number;
  bands: { name: string; x: number; width: number; isNow: boolean; seconds: number }[];
  /** Where the labels of the bands stand. */
  labelY: number;
  /** The present, while the epoch is open. */
  sunX: number | undefined;
  seeds: { x: number; y: number; state: "sealed" | "revealed" | "lost" }[];
  /** A path from each seed; what lies below the ground is a root, what lies above it a shoot. */
  shoots: { path: string; fallen: boolean }[];
  stems: {
    letter: string;
    state: "stands" | "fallen" | "blossoms" | "void";
    path: string;
    /** In pixels: more keepers are a stronger stem. */
    thickness: number;
    badge: Point;
    tip: Point;
    leaves: { x: number; y: number; isUp: boolean; isAnswered: boolean }[];
  }[];
}

interface Point {
  x: number;
  y: number;
}

export function drawingOf(view: EpochView, story: Story, now: number, width: number): Drawing {
  const x = scaleOf(view, story, now, width);
  const isOpen = view.outcome === "open";
  const apart = width < WIDE ? STEM_GAP.narrow : STEM_GAP.wide;
  const sky = Math.max(LEAST_SKY, SUN_ROOM + story.roots.length * apart);
  const ground = sky;
  // Grouped by root, so that shoots to the same stem lie beside each other.
  const seeds = [...story.roots.flatMap(({ keepers }) => keepers), ...story.sealed];
  const gap = Math.min(SEED_GAP, SOIL_MOST / Math.max(1, seeds.length));
  const depth = (seed: Seed) => ground + SOIL_TOP + seeds.indexOf(seed) * gap;
  const soil = SOIL_TOP + Math.max(1, seeds.length) * gap;
  const labelY = ground + soil + LABEL_ROOM - 8;
  const end = isOpen ? x(now) : width - MARGIN.right;

  const stems = story.roots.map((root, i) => {
    const y = SUN_ROOM + (i + 0.5) * apart - 4;
    return { root, y, stem: stemOf(root, y, end, ground, view, story, x) };
  });
  const shoots = stems.flatMap(({ root, y, stem }) =>
    root.keepers.map((seed) => {
      const [from, risen] = [x(seed.revealedAt!), x(seed.revealedAt!) + stem.rise];
      const below = depth(seed);
      const rise = `C ${n(from + stem.rise * 0.7)} ${n(below)} ${n(from + stem.rise * 0.3)} ${n(y)} ${n(risen)} ${n(y)}`;
      return {
        path: `M ${n(x(seed.committedAt))} ${n(below)} H ${n(from)} ${rise}`,
        fallen: root.fall !== undefined,
      };
    }),
  );
  const isLate = now >= view.revealEnds;
  for (const seed of story.sealed) {
    const until = isLate ? view.revealEnds : now;
    const path = `M ${n(x(seed.committedAt))} ${n(depth(seed))} H ${n(x(until))}`;
    shoots.push({ path, fallen: isLate });
  }

  return {
    width,
    height: ground + soil + LABEL_ROOM,
    ground,
    bands: bandsOf(view, now, width),
    labelY,
    sunX: isOpen ? end : undefined,
    seeds: seeds.map((seed) => ({
      x: x(seed.committedAt),
      y: depth(seed),
      state: seed.revealedAt !== undefined ? "revealed" : isLate ? "lost" : "sealed",
    })),
    shoots,
    stems: stems.map(({ stem }) => stem),
  };
}

function stemOf(
  root: RootStory,
  y: number,
  end: number,
  ground: number,
  view: EpochView,
  story: Story,
  x: (time: number) => number,
) {
  const born = x(Math.min(...root.keepers.map(({ revealedAt }) => revealedAt!)));
  const last = root.fall ? x(root.fall.at) : end;
  const rise = Math.min(RISE.most, Math.max(RISE.least, (last - born) / 2));
  const from = born + rise;
  const to = Math.max(from + 1, last);
  const fall = `C ${n(to + 12)} ${n(y)} ${n(to + 20)} ${n(y + (ground - y) * 0.35)} ${n(to + 21)} ${n(ground - 4)}`;
  const state = root.fall
    ? ("fallen" as const)
    : view.outcome === "open"
      ? ("stands" as const)
      : story.verdict?.root === root.root
        ? ("blossoms" as const)
        : ("void" as const);
  return {
    letter: root.letter,
    state,
    rise,
    path: `M ${n(from)} ${n(y)} H ${n(to)}${root.fall ? ` ${fall}` : ""}`,
    thickness: Math.min(6, 1.5 + root.keepers.length * 0.75),
    badge: { x: from, y },
    tip: root.fall ? { x: to + 21, y: ground - 4 } : { x: to, y },
    leaves: root.demands.map(({ at, answer }, i) => ({
      x: x(at),
      y,
      isUp: i % 2 === 0,
      isAnswered: answer !== undefined,
    })),
  };
}

/** From a time to a place; each window has its share of the width. */
function scaleOf(view: EpochView, story: Story, now: number, width: number) {
  const ends = endsOf(view, story, now);
  const inner = width - MARGIN.left - MARGIN.right;
  return (time: number): number => {
    let left = MARGIN.left;
    for (const [i, { share }] of BANDS.entries()) {
      const [from, to] = [ends[i]!, ends[i + 1]!];
      if (time < to || i === BANDS.length - 1) {
        const part = Math.min(1, Math.max(0, (time - from) / (to - from)));
        return left + part * share * inner;
      }
      left += share * inner;
    }
    return left;
  };
}

/** The ends of the bands; the last one lasts as long as it takes. */
function endsOf(view: EpochView, story: Story, now: number): number[] {
  const { acceptedAt, commitEnds, revealEnds, challengeEnds, waitUntil } = view;
  const decided = story.verdict?.at ?? (view.outcome === "open" ? now : 0);
  const last = Math.max(challengeEnds + 1, waitUntil, decided);
  return [acceptedAt, commitEnds, revealEnds, challengeEnds, last];
}

function bandsOf(view: EpochView, now: number, width: number): Drawing["bands"] {
  const { kind } = phaseOf(view, now);
  const present = kind === "commit" || kind === "reveal" || kind === "challenge" ? kind : "decide";
  const ends = [view.acceptedAt, view.commitEnds, view.revealEnds, view.challengeEnds];
  const inner = width - MARGIN.left - MARGIN.right;
  let left = MARGIN.left;
  return BANDS.map(({ name, share }, i) => {
    const band = {
      name,
      x: left,
      width: share * inner,
      isNow: view.outcome === "open" && name === present,
      seconds: i < 3 ? ends[i + 1]! - ends[i]! : 0,
    };
    left += band.width;
    return band;
  });
}

/** Tenths of a pixel are enough. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
