// What can be done about a verdict: for its root alone, and for all roots that nobody proves.
import type { EpochRecord } from "../queries/almanac.ts";
import { AskChain } from "./AskChain.tsx";
import { AskKeeper } from "./AskKeeper.tsx";
import { Demand } from "./Demand.tsx";
import type { Verdict } from "./judge.ts";
import type { Verification } from "./useVerification.ts";
import { WholeEpoch } from "./WholeEpoch.tsx";

/** Verdicts that say nothing of the root. */
export const UNPROVED: ReadonlySet<Verdict["kind"]> = new Set(["bad-proof", "cannot-be-proved"]);

interface OwnWaysProps {
  verdict: Verdict;
  record: EpochRecord;
  tokenId: number;
}

/** What can be done about this root: ask the chain and challenge it, or demand what it stands on. */
export function OwnWays({ verdict, record, tokenId }: OwnWaysProps) {
  if (verdict.kind === "matches" || verdict.kind === "not-revealed") return null;
  const { root } = verdict;
  if (verdict.kind === "root-wrong") {
    const { lie } = verdict;
    return lie && <AskChain root={root} lie={lie} record={record} tokenId={tokenId} />;
  }
  const keeper = record.roots.find((each) => each.root === root)?.keeper;
  return keeper && <Demand epoch={record.epoch} root={root} keeper={keeper} />;
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
