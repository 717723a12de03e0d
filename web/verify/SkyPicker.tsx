// A sky on which a pixel is chosen, by pointer, by keyboard or by number; the run that it lies in is outlined.
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import { RASTER_SIDE, RUN_PIXELS } from "../../renderer/merkle.ts";

export interface Pixel {
  x: number;
  y: number;
}

interface Props {
  /** RGB, 240 x 240; undefined while it is being painted. */
  raster: Uint8Array | undefined;
  pixel: Pixel;
  onPick: (pixel: Pixel) => void;
  /** Asks about what is chosen. */
  onAsk: () => void;
}

const SIDE = RASTER_SIDE;

/** Where each key leads: across runs, up and down rows. */
const STEPS: Readonly<Record<string, (pixel: Pixel) => Pixel>> = {
  ArrowLeft: ({ x, y }) => ({ x: x - RUN_PIXELS, y }),
  ArrowRight: ({ x, y }) => ({ x: x + RUN_PIXELS, y }),
  ArrowUp: ({ x, y }) => ({ x, y: y - 1 }),
  ArrowDown: ({ x, y }) => ({ x, y: y + 1 }),
  PageUp: ({ x, y }) => ({ x, y: y - 24 }),
  PageDown: ({ x, y }) => ({ x, y: y + 24 }),
  Home: ({ y }) => ({ x: 0, y }),
  End: ({ y }) => ({ x: SIDE - 1, y }),
};

export function SkyPicker({ raster, pixel, onPick, onAsk }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (raster && canvas.current) draw(canvas.current, raster);
  }, [raster]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step) onPick(clamped(step(pixel)));
    else if (event.key === "Enter" || event.key === " ") onAsk();
    else return;
    event.preventDefault();
  };
  const onPointerDown = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    const place = (at: number, from: number, length: number) =>
      Math.floor(((at - from) / length) * SIDE);
    onPick(
      clamped({ x: place(clientX, box.left, box.width), y: place(clientY, box.top, box.height) }),
    );
  };
  const first = Math.floor(pixel.x / RUN_PIXELS) * RUN_PIXELS;
  return (
    <div className="picker">
      <div
        className="plate"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes arrow keys.
        tabIndex={0}
        role="application"
        aria-label="The sky, 240 by 240 pixels. Arrow keys choose a run of sixteen pixels, Enter asks the contract for it."
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
      >
        <canvas ref={canvas} width={SIDE} height={SIDE} />
        <svg viewBox={`0 0 ${SIDE} ${SIDE}`} aria-hidden="true">
          <rect className="halo" x={first - 1} y={pixel.y - 1} width={RUN_PIXELS + 2} height="3" />
          <rect className="run" x={first - 1} y={pixel.y - 1} width={RUN_PIXELS + 2} height="3" />
        </svg>
      </div>
      <div className="place">
        <PlaceField name="Column" value={pixel.x} onChange={(x) => onPick({ ...pixel, x })} />
        <PlaceField name="Row" value={pixel.y} onChange={(y) => onPick({ ...pixel, y })} />
      </div>
    </div>
  );
}

function PlaceField(props: { name: string; value: number; onChange: (value: number) => void }) {
  return (
    <label className="field">
      <span>{props.name}</span>
      <input
        className="input numbers"
        type="number"
        min={0}
        max={SIDE - 1}
        value={props.value}
        onChange={({ target }) => {
          const value = Number(target.value);
          if (Number.isInteger(value) && value >= 0 && value < SIDE) props.onChange(value);
        }}
      />
    </label>
  );
}

function clamped({ x, y }: Pixel): Pixel {
  const within = (value: number) => Math.min(SIDE - 1, Math.max(0, value));
  return { x: within(x), y: within(y) };
}

function draw(canvas: HTMLCanvasElement, rgb: Uint8Array): void {
  const image = new ImageData(SIDE, SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    image.data.set([rgb[3 * i]!, rgb[3 * i + 1]!, rgb[3 * i + 2]!, 255], 4 * i);
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  canvas.classList.add("painted");
}
