// How many plants stand in a row, and how large. Heights are known before anything is read, so nothing on the
// wall ever moves when it comes.
import { type RefObject, useLayoutEffect, useState } from "react";

export interface Geometry {
  columns: number;
  /** Side of a picture, in CSS pixels like all here. */
  side: number;
  gapX: number;
  /** From one row to the next. */
  rowHeight: number;
  /** From the top of the document to the first row. */
  top: number;
}

/** The least width of a picture by the width of the wall, in rem. */
const LEAST: readonly [wall: number, side: number][] = [
  [30, 9],
  [48, 13],
  [110, 16.5],
  [Number.POSITIVE_INFINITY, 20],
];
/** Three lines under a picture and the space above them, in rem; styles/gallery.css keeps to it. */
const LABEL = 5.25;

export function layOut(width: number, rem: number): Omit<Geometry, "top"> {
  const [, least] = LEAST.find(([wall]) => width <= wall * rem)!;
  const gapX = rem * (width <= 30 * rem ? 1 : width <= 60 * rem ? 1.75 : 2.5);
  const columns = Math.max(1, Math.floor((width + gapX) / (least * rem + gapX)));
  const side = Math.floor((width - (columns - 1) * gapX) / columns);
  const gapY = rem * (width <= 30 * rem ? 1.5 : 2.5);
  return { columns, side, gapX, rowHeight: side + LABEL * rem + gapY };
}

/** Undefined until the wall has been measured, which is before it is first seen. */
export function useGeometry(wall: RefObject<HTMLElement | null>): Geometry | undefined {
  const [geometry, setGeometry] = useState<Geometry>();
  useLayoutEffect(() => {
    const element = wall.current;
    if (!element) return;
    const measure = () => {
      const { width, top } = element.getBoundingClientRect();
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const next = { ...layOut(width, rem), top: top + window.scrollY };
      setGeometry((now) => (now && isSame(now, next) ? now : next));
    };
    measure();
    // What stands above the wall may grow without the wall becoming wider.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [wall]);
  return geometry;
}

function isSame(one: Geometry, other: Geometry): boolean {
  return (Object.keys(one) as (keyof Geometry)[]).every(
    (key) => Math.abs(one[key] - other[key]) < 0.5,
  );
}
