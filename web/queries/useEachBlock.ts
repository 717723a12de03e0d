import { useEffect } from "react";
import { usePulse } from "./pulse.ts";

/** Asks again with each new block; an answer under way is waited for, so that a slow node answers too. */
export function useEachBlock(
  refetch: (options: { cancelRefetch: boolean }) => unknown,
  enabled: boolean,
): void {
  const { data: pulse } = usePulse();
  const block = pulse?.block;
  useEffect(() => {
    if (enabled && block !== undefined) void refetch({ cancelRefetch: false });
  }, [refetch, enabled, block]);
}
