// Lets time run: so many steps a second, however many pictures the machine manages to show of them.
import { useEffect, useRef } from "react";

/** Calls `onSteps` with the steps that have become due since the last call, while `speed` is above 0. */
export function usePlayer(speed: number, onSteps: (steps: number) => void): void {
  const latest = useRef(onSteps);
  latest.current = onSteps;
  useEffect(() => {
    if (speed <= 0) return;
    let frame = 0;
    let before: number | undefined;
    let due = 0;
    const tick = (now: number) => {
      // A tab that comes back after minutes goes on where it was.
      due += Math.min(now - (before ?? now), 1_000) * (speed / 1_000);
      before = now;
      const steps = Math.floor(due);
      due -= steps;
      if (steps > 0) latest.current(steps);
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [speed]);
}
