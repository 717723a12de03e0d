// A line over every page while something is wrong with the node; it goes by itself when all is well again.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { usePause } from "../node/limit.ts";
import { NodeMenu } from "../node/NodeMenu.tsx";
import { type Trouble, troubleOf } from "../node/trouble.ts";
import { latestFailure, usePulse } from "../queries/pulse.ts";
import { useSlow } from "../queries/useSlow.ts";
import { instant } from "../words.ts";
import { useWorld } from "../world.ts";
import { Statement } from "./Statement.tsx";

/** A node that hangs without refusing is as good as gone after this long. */
const PATIENCE_MS = 8_000;
/** A node is slow whose newest block took this long to come. */
const SLOW_MS = 4_000;
/** Older than this, what is shown says when it was read. */
const OLD_MS = 60_000;
/** On a public chain; a local one may be at any time. */
const STALE_SECONDS = 15 * 60;

const OUT_OF_DATE =
  "What you see is from before that and may be out of date. The page goes on by itself as soon as the node does.";

/** What the trouble means for what is on the page. */
const CONSEQUENCES: Record<Trouble["kind"], string> = {
  slow: "",
  behind: "",
  limited: "Until then you see what was there before.",
  stale: "The newest weather and choices may be missing.",
  down: OUT_OF_DATE,
  failing: OUT_OF_DATE,
  refusing: OUT_OF_DATE,
  "wrong-chain": OUT_OF_DATE,
};

export function Outage() {
  const { deployment } = useWorld();
  const { dataUpdatedAt } = usePulse();
  const trouble = useTrouble();
  const hasData = dataUpdatedAt > 0;
  const consequence = trouble && hasData ? CONSEQUENCES[trouble.kind] : "";
  // What was kept from an earlier visit says how old it is.
  const isOld = consequence === OUT_OF_DATE && Date.now() - dataUpdatedAt > OLD_MS;
  const readAt = isOld ? ` It was read from the chain on ${instant(dataUpdatedAt / 1000)}.` : "";
  const words = trouble && `${trouble.sentence} ${consequence}${readAt}`;
  return (
    <>
      <Spoken kind={trouble?.kind} words={words} />
      <div className="outage">
        {trouble && (
          <div className="notice" data-trouble={trouble.kind}>
            <p>{words}</p>
            <NodeMenu deployment={deployment} />
          </div>
        )}
      </div>
    </>
  );
}

/** Speaks when a trouble begins and when it ends, and not each time that its figures change. */
function Spoken({ kind, words }: { kind: Trouble["kind"] | undefined; words: string | undefined }) {
  const [spoken, setSpoken] = useState("");
  const latest = useRef<Trouble["kind"] | undefined>(undefined);
  useEffect(() => {
    if (kind === latest.current) return;
    latest.current = kind;
    setSpoken(words ?? "The node answers again.");
  }, [kind, words]);
  return (
    <p role="status" className="hidden">
      {spoken}
    </p>
  );
}

/** The whole page, where the node has failed before anything could be read from it. */
export function Silence() {
  const { deployment } = useWorld();
  const trouble = useTrouble();
  const sentence = trouble?.sentence ?? `The node at ${deployment.rpc} does not answer.`;
  return (
    <Statement
      title="The chain cannot be reached"
      text={`${sentence} The page goes on by itself as soon as it can, and needs no other server than a node of chain ${deployment.chainId}.`}
    >
      <NodeMenu deployment={deployment} />
    </Statement>
  );
}

/** What is wrong with the node now; undefined while all is well. */
function useTrouble(): Trouble | undefined {
  const world = useWorld();
  const { deployment } = world;
  const { error, isFetching, data } = usePulse();
  const isHanging = useSlow(isFetching, PATIENCE_MS);
  const tookMs = useDuration(isFetching);
  const pauseMs = useRemaining(usePause());
  const isOffline = useOffline();
  const isStale = !deployment.development && data && Date.now() / 1000 - data.time > STALE_SECONDS;
  return troubleOf({
    rpc: deployment.rpc,
    chainId: deployment.chainId,
    error: error ?? latestFailure(world),
    isOffline,
    isHanging,
    tookMs: tookMs > SLOW_MS ? tookMs : undefined,
    pauseMs,
    staleSince: isStale ? data.time : undefined,
  });
}

/** Whether the machine says that it has no network; followed, since it may say so after the node has failed. */
function useOffline(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener("online", onChange);
      window.addEventListener("offline", onChange);
      return () => {
        window.removeEventListener("online", onChange);
        window.removeEventListener("offline", onChange);
      };
    },
    () => !navigator.onLine,
  );
}

/** How long the latest pulse took, in milliseconds; time that the node asked for itself is not counted. */
function useDuration(isFetching: boolean): number {
  const began = useRef(0);
  const [took, setTook] = useState(0);
  const isPaused = usePause() > 0;
  useEffect(() => {
    if (isPaused) began.current = 0;
    else if (isFetching) began.current = performance.now();
    else if (began.current > 0) setTook(performance.now() - began.current);
  }, [isFetching, isPaused]);
  return took;
}

/** Milliseconds until a moment, told each second. */
function useRemaining(until: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (until === 0) return;
    setNow(performance.now());
    const timer = setInterval(() => setNow(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return until === 0 ? 0 : Math.max(0, until - now);
}
