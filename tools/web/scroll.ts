// How a page keeps up while it is scrolled, from Chromium's own trace: the tasks of its main thread, by the time
// that a processor really spent on them, so that a busy machine does not look like a busy page.
import type { Browser, Page } from "playwright-core";

export interface ScrollFigures {
  /** How far it went, in CSS pixels. */
  pixels: number;
  tasks: number;
  /** Milliseconds of processor time in the longest task. */
  longestTaskMs: number;
  /** Tasks of more than 50 ms. */
  longTasks: number;
  /** Milliseconds of processor time on the main thread per frame that was asked for. */
  perFrameMs: number;
  frames: number;
  /** Milliseconds from frame to frame, by the clock. */
  medianFrameMs: number;
  /** Megabytes of JavaScript objects afterwards. */
  heapMb: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tdur?: number;
  args?: { name?: string };
}

const LONG_MS = 50;
const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];

/** Scrolls down by `step` pixels with each frame. */
export async function measureScroll(
  browser: Browser,
  page: Page,
  { seconds, step }: { seconds: number; step: number },
): Promise<ScrollFigures> {
  await browser.startTracing(page, { categories: CATEGORIES });
  const seen = await page.evaluate(
    async ([length, pixels]) => {
      const frames: number[] = [];
      const from = performance.now();
      const top = window.scrollY;
      let last = from;
      await new Promise<void>((done) => {
        const next = (now: number) => {
          frames.push(now - last);
          last = now;
          window.scrollBy(0, pixels!);
          if (now - from < length! * 1_000) requestAnimationFrame(next);
          else done();
        };
        requestAnimationFrame(next);
      });
      const { memory } = performance as { memory?: { usedJSHeapSize: number } };
      return { frames, pixels: window.scrollY - top, heap: memory?.usedJSHeapSize ?? 0 };
    },
    [seconds, step],
  );
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const tasks = mainThreadTasks(traceEvents);
  const spent = tasks.reduce((sum, each) => sum + each, 0);
  const frames = seen.frames.sort((a, b) => a - b);
  return {
    pixels: Math.round(seen.pixels),
    tasks: tasks.length,
    longestTaskMs: rounded(Math.max(0, ...tasks)),
    longTasks: tasks.filter((each) => each > LONG_MS).length,
    perFrameMs: rounded(spent / frames.length),
    frames: frames.length,
    medianFrameMs: rounded(frames[Math.floor(frames.length / 2)] ?? 0),
    heapMb: rounded(seen.heap / 1e6),
  };
}

/** Milliseconds of processor time of each task. */
function mainThreadTasks(events: readonly TraceEvent[]): number[] {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(threadOf),
  );
  return events
    .filter((event) => event.name === "RunTask" && event.ph === "X" && mains.has(threadOf(event)))
    .map(({ tdur = 0 }) => tdur / 1_000);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
