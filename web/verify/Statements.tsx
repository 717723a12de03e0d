// What keepers have signed about this picture, stage by stage, beside what this machine came to.
import { useMutation } from "@tanstack/react-query";
import { composedSvg } from "../../renderer/compose.ts";
import { tokenTree } from "../../renderer/merkle.ts";
import { Hash } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useModel } from "../queries/model.ts";
import { useWorld } from "../world.ts";
import { type CheckedStatement, checkStatement, fetchStatement, type Stage } from "./statement.ts";

interface Props {
  portrait: Portrait;
  record: EpochRecord;
  /** As this machine painted it. */
  raster: Uint8Array;
}

type Answer = CheckedStatement | { source: string; reason: string };

export function Statements({ portrait, record, raster }: Props) {
  const { deployment } = useWorld();
  const { tokenId, sky, gathered } = portrait;
  const { data: model } = useModel(sky?.modelId ?? 0);
  const asking = useMutation({
    mutationFn: async (): Promise<Answer[]> => {
      if (!sky || !model) throw new Error("The sky model has not been read yet. Try again.");
      const { modelId, latent, condition } = sky;
      const inputs = { model: BigInt(modelId), latent, condition };
      const { chainId, keepers } = deployment;
      const { epoch, job } = record;
      const truth = {
        tokenId,
        epoch,
        chainId,
        inputs,
        modelHash: model.hash,
        rasterRoot: tokenTree(job, tokenId, inputs, raster).runs,
        composed: gathered.own ? undefined : composedSvg(gathered.scene, raster),
      };
      const { signal } = new AbortController();
      return Promise.all(
        keepers.map((source) =>
          fetchStatement(source, truth, signal)
            .then((said) => checkStatement(source, said, truth))
            .catch((error: Error) => ({ source, reason: error.message })),
        ),
      );
    },
  });
  if (deployment.keepers.length === 0) return null;
  return (
    <div className="stack">
      <div>
        <button
          type="button"
          className="button small"
          disabled={asking.isPending}
          onClick={() => asking.mutate()}
        >
          {asking.isPending ? "Asking…" : "See what keepers have signed"}
        </button>
      </div>
      <p role="status" className="hidden">
        {asking.data?.map(sentenceOf).join(" ")}
      </p>
      {asking.error && (
        <p className="notice bad" role="alert">
          {asking.error.message}
        </p>
      )}
      {asking.data?.map((answer) =>
        "signer" in answer ? (
          <Signed key={answer.source} checked={answer} />
        ) : (
          <p key={answer.source} className="small soft">
            {answer.source} {answer.reason}.
          </p>
        ),
      )}
    </div>
  );
}

function sentenceOf(answer: Answer): string {
  if (!("signer" in answer)) return `${answer.source} ${answer.reason}.`;
  const wrong = answer.stages.filter(({ holds }) => holds === false);
  return wrong.length === 0
    ? `${answer.source} has signed what this machine came to.`
    : `${answer.source} has signed something else.`;
}

function Signed({ checked }: { checked: CheckedStatement }) {
  const isWrong = checked.stages.some(({ holds }) => holds === false);
  return (
    <div
      className={isWrong ? "notice bad" : "notice good"}
      data-statement={isWrong ? "wrong" : "right"}
    >
      <p>{sentenceOf(checked)}</p>
      <p className="small soft">Signed by</p>
      <Hash value={checked.signer} />
      <ul className="pieces">
        {checked.stages.map((stage) => (
          <li key={stage.name}>
            <span className="cluster">
              <strong>{stage.name}</strong>
              <Verdict {...stage} />
            </span>
            <Hash value={stage.said} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Verdict({ holds }: Stage) {
  if (holds === undefined) return <span className="tag">cannot be told here</span>;
  return (
    <span className={holds ? "tag good" : "tag bad"}>{holds ? "it is so" : "it is not so"}</span>
  );
}
