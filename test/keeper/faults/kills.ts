/** kill -9: at every named point of the keeper, and at any instruction. */
import { createTestClient, http, keccak256 } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import type { FaultPoint } from "../../../keeper/fault.ts";
import { enqueue, insertAttempt, nextNonce, setNextNonce } from "../../../keeper/store/intents.ts";
import { privateKey } from "../../../tools/demo/chain.ts";
import type { Arena, Place } from "./arena.ts";
import { pause } from "./pace.ts";

type Step = readonly [point: FaultPoint, kind?: string, before?: (scene: Scene) => Promise<void>];

export interface Scene {
  readonly arena: Arena;
  readonly place: Place;
  /** Of the keeper's key. */
  readonly account: number;
}

/** Each step kills the process when it first comes by the point; the next process goes on in the same place. */
export const EVERY_POINT: readonly Step[] = [
  ["before-sign", "observe"],
  ["mid-sign", "observe"],
  ["after-sign", "observe"],
  ["mid-raster"],
  ["before-raster-row"],
  ["after-raster"],
  ["mid-salt"],
  ["before-render-row"],
  ["after-salt"],
  ["after-sign", "deposit"],
  ["before-settle", "deposit"],
  ["before-sign", "commit"],
  ["after-broadcast", "commit"],
  ["before-settle", "commit"],
  ["mid-sign", "reveal"],
  ["after-sign", "reveal"],
  ["after-broadcast", "reveal"],
  ["after-fill", "", loseNonce],
  ["after-broadcast", "observe"],
  ["after-replace", "", stick],
];

/** Where most is at stake: signed and not sent, sent and not noted, a salt half written, a hole just filled. */
const DEAREST: readonly FaultPoint[] = [
  "after-sign",
  "after-broadcast",
  "mid-salt",
  "before-render-row",
  "after-fill",
];

/** The first step of each of these points. */
export const FEW: readonly Step[] = DEAREST.map(
  (dearest) => EVERY_POINT.find(([point]) => point === dearest)!,
);

/** Longer than any point is waited for: two epochs. */
const MOST_BLOCKS = 65n;

/** Kills at each step in turn. Resolves to how many kills that were. */
export async function killAtPoints(scene: Scene, steps: readonly Step[]): Promise<number> {
  for (const [point, kind, before] of steps) {
    // The chain stands still while nobody is up, so that no epoch is lost to the restarts alone.
    scene.arena.pace.follow(null);
    await before?.(scene);
    const fault = kind ? `${point}:${kind}` : point;
    const head = await scene.arena.client.getBlockNumber();
    const victim = await scene.place.start({ HELIOTROPE_FAULT: fault });
    await Promise.race([victim.exited, scene.arena.pace.reached(head + MOST_BLOCKS)]);
    if (victim.child.signalCode !== "SIGKILL") {
      victim.child.kill("SIGKILL");
      throw new Error(`The keeper never came by ${fault}:\n${victim.log()}`);
    }
  }
  return steps.length;
}

/** Kills after a random while, starting up included, so many times. `random` gives numbers in [0, 1). */
export async function killAtRandom(
  { place }: Scene,
  times: number,
  random: () => number,
): Promise<number> {
  for (let i = 0; i < times; i++) {
    const victim = place.launch();
    // A tenth of them does not even come up.
    if (random() > 0.1) await victim.up;
    await pause(random() ** 2 * 5_000);
    victim.child.kill("SIGKILL");
    await victim.exited;
    if (victim.child.signalCode !== "SIGKILL") {
      throw new Error(`The keeper ended by itself:\n${victim.log()}`);
    }
  }
  return times;
}

/** Park and Miller's, so that a run can be had again. */
export function seeded(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The pool forgets everything, and the market is at a price at which what was signed stays unwelcome. */
async function stick({ arena }: Scene): Promise<void> {
  const anvil = createTestClient({ mode: "anvil", chain: foundry, transport: http(arena.rpcUrl) });
  await anvil.request({ method: "anvil_dropAllTransactions" } as never);
  await anvil.setNextBlockBaseFeePerGas({ baseFeePerGas: 5n * 10n ** 9n });
}

/** A later nonce is out, and of the one before it nothing is known any more. */
async function loseNonce({ place, arena, account }: Scene): Promise<void> {
  const signer = privateKeyToAccount(privateKey(account));
  await place.open(async ({ db }) => {
    const lost = await nextNonce(db, place.keeper);
    const nonce = lost + 1n;
    const raw = await signer.signTransaction({
      type: "eip1559",
      chainId: foundry.id,
      nonce: Number(nonce),
      to: signer.address,
      gas: 21_000n,
      maxFeePerGas: 10n ** 10n,
      maxPriorityFeePerGas: 10n ** 9n,
    });
    const wish = {
      ...({ kind: "fill", subject: `nonce ${nonce}`, sender: signer.address } as const),
      ...({ target: signer.address, data: "0x", expiresAt: 0n } as const),
    };
    const id = await enqueue(db, foundry.id, wish);
    await db.query("UPDATE intents SET status = 'sent', nonce = $2 WHERE id = $1", [
      id,
      nonce.toString(),
    ]);
    await insertAttempt(db, { ...wish, id, status: "sent", nonce }, nonce, {
      hash: keccak256(raw),
      raw,
      capWei: 10n ** 10n,
      tipWei: 10n ** 9n,
      noop: true,
      signedAtBlock: await arena.client.getBlockNumber(),
    });
    await setNextNonce(db, place.keeper, nonce + 1n);
  });
}
