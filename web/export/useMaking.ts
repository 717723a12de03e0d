// The making of one file: under way with its share, done, given up or failed; one at a time.
import { useEffect, useRef, useState } from "react";
import { reasonOf } from "./reason.ts";
import { save } from "./saving.ts";

export type Making =
  | { kind: "idle" }
  | { kind: "working"; share: number; words: string }
  | { kind: "done"; name: string; bytes: number }
  | { kind: "stopped" }
  | { kind: "failed"; reason: string };

export interface Made {
  file: Blob;
  name: string;
}

export type Tell = (share: number, words?: string) => void;

export interface Maker {
  making: Making;
  make: (work: (tell: Tell, signal: AbortSignal) => Promise<Made>) => void;
  stop: () => void;
}

export function useMaking(): Maker {
  const [making, setMaking] = useState<Making>({ kind: "idle" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const make: Maker["make"] = (work) => {
    const control = new AbortController();
    running.current?.abort();
    running.current = control;
    const { signal } = control;
    const tell: Tell = (share, words = "") => {
      if (!signal.aborted) setMaking({ kind: "working", share, words });
    };
    tell(0);
    work(tell, signal)
      .then(async (made) => {
        // A blob that found no room on the disk is there by name only.
        await made.file.slice(-1).arrayBuffer();
        return made;
      })
      .then(
        ({ file, name }) => {
          if (signal.aborted) return;
          save(file, name);
          setMaking({ kind: "done", name, bytes: file.size });
        },
        (error: unknown) => {
          if (signal.aborted) return;
          setMaking({
            kind: "failed",
            reason: reasonOf(error),
          });
        },
      );
  };
  const stop = () => {
    running.current?.abort();
    setMaking({ kind: "stopped" });
  };
  return { making, make, stop };
}
