import { useEffect, useRef, useState } from "react";
import { usePulse } from "../queries/pulse.ts";

/** Blocks to see before their pace is believed. */
const BELIEVED = 3;

/** Seconds of the visitor's own time from block to block, as seen since the page was opened. */
export function useBlockPace(): number | undefined {
  const { data: pulse, dataUpdatedAt } = usePulse();
  const first = useRef<{ block: bigint; at: number } | undefined>(undefined);
  const [pace, setPace] = useState<number>();
  const block = pulse?.block;
  useEffect(() => {
    if (block === undefined) return;
    first.current ??= { block, at: dataUpdatedAt };
    const passed = Number(block - first.current.block);
    if (passed >= BELIEVED) setPace((dataUpdatedAt - first.current.at) / 1_000 / passed);
  }, [block, dataUpdatedAt]);
  return pace;
}
