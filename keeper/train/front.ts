// Draws what shapes of the sky network give against what they cost: gas of the picture in tokenURI, and
// bytes. tools/front.ts measures the figures.

/** A model of one shape, and its figures. */
export interface Candidate {
  layers: number;
  /** Widths of the mapping network's hidden layers. */
  hidden: readonly [number, number];
  bytes: number;
  /** Signal-to-noise ratio on held-out pictures, dB. */
  held: number;
  /** Absent where the registry refuses the shape. */
  gas?: {
    /** `skyPng` of 32 x 32, on a cloudy day and in every kind of weather at once. */
    fair: number;
    worst: number;
    /** The dearest of some runs in every kind of weather at once. */
    run: number;
  };
}

export interface Front {
  /** How to make the figures anew. */
  command: string;
  steps: number;
  seed: number;
  goals: { gas: number; bytes: number };
  /** Which of the candidates ships. */
  shipped: { layers: number; hidden: readonly [number, number] };
  candidates: readonly Candidate[];
}

interface Point {
  x: number;
  y: number;
  label: string;
  ships: boolean;
  /** Whether it is one of those that differ in depth alone, which a line joins. */
  inLine: boolean;
}

const WIDTH = 460;
const HEIGHT = 300;
const MARGIN = { left: 52, right: 22, top: 46, bottom: 46 };
/** Width of a character of a label, on average. */
const CHARACTER = 5.6;

/** Draws both charts: quality over gas, and quality over bytes. */
export function frontOf(front: Front): string {
  const { goals, candidates } = front;
  const after = `Held-out dB after ${front.steps.toLocaleString("en")} steps, over`;
  const million = (gas: number) => gas / 1e6;
  const charts = [
    chartOf(
      `${after} gas of the 32 x 32 sky`,
      "million gas, every kind of weather at once",
      pointsOf(front, ({ gas }) => gas && million(gas.worst)),
      { at: million(goals.gas), name: "goal" },
      candidates,
    ),
    chartOf(
      `${after} bytes of the model`,
      "bytes",
      pointsOf(front, ({ bytes }) => bytes),
      { at: goals.bytes, name: "limit" },
      candidates,
    ),
  ];
  const drawn = charts.map((chart, k) => `<g transform="translate(${k * WIDTH} 0)">${chart}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="11" fill="#333"><title>Quality over gas and bytes</title><rect width="100%" height="100%" fill="#fff"/>${drawn.join("")}</svg>\n`;
}

function pointsOf(front: Front, cost: (c: Candidate) => number | undefined): Point[] {
  const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join();
  const { shipped } = front;
  return front.candidates.flatMap((c) => {
    const x = cost(c);
    if (x === undefined) return [];
    const inLine = same(c.hidden, shipped.hidden);
    const mapping = inLine ? "" : `, ${c.hidden.join("-")}`;
    const label = `${c.layers} layers${mapping}: ${c.bytes.toLocaleString("en")} B`;
    return [{ x, y: c.held, label, ships: inLine && c.layers === shipped.layers, inLine }];
  });
}

function chartOf(
  title: string,
  axis: string,
  points: readonly Point[],
  line: { at: number; name: string },
  all: readonly Candidate[],
): string {
  const [left, right] = roomAround([...points.map((p) => p.x), line.at]);
  // Both charts have one scale of heights.
  const [low, high] = roomAround(all.map((c) => c.held));
  const x = (v: number) =>
    MARGIN.left + ((v - left) / (right - left)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (v: number) =>
    HEIGHT - MARGIN.bottom - ((v - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const head = `<text x="${MARGIN.left}" y="18" font-size="13" font-weight="600">${title}</text>`;
  const heights = marksIn(low, high).map(
    (v) =>
      `<path d="M${MARGIN.left} ${round(y(v))}H${WIDTH - MARGIN.right}" stroke="#e4e4e4"/><text x="${MARGIN.left - 6}" y="${round(y(v) + 4)}" text-anchor="end">${v}</text>`,
  );
  const costs = marksIn(left, right).map(
    (v) =>
      `<text x="${round(x(v))}" y="${HEIGHT - 28}" text-anchor="middle">${v.toLocaleString("en")}</text>`,
  );
  const unit = `<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 12}" text-anchor="end">${axis}</text>`;
  const limit = `<path d="M${round(x(line.at))} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}" stroke="#c8553d" stroke-dasharray="3 3"/><text x="${round(x(line.at))}" y="${MARGIN.top - 6}" text-anchor="middle" fill="#c8553d">${line.name} ${line.at.toLocaleString("en")}</text>`;
  const joined = points.filter((p) => p.inLine).toSorted((a, b) => a.x - b.x);
  const path = joined.map((p, i) => `${i === 0 ? "M" : "L"}${round(x(p.x))} ${round(y(p.y))}`);
  const dots = points.map((p) => {
    const colour = p.ships ? "#c8553d" : p.inLine ? "#1b6ca8" : "#d9a441";
    return `<circle cx="${round(x(p.x))}" cy="${round(y(p.y))}" r="${p.ships ? 5 : 3.5}" fill="${colour}"/>`;
  });
  const labels = labelled(points.map((p) => ({ ...p, x: x(p.x), y: y(p.y) })));
  return [
    head,
    ...heights,
    ...costs,
    unit,
    limit,
    `<path d="${path.join("")}" fill="none" stroke="#1b6ca8" stroke-width="1.5"/>`,
    ...labels,
    ...dots,
  ].join("");
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** Names points, each beside itself where no other name or point is in the way. */
function labelled(points: readonly Point[]): string[] {
  const taken: Box[] = points.map(({ x, y }) => [x - 5, y - 5, x + 5, y + 5]);
  return points.map(({ x, y, label, ships }) => {
    const wide = CHARACTER * label.length;
    const places = [16, -8, 4, 29, -21].flatMap((down) =>
      [x + 8, x - 8 - wide].map((at): Box => [at, y + down - 10, at + wide, y + down + 2]),
    );
    const fits = (b: Box) =>
      b[0] >= MARGIN.left &&
      b[2] <= WIDTH - MARGIN.right + 8 &&
      b[3] <= HEIGHT - MARGIN.bottom + 4 &&
      !taken.some((t) => b[0] < t[2] && t[0] < b[2] && b[1] < t[3] && t[1] < b[3]);
    const place = places.find(fits) ?? places[0]!;
    taken.push(place);
    const weight = ships ? ' font-weight="600"' : "";
    return `<text x="${round(place[0])}" y="${round(place[3] - 2)}"${weight} stroke="#fff" stroke-width="3" paint-order="stroke">${label}</text>`;
  });
}

/** Round numbers between two others, some four to eight of them. */
function marksIn(low: number, high: number): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / 4));
  const step = power * ([5, 2, 1].find((s) => s * power <= (high - low) / 4) ?? 1);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(6)));
}

function roomAround(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.1, Math.abs(high) * 1e-3);
  return [low - room, high + room];
}

function round(v: number): number {
  return Math.round(v * 10) / 10;
}
