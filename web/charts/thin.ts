// A long series as few points as a chart has room for. What stands out stays: of each stretch the lowest and the
// highest value are kept, in their order.

export interface Point {
  x: number;
  y: number;
}

/** At most `2 * stretches + 2` points that look the same as all of them; `values` by their place. */
export function thin(values: readonly number[], stretches: number): Point[] {
  const at = (x: number): Point => ({ x, y: values[x]! });
  if (values.length <= 2 * stretches) return values.map((y, x) => ({ x, y }));
  const kept = new Set([0, values.length - 1]);
  for (let k = 0; k < stretches; k++) {
    const from = Math.floor((k * values.length) / stretches);
    const to = Math.floor(((k + 1) * values.length) / stretches);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b).map(at);
}

/** The highest value of each of at most `stretches` stretches, with the middle of it: bars that miss no storm. */
export function peaks(values: readonly number[], stretches: number): Point[] {
  if (values.length <= stretches) return values.map((y, x) => ({ x, y }));
  return Array.from({ length: stretches }, (_, k) => {
    const from = Math.floor((k * values.length) / stretches);
    const to = Math.floor(((k + 1) * values.length) / stretches);
    let y = values[from]!;
    for (let i = from + 1; i < to; i++) y = Math.max(y, values[i]!);
    return { x: (from + to - 1) / 2, y };
  });
}
