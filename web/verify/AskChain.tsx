// A wrong root, put to the contract itself: a challenge is called, and not sent, so it costs nothing.
import { useMutation } from "@tanstack/react-query";
import type { Hex } from "../../renderer/hex.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useWorld } from "../world.ts";
import { askChain, type Judgement } from "./ask.ts";
import { Challenge } from "./Challenge.tsx";
import type { Lie } from "./judge.ts";

/** What the almanac would do with the challenge. */
const SENTENCES: Record<Judgement["almanac"], string> = {
  falls: "When it was asked, the contract would have felled the root for this.",
  holds: "The root would stand. Verify again with another node.",
  early: "Challenges open when the reveals are over.",
  late: "This late, only a challenge that was put down a block before would fell the root.",
  fallen: "This root has fallen already.",
  finalized: "The epoch is decided, so its roots are not judged any more.",
};

/** What the chain itself came to. */
function truthOf(lie: Lie, { isLie }: Judgement): string {
  if (!isLie) return "The chain came to the same as the root, and not to what this machine did.";
  switch (lie.kind) {
    case "run":
      return "The chain painted these pixels itself, and they are not the root's.";
    case "inputs":
      return "The chain looked up what this sky is painted from, and it is not what the root holds.";
    case "padding":
      return "The chain knows how many plants and pixels there are, and the root holds something beyond them.";
  }
}

/** Where a challenge sent now, or after an intent, may fell the root. */
const CHALLENGEABLE: ReadonlySet<Judgement["almanac"]> = new Set(["falls", "late", "fallen"]);

interface Props {
  root: Hex;
  lie: Lie;
  record: EpochRecord;
  tokenId: number;
}

export function AskChain({ root, lie, record, tokenId }: Props) {
  const world = useWorld();
  const keeper = record.roots.find((each) => each.root === root)?.keeper;
  const asking = useMutation({
    mutationFn: () => askChain(world, record.epoch, keeper!, tokenId, lie),
  });
  if (!keeper) return null;
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
      <p role="status" data-judgement={asking.data?.almanac}>
        {asking.data && `${truthOf(lie, asking.data)} ${SENTENCES[asking.data.almanac]}`}
      </p>
      {asking.data?.isLie && CHALLENGEABLE.has(asking.data.almanac) && (
        <Challenge epoch={record.epoch} root={root} keeper={keeper} tokenId={tokenId} lie={lie} />
      )}
      {asking.error && (
        <p role="alert">The contract could not be asked: {asking.error.message.split("\n")[0]}</p>
      )}
    </div>
  );
}
