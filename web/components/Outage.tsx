// A line over every page while the node is silent; it goes by itself when the node answers again.

import { usePulse } from "../queries/pulse.ts";
import { useSlow } from "../queries/useSlow.ts";
import { useWorld } from "../world.ts";

/** A node that hangs without refusing is as good as gone after this long. */
const PATIENCE_MS = 8_000;

export function Outage() {
  const { deployment } = useWorld();
  const { isError, isFetching, dataUpdatedAt } = usePulse();
  const isHanging = useSlow(isFetching, PATIENCE_MS);
  const isSilent = isError || isHanging;
  // The region stays, so that a screen reader hears both that the silence began and that it ended.
  return (
    <div role="status" className="outage">
      {isSilent && (
        <p className="notice">
          The node at {deployment.rpc} does not answer.{" "}
          {dataUpdatedAt > 0
            ? "What you see is from before that and may be out of date. "
            : "Nothing can be shown yet. "}
          The page goes on by itself as soon as the node does.
        </p>
      )}
    </div>
  );
}
