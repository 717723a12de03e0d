// What anybody may do for an epoch now, and what it brings: seals that were never opened, demands that nobody
// answered, the decision, bonds and rewards that wait. Pure: what the page offers as transactions, in order of what
// has to come first.
import type { Address, Hex } from "viem";
import { ether } from "../words.ts";
import { type EpochView, phaseOf, type Rules } from "./phase.ts";
import { type Story, spoilsOf } from "./story.ts";
import { type Name, nodeWords } from "./telling.ts";

export interface Chore {
  key: string;
  /** What happened, and what sending it brings to whom. */
  words: string;
  /** On the button. */
  label: string;
  call:
    | { functionName: "expire" | "finalize" | "settle" | "claim"; args: readonly [bigint, Address] }
    | {
        functionName: "silence" | "settleDemand";
        args: readonly [bigint, Address, bigint, bigint, Hex];
      }
    | {
        functionName: "raise";
        args: readonly [bigint, Address, bigint, bigint, Hex];
        value: bigint;
      };
}

export function choresOf(
  view: EpochView,
  story: Story,
  rules: Pick<Rules, "bond" | "demandFloor"> & {
    /** What a demand costs at the present base fee; the floor where that is not known. */
    demandBond?: bigint | undefined;
  },
  now: number,
  name: Name,
): Chore[] {
  const epoch = BigInt(view.epoch);
  const { verdict } = story;
  const isOpen = view.outcome === "open";
  const chores: Chore[] = [];
  const { bond, demandFloor, demandBond = demandFloor } = rules;

  if (now >= view.revealEnds) {
    for (const { keeper, expired } of story.sealed) {
      if (expired) continue;
      chores.push({
        key: `expire ${keeper}`,
        words: `${name(keeper)} did not open its seal in time. Whoever says so gets ${ether(bond / 8n)}, an eighth of its bond; another eighth is burned, the rest is its own again.`,
        label: "Take the penalty",
        call: { functionName: "expire", args: [epoch, keeper] },
      });
    }
  }
  for (const root of story.roots) {
    const keeper = root.keepers[0]!.keeper;
    for (const demand of root.demands) {
      const { height, index, hash, demander, raisedTo: price = demand.bond } = demand;
      const call = [epoch, keeper, BigInt(height), BigInt(index), hash] as const;
      const what = `${nodeWords(height, index)} of root ${root.letter}`;
      // What a demand costs is what two answers do, and silence proves nothing while one is not paid for.
      const isTooLittle = price * 2n < demandBond;
      if (!demand.answer && !root.fall && isOpen && isTooLittle) {
        const missing = demandBond - price;
        chores.push({
          key: `raise ${hash}`,
          words: `Nobody has shown ${what} yet, and at the present base fee an answer costs more than the ${ether(price)} that the demand pays: until it is raised, silence proves nothing.`,
          label: `Add ${ether(missing)}`,
          call: { functionName: "raise", args: call, value: missing },
        });
        continue;
      }
      if (!demand.answer && !root.fall && isOpen && now >= demand.deadline) {
        const { reward } = spoilsOf(root.keepers.length, bond);
        chores.push({
          key: `silence ${hash}`,
          words: `Nobody showed ${what} in time. The root can be felled for it: ${ether(reward)} go to ${name(demander)}, who demanded it.`,
          label: `Fell root ${root.letter}`,
          call: { functionName: "silence", args: call },
        });
      }
      if (!demand.answer && !root.fall && isOpen && now < demand.deadline) {
        chores.push({
          key: `raise ${hash}`,
          words: `Nobody has shown ${what} yet. The ${ether(price)} that the demand pays can be raised, so that an answer is worth its gas; it comes back to ${name(demander)} if the root falls.`,
          label: `Add ${ether(demandFloor)}`,
          call: { functionName: "raise", args: call, value: demandFloor },
        });
      }
      if (demand.settled || (!root.fall && isOpen)) continue;
      const to = root.fall ? demander : demand.answer?.by;
      if (!to) continue;
      chores.push({
        key: `settle ${hash}`,
        words: root.fall
          ? `The demand for ${what} cost ${ether(price)}, which goes back to ${name(to)}, because the root fell.`
          : `${name(to)} showed ${what}, and gets the ${ether(price)} that the demand cost.`,
        label: "Pay the demand out",
        call: { functionName: "settleDemand", args: call },
      });
    }
  }
  if (phaseOf(view, now).kind === "due") {
    const first = story.roots.find(({ fall }) => !fall) ?? story.roots[0];
    const keeper = first?.keepers[0]?.keeper ?? NOBODY;
    chores.push({
      key: "finalize",
      words:
        view.standing === 1
          ? `Every window is over. Root ${first?.letter ?? ""} stands alone: deciding makes it the epoch's, and its keepers share the pot.`
          : "Every window is over, and not one root stands alone: deciding makes the epoch void.",
      label: "Decide the epoch",
      call: { functionName: "finalize", args: [epoch, keeper] },
    });
  }
  if (isOpen || !verdict) return chores;
  for (const root of story.roots) {
    if (root.fall && !root.claim) {
      const { reward, burned } = spoilsOf(root.keepers.length, bond);
      chores.push({
        key: `claim ${root.root}`,
        words: `Root ${root.letter} fell: ${ether(reward)} wait for ${name(root.fall.by)}; ${ether(burned)} are burned.`,
        label: "Pay the reward out",
        call: { functionName: "claim", args: [epoch, root.keepers[0]!.keeper] },
      });
    }
    if (root.fall) continue;
    for (const { keeper, paid } of root.keepers) {
      if (paid !== undefined) continue;
      const share = verdict.root === root.root ? verdict.share : 0n;
      chores.push({
        key: `pay ${keeper}`,
        words: `${name(keeper)} gets its bond back${share > 0n ? `, and ${ether(share)} from the pot` : ""}.`,
        label: "Pay the bond out",
        call: { functionName: "settle", args: [epoch, keeper] },
      });
    }
  }
  return chores;
}

const NOBODY: Address = "0x0000000000000000000000000000000000000000";
