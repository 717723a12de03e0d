/** Cards that are drawn: the newest epoch's on the disk, and a few others that were asked for. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Drawn } from "../chain/scene.ts";
import { RetryableError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import { Unstated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import { readRaster } from "../store/rasters.ts";
import type { ListedRender } from "../store/renders.ts";
import { unwritable } from "../store/unwritable.ts";
import { drawEpochCard, drawTokenCard, EPOCH_PICTURES, type Picture } from "./draw.ts";

/** Cards of older epochs that are held in memory: about 4 MB. */
const KEPT = 32;
/** Cards that are drawn at once, and that may wait for it: drawing is work, and anybody may ask. */
const DRAWING = 2;
const WAITING = 32;

export type CardRender = Pick<ListedRender, "job" | "epoch" | "tokens" | "root">;

export interface Cards {
  /** JPEG. Throws Unstated where it cannot be drawn, RetryableError when too many wait. */
  token(render: CardRender, tokenId: number): Promise<Buffer>;
  epoch(render: CardRender): Promise<Buffer>;
  /** Draws what is missing of a token's card, or the epoch's, and keeps it on the disk. */
  keep(render: CardRender, name: number | "epoch"): Promise<void>;
  /** Forgets what is on the disk of other epochs. */
  keepOnly(render: CardRender): Promise<void>;
}

export interface CardsOptions {
  readonly store: Store;
  readonly collection: string;
  readonly metrics: Metrics;
  /** What a picture depends on, or null where its art version is not the one that is known here. */
  readonly drawnOf: (epoch: number, tokenId: number) => Promise<Drawn | null>;
}

export function openCards({ store, collection, metrics, drawnOf }: CardsOptions): Cards {
  const root = join(store.folder, "cards");
  const recent = new Map<string, Promise<Buffer>>();
  const waiting: (() => void)[] = [];
  let drawing = 0;

  /** In turn, a few at once. */
  async function inTurn<T>(draw: () => Promise<T>): Promise<T> {
    if (drawing >= DRAWING) {
      if (waiting.length >= WAITING) {
        throw new RetryableError("Many cards are being drawn; ask again in a minute.");
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else drawing++;
    try {
      const card = await draw();
      metrics.cards.inc({ outcome: "drawn" });
      return card;
    } catch (error) {
      metrics.cards.inc({ outcome: error instanceof Unstated ? "impossible" : "failed" });
      throw error;
    } finally {
      const next = waiting.shift();
      if (next === undefined) drawing--;
      else next();
    }
  }

  async function pictureOf({ job, epoch }: CardRender, tokenId: number): Promise<Picture> {
    const raster = await readRaster(store, job, tokenId);
    const drawn = raster === null ? null : await drawnOf(Number(epoch), tokenId);
    if (raster === null || drawn === null) {
      const why = raster === null ? "its raster is no longer kept" : "another art version draws it";
      throw new Unstated(`There is no card of token ${tokenId} at epoch ${epoch} here: ${why}.`);
    }
    return { scene: drawn.scene, raster };
  }

  async function drawToken(render: CardRender, tokenId: number): Promise<Buffer> {
    return drawTokenCard(collection, await pictureOf(render, tokenId), render.root);
  }

  async function drawEpoch(render: CardRender): Promise<Buffer> {
    const { tokens } = render;
    const pictures: Picture[] = [];
    // From all over the collection; what cannot be drawn is passed over.
    const count = Math.min(tokens, EPOCH_PICTURES);
    for (let i = 0; i < count; i++) {
      const picture = await pictureOf(render, Math.floor((i * tokens) / count)).catch((error) => {
        if (error instanceof Unstated) return null;
        throw error;
      });
      if (picture !== null) pictures.push(picture);
    }
    if (pictures.length === 0) {
      throw new Unstated(`No picture of epoch ${render.epoch} can be drawn here any more.`);
    }
    const facts = {
      epoch: Number(render.epoch),
      seconds: Number(pictures[0]!.scene.time),
      tokens,
      root: render.root,
    };
    return drawEpochCard(collection, facts, pictures);
  }

  const draw = (render: CardRender, name: number | "epoch") =>
    inTurn(() => (name === "epoch" ? drawEpoch(render) : drawToken(render, name)));
  const fileOf = ({ job }: CardRender, name: number | "epoch") => join(root, job, `${name}.jpg`);

  async function card(render: CardRender, name: number | "epoch"): Promise<Buffer> {
    const kept = await readFile(fileOf(render, name)).catch(() => null);
    if (kept !== null) return kept;
    const key = `${render.job} ${name}`;
    const known = recent.get(key);
    if (known !== undefined) return known;
    const made = draw(render, name);
    recent.set(key, made);
    // A failure is not remembered: the next one asks again.
    made.catch(() => recent.delete(key));
    for (const oldest of recent.keys()) {
      if (recent.size <= KEPT) break;
      recent.delete(oldest);
    }
    return made;
  }

  return {
    token: card,
    epoch: (render) => card(render, "epoch"),
    keep: async (render, name) => {
      const file = fileOf(render, name);
      if ((await readFile(file).catch(() => null)) !== null) return;
      const drawn = await draw(render, name);
      try {
        await mkdir(join(root, render.job), { recursive: true });
        await writeFile(`${file}.part`, drawn);
        await rename(`${file}.part`, file);
      } catch (error) {
        throw unwritable(file, error);
      }
    },
    keepOnly: async ({ job }) => {
      const jobs = await readdir(root).catch(() => []);
      for (const other of jobs.filter((one) => one !== job)) {
        await rm(join(root, other), { recursive: true, force: true });
      }
    },
  };
}
