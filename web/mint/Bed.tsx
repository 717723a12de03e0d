// Seeds in the ground, as a drawing: they push towards the light while the block of their randomness
// comes nearer, and open when they have germinated. Words beside it say the same.
interface BedProps {
  count: number;
  /** Of the waiting, from 0 to 1. */
  progress: number;
  isOpen: boolean;
}

/** More would be a lawn. */
const MOST_DRAWN = 10;
const WIDTH = 640;
const GROUND = 120;
const DEPTH = 62;

export function Bed({ count, progress, isOpen }: BedProps) {
  const drawn = Math.min(count, MOST_DRAWN);
  return (
    <svg className="bed" viewBox={`0 0 ${WIDTH} 220`} aria-hidden="true" data-open={isOpen}>
      <path className="earth" d={`M0 ${GROUND} ${wave(GROUND, 3)} V220 H0 Z`} />
      <path className="surface" d={`M0 ${GROUND} ${wave(GROUND, 3)}`} />
      {[148, 176, 202].map((y, i) => (
        <path key={y} className="layer" d={`M0 ${y} ${wave(y, 4 - i)}`} />
      ))}
      {Array.from({ length: drawn }, (_, i) => {
        const x = (WIDTH * (i + 1)) / (drawn + 1);
        // Neighbours are not twins: each a little deeper or shallower, a little earlier or later.
        const depth = GROUND + DEPTH + ((i * 37) % 23) - 11;
        return (
          <Seed
            key={x}
            x={x}
            y={depth}
            lean={((i * 29) % 17) - 8}
            progress={progress}
            isOpen={isOpen}
          />
        );
      })}
    </svg>
  );
}

interface SeedProps {
  x: number;
  y: number;
  lean: number;
  progress: number;
  isOpen: boolean;
}

function Seed({ x, y, lean, progress, isOpen }: SeedProps) {
  const top = GROUND - 34;
  // Under the ground while it waits; through it only when it has germinated.
  const rise = isOpen ? 1 : Math.min(1, Math.max(0, progress)) * ((y - GROUND - 6) / (y - top));
  const shoot = `M${x} ${y} C${x + lean} ${y - 30} ${x - lean} ${GROUND} ${x + lean / 2} ${top}`;
  const root = `M${x} ${y} C${x - lean} ${y + 12} ${x + lean} ${y + 16} ${x - lean / 2} ${y + 28}`;
  return (
    <g className="seed">
      <Stroke kind="root" d={root} drawn={progress} />
      <Stroke kind="shoot" d={shoot} drawn={rise} />
      <ellipse
        className="grain"
        cx={x}
        cy={y}
        rx="6"
        ry="8.5"
        transform={`rotate(${lean * 3} ${x} ${y})`}
      />
      <g className="leaves" style={{ transformOrigin: `${x + lean / 2}px ${top}px` }}>
        {[-1, 1].map((side) => (
          <path
            key={side}
            d={`M${x + lean / 2} ${top} q${side * 9} -15 ${side * 22} -11 q${side * -7} 14 ${side * -22} 11`}
          />
        ))}
      </g>
    </g>
  );
}

function Stroke({ kind, d, drawn }: { kind: "root" | "shoot"; d: string; drawn: number }) {
  return (
    <path
      className={kind}
      d={d}
      pathLength={1}
      data-hidden={drawn <= 0}
      style={{ strokeDashoffset: 1 - drawn }}
    />
  );
}

/** A line across the drawing that swings by `swing` around a height. */
function wave(y: number, swing: number): string {
  const third = WIDTH / 3;
  return [1, -1, 1]
    .map((side) => `q${third / 2} ${side * swing * 2} ${third} 0`)
    .join(" ")
    .replace(/^/, `L0 ${y} `);
}
