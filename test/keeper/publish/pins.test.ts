// Epochs handed to pinning services that come, go, and come back.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMetrics } from "../../../keeper/metrics.ts";
import { openArchive } from "../../../keeper/publish/archive.ts";
import { openKubo } from "../../../keeper/publish/pin/kubo.ts";
import { openRemote } from "../../../keeper/publish/pin/remote.ts";
import type { PinService } from "../../../keeper/publish/pin/service.ts";
import { openPublisher, type Publisher } from "../../../keeper/publish/publisher.ts";
import { keptEpochs, seasonOf } from "../../../keeper/publish/retention.ts";
import { openStore, type Store } from "../../../keeper/store/open.ts";
import { pruneRasters } from "../../../keeper/store/rasters.ts";
import { closeRender } from "../../../keeper/store/renders.ts";
import { furnish } from "../blank.ts";
import { EPOCH_SECONDS, revealEpoch, SPRING, word } from "./revealed.ts";
import { type Service, startKubo, startPinning } from "./services.ts";

const HOUR_MS = 3_600_000;

let folder: string;
let store: Store;
let kubo: Service;
let remote: Service;
let ms: number;
let lines: string[];
/** What was shown to whoever watched. */
let bars: { what: string; total: number; to: number[]; isOver: boolean }[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "heliotrope-pins-"));
  store = (await openStore(await furnish(folder)))!;
  kubo = await startKubo();
  remote = await startPinning("secret");
  ms = 0;
  lines = [];
  bars = [];
});

