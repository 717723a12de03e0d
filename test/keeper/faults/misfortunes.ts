/** What befalls a keeper besides being killed. Each returns how often it struck; the verdict is passed afterwards. */
import type { Cluster } from "../../../tools/postgres/cluster.ts";
import { type Fate, type RpcProxy, startProxy } from "../proxy.ts";
import type { Arena } from "./arena.ts";
import { openDisk } from "./disk.ts";
import { EVERY_POINT, killAtPoints, killAtRandom, type Scene, seeded } from "./kills.ts";
import { hasEnded, pause } from "./pace.ts";
import { type Supervisor, supervise } from "./supervisor.ts";
import type { Verdict } from "./verdict.ts";

export interface Misfortune {
  readonly name: string;
  /** Only where PostgreSQL is. */
  readonly postgres?: true;
  /** Whether every epoch could have been made. */
  readonly isStrict: boolean;
  strike(scene: Scene, cluster: Cluster | undefined): Promise<number>;
}

/** Blocks of an epoch of the demonstration's chain. */
const EPOCH = 30n;

/** Killed when it first comes by each of these points. */
export function namedKills(steps: typeof EVERY_POINT): Misfortune {
  return {
    name: "kill -9 at each named point",
    isStrict: true,
    strike: (scene) => killAtPoints(scene, steps),
  };
}

/** Killed so many times at random moments. */
export function randomKills(times: number, seed: number): Misfortune {
  return {
    name: "kill -9 at random moments",
    isStrict: true,
    strike: (scene) => killAtRandom(scene, times, seeded(seed)),
  };
}

/** A node that treats a share of its messages badly, for two epochs. */
function badNode(name: string, fate: Fate, share: number, only?: string): Misfortune {
  return {
    name,
    isStrict: true,
    strike: (scene) =>
      behindProxy(scene, async (proxy) => {
        const random = seeded(share * 1_000);
        let struck = 0;
        proxy.fate = (method) => {
          if ((only ?? method) !== method || random() > share) return "pass";
          struck++;
          return fate;
        };
        await passed(scene, 2n * EPOCH);
        return struck;
      }),
  };
}

const SEND = "eth_sendRawTransaction";

const NODE: readonly Misfortune[] = [
  badNode("the node loses every second transaction", "drop-before", 0.5, SEND),
  badNode("the node takes transactions and its answer is lost", "drop-after", 0.7, SEND),
  badNode("the node answers with half of an answer", "cut", 0.01),
  badNode("the node says 429", "limit", 0.01),
  badNode("the node says 502", "error-before", 0.01),
  {
    name: "the node is gone for a while, and says afterwards that it is another chain",
    isStrict: true,
    strike: (scene) =>
      behindProxy(scene, async (proxy) => {
        for (let i = 0; i < 4; i++) {
          await passed(scene, 13n);
          await scene.arena.pace.between(async () => {
            if (i % 2 === 0) await proxy.close();
            else proxy.chainId = 1;
            await pause(1_500);
            if (i % 2 === 0) await proxy.open();
            proxy.chainId = null;
          });
        }
        await passed(scene, 5n);
        return 4;
      }),
  },
  {
    name: "the node is three blocks behind for a while",
    isStrict: true,
    strike: (scene) =>
      behindProxy(scene, async (proxy) => {
        const { pace } = scene.arena;
        for (let i = 0; i < 2; i++) {
          await passed(scene, 17n);
          pace.slack = 3n;
          proxy.lag = 3;
          await passed(scene, 6n);
          proxy.lag = 0;
          pace.slack = 0n;
        }
        await passed(scene, 10n);
        return 2;
      }),
  },
];

const REORGANISATIONS: Misfortune = {
  name: "reorganisations of 1 to 8 blocks, with everything in them lost",
  // A commit that is undone after its window cannot be made again.
  isStrict: false,
  strike: async (scene) => {
    const supervisor = supervise(scene.place);
    let times = 0;
    for (const first of [1, 2]) {
      for (let depth = first; depth <= 8; depth += 2) {
        await passed(scene, 11n);
        await scene.arena.pace.reorganise(depth);
        times++;
      }
    }
    await passed(scene, 12n);
    await end(supervisor);
    return times;
  },
};

const SKEW: Misfortune = {
  name: "the machine's clock is a day ahead, then a day behind",
  isStrict: true,
  strike: async (scene) => {
    const module = new URL("skew.ts", import.meta.url).href;
    for (const days of [1, -1]) {
      const supervisor = supervise(scene.place, {
        NODE_OPTIONS: `--import=${module}`,
        SKEW_MS: String(days * 86_400_000),
      });
      await passed(scene, EPOCH);
      await end(supervisor);
    }
    return 2;
  },
};

