/**
 * Hands the folders of revealed epochs to pinning services, and takes back what need not be kept. It works beside
 * the loop and never holds it up: a service that is down for an hour costs nothing but that its epochs come later.
 */
import type { Logger } from "pino";
import { FatalError, oneLine } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import type { Database } from "../store/database.ts";
import { type Pin, pinsOf, type Revealed, revealedFolders, savePin } from "../store/pins.ts";
import type { Bar, StartBar } from "../terminal.ts";
import { type Archive, BlockGone } from "./archive.ts";
import { carStream } from "./car.ts";
import type { PinService } from "./pin/service.ts";
import { keptEpochs } from "./retention.ts";
import type { Block } from "./unixfs.ts";

/** After a failure a service is left alone for so long, and twice as long after each further one. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;
/** A service that fetches by itself is asked how far it is. */
const LOOK_AGAIN_MS = 15_000;
/** Epochs come every few hours, and turns every few seconds. */
const REST_MS = 5_000;

export interface Publisher {
  /** Begins what is due, unless it is under way, and returns at once. Throws what did not work at the last try. */
  turn(now: { readonly epochSeconds: number }): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

export interface PublisherOptions {
  readonly db: Database;
  readonly archive: Archive;
  readonly services: readonly PinService[];
  /** How many of the newest epochs stay pinned. */
  readonly keepEpochs: number;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Shows how far an upload has come, where somebody watches. */
  readonly bar?: StartBar | undefined;
  /** Milliseconds of this machine, for pauses alone. */
  readonly clock?: () => number;
}

interface Desk {
  readonly service: PinService;
  pauseMs: number;
  /** Not before. */
  next: number;
  failure: Error | null;
  work: Promise<void> | null;
}

export function openPublisher(options: PublisherOptions): Publisher {
  const {
    db,
    archive,
    services,
    keepEpochs,
    metrics,
    log,
    bar: startBar,
    clock = () => performance.now(),
  } = options;
  const desks: Desk[] = services.map((service) => {
    return { service, pauseMs: FIRST_PAUSE_MS, next: 0, failure: null, work: null };
  });

  /** One folder after another: an upload holds one block in memory. */
  async function round({ service }: Desk, epochSeconds: number): Promise<"done" | "later"> {
    const folders = await revealedFolders(db);
    const epochs = folders.map(({ epoch }) => epoch);
    const kept = keptEpochs(epochs, keepEpochs, epochSeconds);
    const pins = new Map((await pinsOf(db, service.name)).map((pin) => [pin.job, pin]));
    const wanted = folders.filter(({ job, epoch }) => {
      const state = pins.get(job)?.state;
      return kept.has(epoch) && state !== "pinned" && state !== "lost";
    });
    const pending = metrics.pinsPending;
    let left = wanted.length;
    pending.set({ service: service.name }, left);
    let outcome: "done" | "later" = "done";
    // The newest first: it is the one that people look at.
    for (const folder of wanted.reverse()) {
      const state = await pinOne(service, folder);
      if (state === "pinning") outcome = "later";
      else pending.set({ service: service.name }, --left);
    }
    for (const pin of pins.values()) {
      if (pin.state === "dropped" || pin.state === "lost" || kept.has(pin.epoch)) continue;
      const outcome = await service.unpin(pin.cid);
      await savePin(db, { ...pin, state: "dropped" });
      metrics.pins.inc({ service: service.name, outcome });
      if (outcome === "stays") {
        log.info(
          { epoch: Number(pin.epoch), service: service.name, cid: pin.cid },
          "need not be kept any longer, but nothing can be deleted there: it stays",
        );
      }
    }
    return outcome;
  }

  async function pinOne(service: PinService, folder: Revealed): Promise<Pin["state"]> {
    const { job, cid, epoch, root } = folder;
    const lost: { why?: string } = {};
    let bytes = 0;
    async function* blocks(): AsyncGenerator<Block> {
      let bar: Bar | undefined;
      try {
        const root = await rootOf(archive, cid);
        const { tokens } = root.render;
        bar = startBar?.(`pinning epoch ${epoch} at ${service.name}`, tokens);
        let told = 0;
        for await (const block of archive.walk(root, "all")) {
          bytes += block.bytes.length;
          yield block;
          // Pictures come last, and are all that takes time.
          bar?.to(Math.min(++told, tokens));
        }
      } catch (error) {
        if (error instanceof BlockGone) lost.why = error.message;
        throw error;
      } finally {
        bar?.end();
      }
    }
    const car = () => carStream(cid, blocks());
    let state: Pin["state"];
    try {
      state = await service.pin({ cid, epoch, root, name: `heliotrope epoch ${epoch}`, car });
    } catch (error) {
      if (lost.why === undefined) throw error;
      state = "lost";
      log.error(
        { epoch: Number(epoch), service: service.name, why: lost.why },
        "an epoch's rasters were gone before it was pinned; keep more of them (KEEP_EPOCHS)",
      );
    }
    await savePin(db, { service: service.name, job, cid, epoch, state });
    metrics.pins.inc({ service: service.name, outcome: state });
    if (state === "pinned") {
      if (bytes > 0) metrics.published.set(bytes);
      log.info({ epoch: Number(epoch), service: service.name, cid, bytes }, "pinned");
    }
    return state;
  }

  async function work(desk: Desk, epochSeconds: number): Promise<void> {
    try {
      const outcome = await round(desk, epochSeconds);
      desk.failure = null;
      desk.pauseMs = FIRST_PAUSE_MS;
      desk.next = clock() + (outcome === "later" ? LOOK_AGAIN_MS : REST_MS);
    } catch (error) {
      metrics.pins.inc({ service: desk.service.name, outcome: "failed" });
      desk.failure = error as Error;
      desk.next = clock() + desk.pauseMs;
      desk.pauseMs = Math.min(2 * desk.pauseMs, LONGEST_PAUSE_MS);
    } finally {
      desk.work = null;
    }
  }

  return {
    turn: ({ epochSeconds }) => {
      for (const desk of desks) {
        if (desk.work === null && clock() >= desk.next) desk.work = work(desk, epochSeconds);
      }
      const failures = desks.flatMap(({ failure }) => failure ?? []);
      const fatal = failures.find((failure) => failure instanceof FatalError);
      if (fatal !== undefined) throw fatal;
      if (failures.length > 0) throw new Error(failures.map(oneLine).join(" "));
    },
    settled: async () => {
      await Promise.all(desks.map((desk) => desk.work));
    },
  };
}

async function rootOf(archive: Archive, cid: string) {
  const place = await archive.find(cid);
  if (place === null) throw new BlockGone(`The folder ${cid} is no longer kept here.`);
  return place;
}
