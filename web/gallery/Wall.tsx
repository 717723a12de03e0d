// The wall: as many plants as there are, of which only those near the screen exist. Rows have a known height, so
// the window's own scroll bar tells the truth from the start.
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { parseRoute } from "../router.ts";
import { useGeometry } from "./geometry.ts";
import type { Order } from "./order.ts";
import { Plate } from "./Plate.tsx";
import { placeOf, rememberPlace } from "./places.ts";

const OVERSCAN_ROWS = 2;
/** What stands over the first row of a view, in pixels: the finder and the count. */
const ABOVE = 160;

interface Props {
  order: Order;
  /** The address of this view, for coming back to where one was. */
  view: string;
}

export function Wall({ order, view }: Props) {
  const wall = useRef<HTMLUListElement>(null);
  const geometry = useGeometry(wall);
  const columns = geometry?.columns ?? 1;
  const rowHeight = geometry?.rowHeight ?? 1;
  const rows = geometry ? Math.ceil(order.length / columns) : 0;
  const [focused, setFocused] = useState<number>();
  const focusedRow = focused === undefined ? undefined : Math.floor(focused / columns);

  const virtualizer = useWindowVirtualizer({
    count: rows,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollMargin: geometry?.top ?? 0,
    // Whoever reads with the keyboard keeps the plant that has the focus, however far the wall is scrolled.
    rangeExtractor: useCallback(
      (range: Range) => withRow(defaultRangeExtractor(range), focusedRow, range.count),
      [focusedRow],
    ),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are estimated anew when they change
  useLayoutEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);
  usePlace(view, geometry?.top);
  const focusOn = useFocus(wall, virtualizer, columns);

  const onKeyDown = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).dataset.place;
    const to = from === undefined ? undefined : stepFrom(Number(from), event.key, columns, order);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    focusOn(to);
  };

  return (
    <ul
      ref={wall}
      className="wall"
      aria-label="Plants"
      style={{ height: rows * rowHeight }}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => setFocused(Number((target as HTMLElement).dataset.place))}
      onBlur={() => setFocused(undefined)}
    >
      {geometry &&
        virtualizer.getVirtualItems().flatMap(({ index: row, start }) =>
          Array.from({ length: columns }, (_, column) => row * columns + column)
            .filter((place) => place < order.length)
            .map((place) => (
              <Plate
                key={order.at(place)}
                tokenId={order.at(place)}
                place={place}
                total={order.length}
                chunk={order.chunkAt(place)}
                left={(place % columns) * (geometry.side + geometry.gapX)}
                top={start - geometry.top}
                side={geometry.side}
                isRushed={virtualizer.isScrolling}
              />
            )),
        )}
    </ul>
  );
}

function withRow(rows: number[], row: number | undefined, count: number): number[] {
  if (row === undefined || Number.isNaN(row) || row >= count || rows.includes(row)) return rows;
  return [...rows, row].sort((a, b) => a - b);
}

/** Arrows, Home and End go from plant to plant. */
function stepFrom(
  place: number,
  key: string,
  columns: number,
  { length }: Order,
): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: place - 1,
    ArrowRight: place + 1,
    ArrowUp: place - columns,
    ArrowDown: place + columns,
    Home: 0,
    End: length - 1,
  };
  const to = steps[key];
  return to !== undefined && to >= 0 && to < length ? to : undefined;
}

/** Scrolls to a plant that may not exist yet, and gives it the focus as soon as it does. */
function useFocus(
  wall: { current: HTMLElement | null },
  virtualizer: { scrollToIndex: (row: number, options: { align: "auto" }) => void },
  columns: number,
) {
  const wanted = useRef<number>(undefined);
  const tryFocus = useCallback(() => {
    if (wanted.current === undefined) return;
    const link = wall.current?.querySelector<HTMLElement>(`[data-place="${wanted.current}"]`);
    if (!link) return;
    wanted.current = undefined;
    link.focus({ preventScroll: true });
  }, [wall]);
  // After each rendering, because the plant comes with one of them.
  useEffect(tryFocus);
  return (place: number) => {
    wanted.current = place;
    virtualizer.scrollToIndex(Math.floor(place / columns), { align: "auto" });
    tryFocus();
  };
}

/** Goes back to where this view was left, notes where it is left, and begins another view at its first plant. */
function usePlace(view: string, top: number | undefined): void {
  const left = useRef<{ view: string; offset: number }>(undefined);
  useEffect(() => {
    const note = () => {
      // The address is another page's already when that one goes to its own top.
      if (parseRoute(window.location.hash).page !== "gallery") return;
      left.current = { view: window.location.hash, offset: window.scrollY };
    };
    window.addEventListener("scroll", note, { passive: true });
    return () => window.removeEventListener("scroll", note);
  }, []);
  useLayoutEffect(
    () => () => {
      if (left.current) rememberPlace(left.current.view, left.current.offset);
    },
    [],
  );
  const begun = useRef<string>(undefined);
  useEffect(() => {
    if (top === undefined || begun.current === view) return;
    const isFirst = begun.current === undefined;
    begun.current = view;
    const offset = isFirst ? placeOf(window.location.hash) : Math.min(window.scrollY, top - ABOVE);
    // A frame later, when the page around has gone to its top as every new page does.
    if (!isFirst || offset > 0) requestAnimationFrame(() => window.scrollTo(0, offset));
  }, [view, top]);
}
