import { expect, test } from "vitest";
import { germinated } from "../../renderer/genome.ts";
import { portraitOf } from "../../web/portrait.ts";
import { generator, randomScene } from "../renderer/scenes.ts";

test("behavior: traits are shown as marketplaces show them, dates as dates and boosts in percent", () => {
  const draw = generator(5);
  let scene = randomScene(draw);
  while (!germinated(scene.genome) || scene.epoch > 66_000 || scene.birthEpoch > scene.epoch) {
    scene = randomScene(draw);
  }
  const label = { collection: "Heliotrope", externalUrl: "", target: 0 };
  const { traits } = portraitOf({ scene, station: 0, label });
  const traitOf = (name: string) => traits.find((trait) => trait.name === name)?.value;
  expect(traitOf("Birthday")).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d UTC$/);
  expect(traitOf("Openness")).toMatch(/^\d+ %$/);
  expect(traitOf("Age in epochs")).toMatch(/^\d+$/);
});
