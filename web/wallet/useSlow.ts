import { useEffect, useState } from "react";

const PATIENCE_MS = 20_000;

/** True once `waiting` has been true for longer than a block usually takes. */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}
