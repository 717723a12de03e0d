import { useEffect, useState } from "react";

/** True once `waiting` has been true for longer than `patienceMs`. */
export function useSlow(waiting: boolean, patienceMs: number): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), patienceMs);
    return () => clearTimeout(timer);
  }, [waiting, patienceMs]);
  return slow;
}
