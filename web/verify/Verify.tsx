// The panel that verifies: on this machine, on chain, and from what is in a file; under each verdict what can be done
// about it.
import { useState } from "react";
import { Facts, Hash } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useModel } from "../queries/model.ts";
import { number } from "../words.ts";
import { DropEvidence } from "./DropEvidence.tsx";
import { OnChain } from "./OnChain.tsx";
import { Statements } from "./Statements.tsx";
import { useVerification } from "./useVerification.ts";
import { sentenceOf, VerdictCard } from "./VerdictCard.tsx";
import { OtherWays, OwnWays, UNPROVED } from "./Ways.tsx";
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
              <OwnWays
                verdict={verdict}
                record={record}
                portrait={portrait}
                verification={verification}
              />
            </VerdictCard>
          ))}
          {verdicts.some(({ kind }) => UNPROVED.has(kind)) && (
            <OtherWays
              record={record}
              tokenId={portrait.tokenId}
              verification={verification}
              onChain={() => setOnChain(true)}
            />
          )}
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
