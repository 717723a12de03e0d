/** Brings home what is ours in a judged epoch: the bond with its share, rewards for what we felled, demands. */
import type { Context } from "../steps/context.ts";
import type { Survey } from "../steps/survey.ts";
import { type Game, hasFallen } from "./game.ts";
import { propose } from "./propose.ts";

/** Gas of `settleDemand`, generously: a bond that is worth less waits for a calmer market. */
const SETTLE_GAS = 60_000n;

export async function collect(context: Context, now: Survey, game: Game): Promise<void> {
  const { epoch, mine, stands } = game;
  const me = context.sender.address;
  const expiresAt = now.now + BigInt(now.epochSeconds);
  const subject = `epoch ${epoch}, job ${game.job}`;
  if (game.finalized && mine?.root != null && !mine.settled && !hasFallen(game)) {
    const args = [epoch, me] as const;
    await propose(context, { kind: "settle", subject, functionName: "settle", args, expiresAt });
  }
  for (const { root, keepers, fallen, felledBy, claimed } of stands) {
    if (!game.finalized || !fallen || felledBy !== me || claimed) continue;
    await propose(context, {
      kind: "claim",
      subject: `${subject}, root ${root}`,
      functionName: "claim",
      args: [epoch, keepers[0]],
      expiresAt,
    });
  }
  const ours = game.demands.filter(({ root, demander, answerer, settled }) => {
    if (settled) return false;
    // It comes back where the root fell, and pays for the answer where it stood to the end.
    const isFallen = stands.some((stand) => stand.fallen && stand.root === root);
    return isFallen ? demander === me : game.finalized && answerer === me;
  });
  if (ours.length === 0) return;
  const { baseFeePerGas } = await context.rpc.client.getBlock();
  for (const { root, height, index, hash, bond } of ours) {
    const stand = stands.find((each) => each.root === root);
    if (stand === undefined || bond <= SETTLE_GAS * (baseFeePerGas ?? 0n)) continue;
    await propose(context, {
      kind: "settle-demand",
      subject: `${subject}, root ${root}, height ${height}, index ${index}, hash ${hash}`,
      functionName: "settleDemand",
      args: [epoch, stand.keepers[0], BigInt(height), BigInt(index), hash],
      expiresAt,
    });
  }
}
