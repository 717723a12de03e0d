// What can be done about a verdict: for its root alone, and for all roots that nobody proves.
import { descend, topOf } from "../../renderer/descent.ts";
import { firstDifference } from "../../renderer/walk.ts";
import type { Portrait } from "../portrait.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useWorld } from "../world.ts";
import { AskChain } from "./AskChain.tsx";
import { AskKeeper } from "./AskKeeper.tsx";
import { evidenceIn } from "./answers.ts";
import { supplyOf } from "./epoch.ts";
import type { Verdict } from "./judge.ts";
import type { Verification } from "./useVerification.ts";
import type { Quest } from "./useWalk.ts";
import { Walk } from "./Walk.tsx";
import { WholeEpoch } from "./WholeEpoch.tsx";

/** Verdicts that say nothing of the root. */
export const UNPROVED: ReadonlySet<Verdict["kind"]> = new Set(["bad-proof", "cannot-be-proved"]);

interface OwnWaysProps {
  verdict: Verdict;
  record: EpochRecord;
  portrait: Portrait;
  verification: Verification;
}

/** What can be done about this root: ask the chain and challenge it, or demand what it stands on. */
export function OwnWays({ verdict, record, portrait, verification }: OwnWaysProps) {
  const world = useWorld();
  const { tokenId, sky } = portrait;
  const { painted, ownTree, add } = verification;
  if (verdict.kind === "matches" || verdict.kind === "not-revealed") return null;
  if (verdict.kind === "root-wrong" && verdict.lie) {
    const { root, lie } = verdict;
    return <AskChain root={root} lie={lie} record={record} tokenId={tokenId} />;
  }
  const root = record.roots.find((each) => each.root === verdict.root);
  if (!root || !painted || !sky) return null;
  const { epoch, job } = record;
  if (verdict.kind === "epoch-differs" && ownTree) {
    const next: Quest["next"] = (shown) => firstDifference(ownTree, root.root, shown);
    return <Walk record={record} root={root} quest={{ key: "epoch", next }} />;
  }
  const inputs = { model: BigInt(sky.modelId), latent: sky.latent, condition: sky.condition };
  const token = { tokenId, inputs, raster: painted.raster };
  // What is known to lie under the root already need not be demanded.
  const from = verdict.kind === "root-wrong" ? verdict.node : topOf(root.root);
  const quest: Quest = {
    key: `plant ${tokenId} from ${from.height}`,
    next: async (shown) => descend(job, await supplyOf(world, epoch), token, from, shown),
  };
  return (
    <Walk
      record={record}
      root={root}
      quest={quest}
      onShown={(of, shown) => {
        const evidence = evidenceIn(job, tokenId, of, shown);
        if (evidence) add(evidence);
      }}
    />
  );
}

interface OtherWaysProps {
  record: EpochRecord;
  tokenId: number;
  verification: Verification;
  onChain: () => void;
}

/** Where no proof is had: other sources, all of the epoch, the chain. */
export function OtherWays({ record, tokenId, verification, onChain }: OtherWaysProps) {
  return (
    <div className="ways-on">
      <div className="way">
        <h3>Ask another source</h3>
        <p className="small">
          Any keeper will do, and any file of this epoch: drop it below. What it says proves itself,
          whoever it comes from.
        </p>
        <button type="button" className="button small" onClick={verification.start}>
          Ask the keepers again
        </button>
        <AskKeeper tokenId={tokenId} epoch={record.epoch} onEvidence={verification.add} />
      </div>
      <WholeEpoch
        record={record}
        paintMs={verification.painted?.paintMs ?? 0}
        onPainted={verification.addEpoch}
      />
      <div className="way">
        <h3>Verify a run on chain</h3>
        <p className="small">
          The contract paints any sixteen pixels itself. That shows what is right, though not what
          was revealed.
        </p>
        <button type="button" className="button small" onClick={onChain}>
          Choose a pixel
        </button>
      </div>
    </div>
  );
}
