// "Demand to see it": where nobody shows what a root stands on, a bond makes somebody show it on chain, or fells the
// root. Answer by answer the way leads down, to what is right or to a lie that the contract judges.
import { useEffect } from "react";
import type { Hex } from "viem";
import type { Step } from "../../renderer/walk.ts";
import { nodeWords } from "../almanac/telling.ts";
import { Who } from "../components/Who.tsx";
import type { EpochRecord, RootRecord } from "../queries/almanac.ts";
import { ether } from "../words.ts";
import { AskChain } from "./AskChain.tsx";
import type { Answered } from "./answers.ts";
import { spanOf } from "./demanding.ts";
import type { Lie } from "./judge.ts";
import { Turn } from "./Turn.tsx";
import { type Quest, useWalk } from "./useWalk.ts";

interface Props {
  record: EpochRecord;
  root: RootRecord;
  quest: Quest;
  /** Told what was shown, whenever that is more. */
  onShown?: ((root: Hex, shown: readonly Answered[]) => void) | undefined;
}

export function Walk({ record, root, quest, onShown }: Props) {
  const walked = useWalk(record, root.root, root.keeper, quest);
  const { facts, shown, step, isBlind, error } = walked;
  const count = shown?.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was shown only grows, so its length tells.
  useEffect(() => {
    if (count > 0) onShown?.(root.root, shown!);
  }, [count, root.root]);
  const told = step && lieIn(step);
  return (
    <div className="way" data-way="demand">
      <h3>Demand to see it</h3>
      {facts && (
        <p className="small">
          A demand asks the keepers behind this root to show, on chain, what lies under a node of
          it: all plants first, then 128 of them, then one, then sixty-four runs of its pixels. Each
          costs {ether(facts.bond)} now, which pays whoever answers if the root stands, and comes
          back to you if it falls. Silence for {spanOf(facts.rules.answerSeconds)} fells it. To
          answer is a keeper's work: <code>npm run keeper -- run</code> does it.
        </p>
      )}
      {isBlind && (
        <p className="small" role="alert">
          This node does not answer for past events, so what was shown already is not known here.
          Use another node to go on from there.
        </p>
      )}
      {error && (
        <p className="small" role="alert">
          The next step could not be worked out: {error.message.split("\n")[0]}
        </p>
      )}
      {shown && shown.length > 0 && <Trail shown={shown} />}
      {facts?.hasFallen && (
        <p className="small" role="status">
          This root has fallen.
        </p>
      )}
      {told ? (
        <>
          <p className="small" role="status" data-walk="lie">
            What was shown leads to a lie that the contract can judge.
          </p>
          <AskChain root={root.root} lie={told.lie} record={record} tokenId={told.tokenId} />
        </>
      ) : step?.kind === "same" ? (
        <p className="small" role="status" data-walk="same">
          What was shown is what this machine paints.
        </p>
      ) : facts?.hasFallen ? null : (
        <Turn
          // What was sent for one node is no word about the next.
          key={step?.kind === "demand" ? `${step.node.height}/${step.node.index}` : "none"}
          record={record}
          root={root}
          walked={walked}
        />
      )}
    </div>
  );
}

/** What was shown, newest last. */
function Trail({ shown }: { shown: readonly Answered[] }) {
  return (
    <ul className="small soft" aria-label="Shown so far">
      {shown.map(({ height, index, by }) => (
        <li key={`${height}/${index}`} data-demand="answered">
          <Who address={by} /> showed {nodeWords(height, index)}.
        </li>
      ))}
    </ul>
  );
}

/** A step that is a lie, as the contract takes it. */
function lieIn(step: Step): { tokenId: number; lie: Lie } | undefined {
  switch (step.kind) {
    case "challenge": {
      const { kind: _, tokenId, ...said } = step;
      return { tokenId, lie: { kind: "run", ...said } };
    }
    case "challengeInputs": {
      const { kind: _, tokenId, ...said } = step;
      return { tokenId, lie: { kind: "inputs", ...said } };
    }
    case "challengePadding":
      return { tokenId: 0, lie: { kind: "padding", node: step.node } };
    default:
      return undefined;
  }
}