const TWO_AT_ONCE: Misfortune = {
  name: "two keepers of one operator at once; the first is killed, and one that stood by takes over",
  isStrict: true,
  strike: async ({ arena, place }) => {
    const one = await place.start();
    await arena.pace.reached((await arena.client.getBlockNumber()) + 5n);
    const elsewhere = place.settings.DATABASE_URL === undefined ? {} : other(place.folder);
    const second = place.launch(elsewhere);
    const code = await second.exited;
    if (code !== 1 || !/[Aa]nother (keeper|process)/.test(second.log())) {
      throw new Error(`The second was not refused (${code}):\n${second.log()}`);
    }
    const third = place.launch(elsewhere, ["--standby"]);
    while (!/stand/.test(third.log()) && !hasEnded(third)) await pause(50);
    one.child.kill("SIGKILL");
    await third.up;
    const head = await arena.client.getBlockNumber();
    await arena.pace.reached(head + EPOCH + 10n);
    if (hasEnded(third)) throw new Error(`It did not take over:\n${third.log()}`);
    third.child.kill("SIGKILL");
    await third.exited;
    return 2;
  },
};

const FROZEN: Misfortune = {
  name: "a keeper is frozen for longer than its lease, and wakes up after another took over",
  isStrict: true,
  postgres: true,
  strike: async ({ arena, place }) => {
    const one = await place.start();
    await arena.pace.reached((await arena.client.getBlockNumber()) + 5n);
    const second = place.launch(other(place.folder), ["--standby"]);
    while (!/stand/.test(second.log()) && !hasEnded(second)) await pause(50);
    one.child.kill("SIGSTOP");
    await second.up;
    one.child.kill("SIGCONT");
    const code = await one.exited;
    if (code !== 1) throw new Error(`The one that woke up went on (${code}):\n${one.log()}`);
    await arena.pace.reached((await arena.client.getBlockNumber()) + EPOCH + 10n);
    second.child.kill("SIGKILL");
    await second.exited;
    return 1;
  },
};

const DATABASE: Misfortune = {
  name: "PostgreSQL is stopped, or loses its power, and starts again",
  isStrict: true,
  postgres: true,
  strike: async (scene, cluster) => {
    const supervisor = supervise(scene.place);
    for (let i = 0; i < 2; i++) {
      await passed(scene, 9n + 4n * BigInt(i));
      await (i % 2 === 0 ? cluster!.stop() : cluster!.kill());
      await pause(1_500);
      await cluster!.start();
    }
    await passed(scene, EPOCH);
    await end(supervisor);
    if (supervisor.endings.length > 0) throw new Error(supervisor.endings.join("\n"));
    return 2;
  },
};

const DISK: Misfortune = {
  name: "the disk is full for a while",
  // Nothing can be done meanwhile, and blocks come all the same.
  isStrict: false,
  strike: async (scene) => {
    const disk = openDisk(scene.place.folder);
    try {
      const supervisor = supervise(scene.place);
      for (let i = 0; i < 2; i++) {
        await passed(scene, 13n + 4n * BigInt(i));
        disk.fill();
        await passed(scene, 8n);
        disk.free();
      }
      await passed(scene, 2n * EPOCH);
      await end(supervisor);
      // The verdict is passed where the data is.
      disk.settle();
      return 2;
    } finally {
      disk.close();
    }
  },
};

/** Everything that can befall it by name, without the random kills. */
export const MISFORTUNES: Readonly<Record<string, Misfortune>> = Object.fromEntries(
  [
    namedKills(EVERY_POINT),
    ...NODE,
    REORGANISATIONS,
    SKEW,
    TWO_AT_ONCE,
    FROZEN,
    DATABASE,
    DISK,
  ].map((one) => [one.name, one]),
);

export interface Suffered extends Verdict {
  readonly store: string;
  readonly times: number;
}

/** The first epoch has no plants yet, and the one that is under way at the end does not count: one is between. */
const AFTERWARDS = 80;

/** Has a misfortune strike a keeper of its own, which then goes on for some epochs, and judges it. */
export async function suffer(
  arena: Arena,
  misfortune: Misfortune,
  cluster?: Cluster,
): Promise<Suffered> {
  const { account, place } = await arena.newPlace(await cluster?.database());
  const times = await misfortune.strike({ arena, place, account }, cluster);
  await place.settle(await place.start(), AFTERWARDS);
  return { store: place.name, times, ...(await place.verdict(misfortune.isStrict)) };
}

async function behindProxy(
  { arena, place }: Scene,
  act: (proxy: RpcProxy) => Promise<number>,
): Promise<number> {
  const proxy = await startProxy(arena.rpcUrl);
  const supervisor = supervise(place, { RPC_URL: proxy.url });
  try {
    return await act(proxy);
  } finally {
    await end(supervisor);
    await proxy.close();
  }
}

/** So many blocks later. */
async function passed({ arena }: Scene, blocks: bigint): Promise<void> {
  await arena.pace.passed((await arena.client.getBlockNumber()) + blocks);
}

async function end(supervisor: Supervisor): Promise<void> {
  const one = await supervisor.leave();
  one.child.kill("SIGKILL");
  await one.exited;
}

/** The data folder of another machine. */
function other(folder: string): Readonly<Record<string, string>> {
  return { DATA_DIR: `${folder}-other` };
}
