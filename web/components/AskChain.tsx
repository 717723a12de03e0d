// A wrong root, put to the contract itself: a challenge is called, and not sent, so it costs nothing.
import { useMutation } from "@tanstack/react-query";
import type { EpochRecord } from "../queries/almanac.ts";
import { askChain, type Judgement } from "../queries/challenge.ts";
import type { Verdict } from "../verify.ts";
import { useWorld } from "../world.ts";

const SENTENCES: Record<Judgement, string> = {
  falls:
    "The contract painted these pixels itself, and agrees: this challenge would fell the root now.",
  "inputs-fall":
    "The contract looked up what this sky is painted from, and agrees: this challenge would fell the root now.",
  holds:
    "The contract disagrees: it comes to the same as the root. Verify again with another node.",
  early: "Challenges open when the reveals are over. Ask again then.",
  fallen: "This root has fallen already.",
  finalized: "The epoch is decided, so its roots are not judged any more.",
};

interface Props {
  verdict: Verdict;
  record: EpochRecord;
  tokenId: number;
}

export function AskChain({ verdict, record, tokenId }: Props) {
  const world = useWorld();
  const lie = verdict.kind === "root-wrong" ? verdict.lie : undefined;
  const keeper = record.roots.find(
    (each) => "root" in verdict && each.root === verdict.root,
  )?.keeper;
  const asking = useMutation({
    mutationFn: () => askChain(world, record.epoch, keeper!, tokenId, lie!),
  });
  if (!lie || !keeper) return null;
  return (
    <div className="verify small">
      <p>
        Nobody has to believe this machine either: the contract can judge it
        {lie.kind === "run" ? ", by painting these sixteen pixels itself" : ""}. Asking is free.
      </p>
      <div>
        <button
          type="button"
          className="button small"
          disabled={asking.isPending}
          onClick={() => asking.mutate()}
        >
          {asking.isPending ? "Asking…" : "Ask the contract"}
        </button>
      </div>
      <p role="status" data-judgement={asking.data}>
        {asking.data && SENTENCES[asking.data]}
      </p>
      {asking.error && (
        <p role="alert">The contract could not be asked: {asking.error.message.split("\n")[0]}</p>
      )}
    </div>
  );
}