afterEach(async () => {
  kubo.close();
  remote.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const reveal = (epoch: bigint) => revealEpoch(store, epoch);

function publish(services: readonly PinService[], keepEpochs = 24): Publisher {
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const archive = openArchive(store);
  const metrics = createMetrics();
  return openPublisher({
    db: store.db,
    archive,
    services,
    keepEpochs,
    metrics,
    log,
    bar: (what, total) => {
      const shown = { what, total, to: [] as number[], isOver: false };
      bars.push(shown);
      return {
        to: (done) => void shown.to.push(done),
        end: () => {
          shown.isOver = true;
        },
      };
    },
    clock: () => ms,
  });
}

/** A turn of the loop, and what it began; whether something did not work. */
async function turn(publisher: Publisher): Promise<string | null> {
  let trouble: string | null = null;
  try {
    publisher.turn({ epochSeconds: EPOCH_SECONDS });
  } catch (error) {
    trouble = (error as Error).message;
  }
  await publisher.settled();
  return trouble;
}

const overKubo = () => openKubo(kubo.url);
const overRemote = (token = "secret") =>
  openRemote({ url: remote.url, token, origins: ["/dns4/keeper.example/tcp/443/https"] });

describe("publisher", () => {
  test("default: each revealed epoch goes to each service, once", async () => {
    const cids = [await reveal(SPRING + 1n), await reveal(SPRING + 2n)];
    const publisher = publish([overKubo(), overRemote()]);
    expect(await turn(publisher)).toBeNull();
    expect([...kubo.pinned].sort()).toEqual([...cids].sort());
    // Root, description, log, nodes, two folders, one picture.
    expect(kubo.blocks).toHaveLength(7);
    // The newest first, and only what is sent from here has a bar.
    const ended = { total: 1, to: [1, 1, 1, 1, 1, 1, 1], isOver: true };
    expect(bars).toEqual(
      [2n, 1n].map((away) => ({ what: `pinning epoch ${SPRING + away} at kubo`, ...ended })),
    );
    ms += 60_000;
    expect(await turn(publisher)).toBeNull();
    expect([...remote.pinned].sort()).toEqual([...cids].sort());
    const count = kubo.asked.length + remote.asked.length;
    ms += 60_000;
    await turn(publisher);
    await turn(publish([overKubo(), overRemote()]));
    expect(kubo.asked.length + remote.asked.length).toBe(count);
  });

  test("behavior: to pin again what a service has is to send nothing", async () => {
    await reveal(SPRING + 1n);
    await turn(publish([overKubo(), overRemote()]));
    await store.db.query("DELETE FROM pins");
    kubo.asked.length = remote.asked.length = 0;
    await turn(publish([overKubo(), overRemote()]));
    expect(kubo.asked).toEqual(["POST /api/v0/pin/ls"]);
    expect(remote.asked).toEqual(["GET /pins"]);
    const { rows } = await store.db.query("SELECT state FROM pins");
    expect(rows).toEqual([{ state: "pinned" }, { state: "pinned" }]);
  });

  test("behavior: an hour without a service costs nothing; everything comes later", async () => {
    kubo.isDown = true;
    const publisher = publish([overKubo(), overRemote()]);
    const cids: string[] = [];
    for (let minute = 0; minute < 60; minute++) {
      if (minute % 20 === 0) cids.push(await reveal(SPRING + BigInt(minute + 1)));
      ms += HOUR_MS / 60;
      const trouble = await turn(publisher);
      if (minute > 0) expect(trouble).toContain("kubo refuses with status 503");
    }
    // It was asked less and less often; the other service never waited for it.
    expect(kubo.asked.length).toBeLessThan(20);
    expect([...remote.pinned].sort()).toEqual([...cids].sort());
    kubo.isDown = false;
    ms += 300_000;
    await turn(publisher);
    ms += 5_000;
    expect(await turn(publisher)).toBeNull();
    expect([...kubo.pinned].sort()).toEqual([...cids].sort());
  });

  test("behavior: keeps the newest and the edges of seasons, and lets go of the rest", async () => {
    const epochs = [-3n, -2n, -1n, 0n, 1n, 2n, 3n, 4n].map((away) => SPRING + away);
    const cids: string[] = [];
    const publisher = publish([overKubo()], 2);
    for (const epoch of epochs) {
      cids.push(await reveal(epoch));
      ms += 60_000;
      expect(await turn(publisher)).toBeNull();
    }
    // First and last of winter, first of spring, the newest two.
    expect([...kubo.pinned].sort()).toEqual([0, 2, 3, 6, 7].map((i) => cids[i]!).sort());
  });

  test("behavior: rasters that went before a service took them are said to be lost, once", async () => {
    kubo.isDown = true;
    const publisher = publish([overKubo()], 1);
    await reveal(SPRING);
    await turn(publisher);
    await closeRender(store.db, word(Number(SPRING)));
    const newest = await reveal(SPRING + 1n);
    await pruneRasters(store, 1);
    kubo.isDown = false;
    for (let i = 0; i < 3; i++) {
      ms += 300_000;
      await turn(publisher);
    }
    expect([...kubo.pinned]).toEqual([newest]);
    expect(lines.filter((line) => line.includes("were gone before it was pinned"))).toHaveLength(1);
  });

  test("error: a wrong token, a service that is not there", async () => {
    await reveal(SPRING + 1n);
    const publisher = publish([overRemote("wrong"), openKubo("http://127.0.0.1:9")]);
    await turn(publisher);
    const trouble = await turn(publisher);
    expect(trouble).toContain("pinning service refuses with status 401");
    expect(trouble).toContain("kubo does not answer");
    expect(trouble).not.toContain("wrong");
  });
});

describe("retention", () => {
  test("default", () => {
    expect(seasonOf(SPRING, EPOCH_SECONDS)).toBe(seasonOf(SPRING - 1n, EPOCH_SECONDS) + 1);
    // December belongs to the winter of the next year.
    const at = (year: number, month: number) => BigInt(Date.UTC(year, month, 15) / 1000);
    expect(seasonOf(at(2025, 11), 1)).toBe(seasonOf(at(2026, 1), 1));
    expect(seasonOf(at(2025, 10), 1)).not.toBe(seasonOf(at(2025, 11), 1));
    const year = Array.from({ length: 1_251 }, (_, i) => SPRING + BigInt(i));
    // Four seasons and the day after: ten edges at most, of which the newest two are new anyway.
    expect(keptEpochs(year, 24, EPOCH_SECONDS).size).toBeLessThanOrEqual(24 + 9);
    expect(keptEpochs([], 24, EPOCH_SECONDS).size).toBe(0);
  });
});
