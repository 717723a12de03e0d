import { expect, test } from "vitest";
import { randomFor } from "../../../keeper/train/chance.ts";
import { meanScale, type Picture, slicedWasserstein } from "../../../keeper/train/distance.ts";

const SIDE = 32;

/** Pictures of slow waves with grain on them. */
function pictures(seed: number, grain: number, lift = 0): Picture[] {
  return Array.from({ length: 8 }, (_, n) => {
    const random = randomFor(seed, n);
    const phase = random() * 6;
    const rgb = Float32Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
      const x = Math.floor(i / 3) % SIDE;
      return 128 + lift + 40 * Math.sin(x / 5 + phase) + grain * (random() - 0.5);
    });
    return { side: SIDE, rgb };
  });
}

test("default: nothing lies between equal sets", () => {
  const set = pictures(1, 20);
  const { texture, colour } = slicedWasserstein(set, set);
  expect([...texture, ...colour]).toEqual([0, 0, 0, 0, 0, 0]);
});

test("behavior: little lies between sets of one kind, more where the texture is another", () => {
  const set = pictures(1, 20);
  const floor = slicedWasserstein(set, pictures(2, 20));
  const smooth = slicedWasserstein(set, pictures(2, 4));
  const rough = slicedWasserstein(set, pictures(2, 60));
  expect(smooth.texture[0]).toBeGreaterThan(3 * floor.texture[0]);
  expect(rough.texture[0]).toBeGreaterThan(3 * floor.texture[0]);
});

test("behavior: a shift of colour is seen in the colours alone", () => {
  const set = pictures(1, 20);
  const floor = slicedWasserstein(set, pictures(2, 20));
  const lifted = slicedWasserstein(set, pictures(2, 20, 30));
  expect(meanScale(lifted.colour)).toBeGreaterThan(2 * meanScale(floor.colour));
  expect(meanScale(lifted.texture)).toBeLessThan(1.5 * meanScale(floor.texture));
});
