// One verification as the panel follows it: sources are asked, the raster is painted, and what turns up later, in a
// file or by painting the whole epoch, is weighed against the raster that is there already.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { OwnTree } from "../../renderer/demands.ts";
import type { Portrait } from "../portrait.ts";
import type { EpochRecord } from "../queries/almanac.ts";
import { useModel } from "../queries/model.ts";
import { useWorld } from "../world.ts";
import { answersOnChain } from "./answers.ts";
import { supplyQuery } from "./epoch.ts";
import { type Painted, type Progress, paintHere } from "./here.ts";
import { type Evidence, judge, type Verdict } from "./judge.ts";
import { gatherEvidence } from "./keepers.ts";

export interface Verification {
  start(): void;
  stop(): void;
  isReady: boolean;
  isRunning: boolean;
  /** Undefined while sources are asked. */
  progress: Progress | undefined;
  painted: Painted | undefined;
  /** From the button to the raster's hash, in ms: questions, loading and painting. */
  tookMs: number;
  /** Empty until the raster is painted. */
  verdicts: readonly Verdict[];
  evidence: readonly Evidence[];
  error: Error | null;
  /** Weighs what another source has, now or as soon as the raster is painted. */
  add(evidence: Evidence): void;
  /** Takes the tree over all pictures of the epoch, painted here. */
  addEpoch(own: OwnTree): void;
  /** Undefined until then. */
  ownTree: OwnTree | undefined;
}

export function useVerification(
  portrait: Portrait,
  record: EpochRecord,
  onStart: () => void,
): Verification {
  const world = useWorld();
  const { tokenId, sky } = portrait;
  const { data: model } = useModel(sky?.modelId ?? 0);
  const { data: supply } = useQuery(supplyQuery(world, record.epoch));
  const [progress, setProgress] = useState<Progress>();
  const [served, setServed] = useState<readonly Evidence[]>([]);
  const [added, setAdded] = useState<readonly Evidence[]>([]);
  const [ownTree, setOwnTree] = useState<OwnTree>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const painting = useMutation({
    mutationFn: async (): Promise<Painted & { tookMs: number }> => {
      const start = performance.now();
      if (!model || !sky) throw new Error("The sky model has not been read yet. Try again.");
      running.current = new AbortController();
      const { signal } = running.current;
      setProgress(undefined);
      const kept = await gatherEvidence(world.deployment.keepers, record.epoch, tokenId, signal);
      const isServed = kept.some(({ path }) => path !== undefined);
      // What was demanded lies on chain, whoever is silent now; a node without past events has none of it.
      const shown = isServed ? [] : await answersOnChain(world, record, tokenId).catch(() => []);
      setServed([...kept, ...shown]);
      const { latent, condition } = sky;
      const request = { model: model.bytes, latent, condition };
      const done = await paintHere(request, setProgress, signal);
      return { ...done, tookMs: performance.now() - start };
    },
  });
  const painted = painting.data;

  const { job, roots } = record;
  const evidence = useMemo(() => [...served, ...added], [served, added]);
  const verdicts = useMemo(() => {
    if (!painted || !sky) return [];
    const { modelId, latent, condition } = sky;
    const inputs = { model: BigInt(modelId), latent, condition };
    const named = roots.map(({ root }) => root);
    const recomputed = painted.raster;
    return judge({
      job,
      tokenId,
      inputs,
      supply,
      roots: named,
      evidence,
      recomputed,
      ownRoot: ownTree?.root,
    });
  }, [painted, sky, job, supply, roots, tokenId, evidence, ownTree]);

  return {
    start: () => {
      onStart();
      painting.mutate();
    },
    stop: () => running.current?.abort(),
    isReady: model !== undefined,
    isRunning: painting.isPending,
    progress,
    painted,
    tookMs: painting.data?.tookMs ?? 0,
    verdicts,
    evidence,
    error: painting.error?.name === "AbortError" ? null : painting.error,
    add: (one) =>
      setAdded((before) => [...before.filter((each) => each.source !== one.source), one]),
    addEpoch: setOwnTree,
    ownTree,
  };
}
