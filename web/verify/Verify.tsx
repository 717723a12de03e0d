// The panel that verifies: on this machine, on chain, and from what is in a file; under each verdict what can be done
// about it.
import { useState } from "react";
import type { Hex } from "../../renderer/hex.ts";
import { Facts, Hash } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useModel } from "../queries/model.ts";
import { number } from "../words.ts";
import { AskChain } from "./AskChain.tsx";
import { Demand } from "./Demand.tsx";
import { DropEvidence } from "./DropEvidence.tsx";
import type { Verdict } from "./judge.ts";
import { OnChain } from "./OnChain.tsx";
import { Statements } from "./Statements.tsx";
import { useVerification, type Verification } from "./useVerification.ts";
import { sentenceOf, VerdictCard } from "./VerdictCard.tsx";
import { WholeEpoch } from "./WholeEpoch.tsx";
import "../styles/verify.css";

interface Props {
  /** The portrait at `record.epoch`. */
  portrait: Portrait;
  record: EpochRecord;
  onStart: () => void;
}

export function Verify({ portrait, record, onStart }: Props) {
  const { error: modelError } = useModel(portrait.sky?.modelId ?? 0);
  const verification = useVerification(portrait, record, onStart);
  const [isOnChain, setOnChain] = useState(false);
  const { isRunning, progress, painted, verdicts, evidence, error } = verification;
  const wrong = verdicts.find((each) => each.kind === "root-wrong" && each.difference);

  return (
    <div className="verify">
      <p className="soft">
        Your machine paints this sky again, 240 × 240 pixels, from the weights on the chain, hashes
        it, and holds it against the root that keepers revealed. Nobody has to be trusted for it.
      </p>
      <div className="cluster">
        <button
          type="button"
          className="button primary"
          disabled={isRunning || !verification.isReady}
          onClick={verification.start}
        >
          Verify on this machine
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={isOnChain}
          onClick={() => {
            onStart();
            setOnChain(!isOnChain);
          }}
        >
          Verify on chain
        </button>
      </div>
      {isRunning && (
        <div className="stack">
          <progress
            max={1}
            value={progress ? progress.rows / progress.of : 0}
            aria-label="Painting the raster"
          />
          <div className="cluster">
            <p className="soft small numbers">
              {progress
                ? `Painting row ${progress.rows} of ${progress.of} (TF.js, ${progress.backend})`
                : "Asking keepers for the path"}
            </p>
            <button type="button" className="button quiet" onClick={verification.stop}>
              Stop
            </button>
          </div>
        </div>
      )}
      {/* Spoken: each step once and the verdict in a sentence, no rows and no hashes. */}
      <p role="status" className="hidden">
        {isRunning &&
          (progress ? "Painting the raster on this machine." : "Asking keepers for the path.")}
        {!isRunning && verdicts.map((verdict) => sentenceOf(verdict)).join(" ")}
      </p>
      {modelError && (
        <p className="notice bad" role="alert">
          The sky model could not be read from the chain: {modelError.message.split("\n")[0]}
        </p>
      )}
      {error && (
        <p className="notice bad" role="alert">
          The verification could not be done: {error.message}
        </p>
      )}
      {painted && !isRunning && (
        <div className="verify" data-result data-took={Math.round(verification.tookMs)}>
          {verdicts.map((verdict, i) => (
            <VerdictCard key={"root" in verdict ? verdict.root : i} verdict={verdict}>
              <Ways
                verdict={verdict}
                record={record}
                tokenId={portrait.tokenId}
                verification={verification}
                onChain={() => setOnChain(true)}
              />
            </VerdictCard>
          ))}
          <Facts
            rows={[
              ["Raster computed here", <Hash key="hash" value={painted.rasterHash} />],
              [
                "Painted with",
                `TF.js on ${painted.backend}, ${number(Math.round(painted.paintMs))} ms`,
              ],
              ["All in all", `${number(verification.tookMs / 1000, 1)} seconds`],
              ...(painted.passedOver.length > 0
                ? [["Passed over", painted.passedOver.join(" ")] as const]
                : []),
            ]}
          />
          <Statements portrait={portrait} record={record} raster={painted.raster} />
        </div>
      )}
      {isOnChain && (
        <OnChain
          portrait={portrait}
          record={record}
          evidence={evidence}
          start={wrong?.kind === "root-wrong" ? wrong.difference : undefined}
        />
      )}
      <DropEvidence
        tokenId={portrait.tokenId}
        epoch={record.epoch}
        onEvidence={(one) => {
          verification.add(one);
          if (!painted && !isRunning) verification.start();
        }}
      />
    </div>
  );
}

interface WaysProps {
  verdict: Verdict;
  record: EpochRecord;
  tokenId: number;
  verification: Verification;
  onChain: () => void;
}

/** What can be done about a verdict. */
function Ways({ verdict, record, tokenId, verification, onChain }: WaysProps) {
  switch (verdict.kind) {
    case "root-wrong":
      return (
        verdict.lie && (
          <AskChain root={verdict.root} lie={verdict.lie} record={record} tokenId={tokenId} />
        )
      );
    case "epoch-differs":
      return <Demanding root={verdict.root} record={record} />;
    case "bad-proof":
    case "cannot-be-proved":
      return (
        <div className="ways-on">
          <div className="way">
            <h3>Ask another source</h3>
            <p className="small">
              Any keeper will do, and any file of this epoch: drop it below. What it says proves
              itself, whoever it comes from.
            </p>
            <button type="button" className="button small" onClick={verification.start}>
              Ask the keepers again
            </button>
          </div>
          <WholeEpoch
            record={record}
            paintMs={verification.painted?.paintMs ?? 0}
            onPainted={verification.addEpoch}
          />
          <div className="way">
            <h3>Verify a run on chain</h3>
            <p className="small">
              The contract paints any sixteen pixels itself. That shows what is right, though not
              what was revealed.
            </p>
            <button type="button" className="button small" onClick={onChain}>
              Choose a pixel
            </button>
          </div>
          <Demanding root={verdict.root} record={record} />
        </div>
      );
    default:
      return null;
  }
}

function Demanding({ root, record }: { root: Hex; record: EpochRecord }) {
  const keeper = record.roots.find((each) => each.root === root)?.keeper;
  return keeper && <Demand epoch={record.epoch} root={root} keeper={keeper} />;
}
