// "Verify on chain": a pixel is chosen, the contract paints the run that it lies in, and its colours stand beside
// this machine's and those that keepers revealed.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { RASTER_SIDE, RUN_PIXELS } from "../../renderer/merkle.ts";
import { paintSky } from "../painting.ts";
import type { Portrait } from "../portrait.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useModel } from "../queries/model.ts";
import { number } from "../words.ts";
import { useWorld } from "../world.ts";
import { AskChain } from "./AskChain.tsx";
import { Colours } from "./Colours.tsx";
import { supplyQuery } from "./epoch.ts";
import type { Evidence } from "./judge.ts";
import { checkRun, type RevealedRun, ROW_RUNS, type RunCheck } from "./run.ts";
import { type Pixel, SkyPicker } from "./SkyPicker.tsx";

interface Props {
  portrait: Portrait;
  record: EpochRecord;
  /** What has been gathered already. */
  evidence: readonly Evidence[];
  /** Where to begin: a pixel that is known to differ. */
  start: Pixel | undefined;
}

const MIDDLE: Pixel = { x: 120, y: 96 };

export function OnChain({ portrait, record, evidence, start }: Props) {
  const world = useWorld();
  const { sky, tokenId } = portrait;
  const { data: model } = useModel(sky?.modelId ?? 0);
  const [pixel, setPixel] = useState<Pixel>(start ?? MIDDLE);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const { data: raster, error: paintError } = useQuery({
    queryKey: ["raster", model?.hash, sky?.latent, sky?.condition],
    queryFn: ({ signal }) =>
      paintSky(
        {
          model: model!.bytes,
          modelHash: model!.hash,
          latent: sky!.latent,
          condition: sky!.condition,
          size: RASTER_SIDE,
        },
        signal,
      ),
    enabled: model !== undefined && sky !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { data: supply } = useQuery(supplyQuery(world, record.epoch));
  const run = pixel.y * ROW_RUNS + Math.floor(pixel.x / RUN_PIXELS);
  const asking = useMutation({
    mutationFn: () => {
      if (!model || !sky) throw new Error("The sky model has not been read yet. Try again.");
      const { modelId, latent, condition } = sky;
      running.current = new AbortController();
      const { epoch, job, roots } = record;
      return checkRun(
        world,
        {
          epoch,
          job,
          tokenId,
          roots: roots.map(({ root }) => root),
          model: model.bytes,
          inputs: { model: BigInt(modelId), latent, condition },
          supply,
        },
        run,
        evidence,
        running.current.signal,
      );
    },
  });
  const ask = () => {
    if (!asking.isPending) asking.mutate();
  };
  const first = Math.floor(pixel.x / RUN_PIXELS) * RUN_PIXELS;

  return (
    <div className="verify on-chain">
      <p className="soft">
        Choose any pixel. The contract paints the sixteen that it lies among, inside a call that
        costs nothing, so that not even this machine has to be believed.
      </p>
      <SkyPicker raster={raster} pixel={pixel} onPick={setPixel} onAsk={ask} />
      {paintError && (
        <p className="notice">
          The picture could not be painted here ({paintError.message}). The contract can be asked
          all the same: choose by column and row.
        </p>
      )}
      <p className="numbers">
        Run {number(run)}: row {pixel.y}, columns {first} to {first + RUN_PIXELS - 1}
      </p>
      <div>
        <button
          type="button"
          className="button"
          disabled={asking.isPending || !model}
          onClick={ask}
        >
          {asking.isPending ? "The contract is painting…" : "Have the contract paint it"}
        </button>
      </div>
      <p role="status" className="hidden">
        {asking.data && sentenceOf(asking.data)}
      </p>
      {asking.error && (
        <p className="notice bad" role="alert">
          The contract could not be asked: {asking.error.message.split("\n")[0]} Try again, or use
          another node.
        </p>
      )}
      {asking.data && <Outcome check={asking.data} record={record} tokenId={tokenId} />}
    </div>
  );
}

/** What it comes to, worst first. */
function outcomeOf({ chain, here, revealed }: RunCheck) {
  if (chain !== here) return "disagrees";
  if (revealed.some(({ lie }) => lie)) return "root-wrong";
  return revealed.length > 0 ? "matches" : "unproved";
}

const SENTENCES = {
  matches: "The contract, this machine and the revealed root have the same sixteen pixels.",
  "root-wrong":
    "The contract and this machine paint the same, and a revealed root holds something else.",
  unproved:
    "The contract and this machine paint the same sixteen pixels. Nobody serves a proof of what was revealed for them.",
  disagrees:
    "The contract's pixels are not this machine's. Either the node does not answer with what the contract paints, or this machine computes wrongly: ask through another node, and in another browser.",
} as const;

function sentenceOf(check: RunCheck): string {
  return SENTENCES[outcomeOf(check)];
}

const TONES = { matches: "good", "root-wrong": "bad", unproved: "", disagrees: "bad" } as const;

interface OutcomeProps {
  check: RunCheck;
  record: EpochRecord;
  tokenId: number;
}

function Outcome({ check, record, tokenId }: OutcomeProps) {
  const outcome = outcomeOf(check);
  const { chain, here, revealed, faults, gas, run } = check;
  return (
    <div className={`notice verdict ${TONES[outcome]}`} data-run-verdict={outcome} data-run={run}>
      <p>{sentenceOf(check)}</p>
      <div className="runs">
        <Colours name="The contract" pixels={chain} against={undefined} />
        <Colours name="This machine" pixels={here} against={chain} />
        {revealed.map(({ root, pixels }, i) => (
          <Colours
            key={root}
            name={revealed.length > 1 ? `Revealed, root ${i + 1}` : "Revealed"}
            pixels={pixels}
            against={chain}
          />
        ))}
      </div>
      {gas !== undefined && (
        <p className="small soft numbers">
          In a transaction this would take about {number(Number(gas))} gas; a call takes none.
        </p>
      )}
      {revealed.map(({ root, source }) => (
        <p key={root} className="small soft">
          The proof of what was revealed came from {source}; it proves itself.
        </p>
      ))}
      {faults.length > 0 && (
        <ul className="small soft">
          {faults.map(({ source, reason }) => (
            <li key={source}>
              {source}: {reason}
            </li>
          ))}
        </ul>
      )}
      {revealed.map((each) => (
        <Lie key={each.root} revealed={each} record={record} tokenId={tokenId} />
      ))}
    </div>
  );
}

function Lie(props: { revealed: RevealedRun; record: EpochRecord; tokenId: number }) {
  const { lie, root } = props.revealed;
  if (!lie) return null;
  return <AskChain root={root} lie={lie} record={props.record} tokenId={props.tokenId} />;
}
