// "Verify on this machine": asks keepers for a path, recomputes the raster here, and says which of the
// verdicts it comes to.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Facts, Hash } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useModel } from "../queries/model.ts";
import { count } from "../words.ts";
import { useWorld } from "../world.ts";
import { AskChain } from "./AskChain.tsx";
import { type Progress, type Verified, verifyHere } from "./here.ts";
import { gatherEvidence } from "./keepers.ts";
import { sentenceOf, VerdictCard } from "./VerdictCard.tsx";

interface Props {
  /** The portrait at `record.epoch`. */
  portrait: Portrait;
  record: EpochRecord;
  onStart: () => void;
}

export function Verify({ portrait, record, onStart }: Props) {
  const { deployment } = useWorld();
  const { data: model, error: modelError } = useModel(portrait.sky?.modelId ?? 0);
  const [progress, setProgress] = useState<Progress>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const verification = useMutation({
    mutationFn: async (): Promise<Verified> => {
      if (!model || !portrait.sky)
        throw new Error("The sky model has not been read yet. Try again.");
      running.current = new AbortController();
      const { signal } = running.current;
      setProgress(undefined);
      const evidence = await gatherEvidence(
        deployment.keepers,
        record.epoch,
        portrait.tokenId,
        signal,
      );
      const { modelId, latent, condition } = portrait.sky;
      return verifyHere(
        {
          model: model.bytes,
          inputs: { model: BigInt(modelId), latent, condition },
          job: record.job,
          tokenId: portrait.tokenId,
          roots: record.roots.map(({ root }) => root),
          evidence,
        },
        setProgress,
        signal,
      );
    },
  });

  const share = progress ? progress.rows / progress.of : 0;
  return (
    <div className="verify">
      <p className="soft">
        Your machine paints this sky again, 240 × 240 pixels, from the weights on the chain, hashes
        it, and holds it against the root that keepers revealed. Nobody has to be trusted for it.
      </p>
      <div>
        <button
          type="button"
          className="button primary"
          disabled={verification.isPending || !model}
          onClick={() => {
            onStart();
            verification.mutate();
          }}
        >
          Verify on this machine
        </button>
      </div>
      {verification.isPending && (
        <div>
          <progress max={1} value={share} aria-label="Painting the raster" />
          <p className="soft small numbers">
            {progress
              ? `Painting row ${progress.rows} of ${progress.of} (TF.js, ${progress.backend})`
              : "Asking keepers for the path"}
          </p>
        </div>
      )}
      {/* Spoken: each step once and the verdict in a sentence, no rows and no hashes. */}
      <p role="status" className="hidden">
        {verification.isPending &&
          (progress ? "Painting the raster on this machine." : "Asking keepers for the path.")}
        {verification.data?.verdicts.map((verdict) => sentenceOf(verdict)).join(" ")}
      </p>
      {modelError && (
        <p className="notice bad" role="alert">
          The sky model could not be read from the chain: {modelError.message.split("\n")[0]}
        </p>
      )}
      {verification.error && (
        <p className="notice bad" role="alert">
          The verification could not be done: {verification.error.message}
        </p>
      )}
      {verification.data && (
        <Result verified={verification.data} record={record} tokenId={portrait.tokenId} />
      )}
    </div>
  );
}

function Result({
  verified,
  record,
  tokenId,
}: {
  verified: Verified;
  record: EpochRecord;
  tokenId: number;
}) {
  return (
    <div className="verify" data-result>
      {verified.verdicts.map((verdict, i) => (
        <VerdictCard key={"root" in verdict ? verdict.root : i} verdict={verdict}>
          <AskChain verdict={verdict} record={record} tokenId={tokenId} />
        </VerdictCard>
      ))}
      <Facts
        rows={[
          ["Raster computed here", <Hash key="hash" value={verified.rasterHash} />],
          [
            "Painted with",
            `TF.js on ${verified.backend}, ${count(Math.round(verified.paintMs), "millisecond")}`,
          ],
          ...(verified.passedOver.length > 0
            ? [["Passed over", verified.passedOver.join(" ")] as const]
            : []),
        ]}
      />
    </div>
  );
}
