// What lights up for a cause: the marks of the contract's own drawing that would be others without it.
import { describe, expect, test } from "vitest";
import { causesOf } from "../../renderer/causes.ts";
import { germinated } from "../../renderer/genome.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { plantSvg } from "../../renderer/plant.ts";
import type { Scene } from "../../renderer/scene.ts";
import { portraitOf } from "../../web/portrait.ts";
import { differenceOf } from "../../web/token/difference.ts";
import { effectOf } from "../../web/token/Spotlight.tsx";
import { canBeWithout, without } from "../../web/token/without.ts";
import { generator, randomScene } from "../renderer/scenes.ts";

const LABEL = { collection: "Heliotrope", externalUrl: "", target: 0 };

/** Grown plants under all kinds of weather. */
const scenes: Scene[] = [];
const draw = generator(41);
while (scenes.length < 24) {
  const scene = randomScene(draw);
  const isGrown = germinated(scene.genome) && scene.epoch - scene.birthEpoch > 100;
  if (isGrown && scene.epoch < 66_000) scenes.push(scene);
}

const marksIn = (svg: string) => differenceOf(svg, "").marks;

describe("differenceOf", () => {
  test("default: strokes are told apart, one by one, with the groups around them", () => {
    const one = "<svg><g fill='a'><path d='M1,1h0M2,2h0'/><circle r='3'/></g></svg>";
    const other = "<svg><g fill='a'><path d='M2,2h0M3,3h0'/><circle r='3'/></g></svg>";
    expect(differenceOf(one, one).marks).toBe(0);
    const { svg, marks } = differenceOf(one, other);
    expect(marks).toBe(1);
    expect(svg).toContain("<g fill='a'><path d='M1,1h0'/></g>");
    expect(svg).not.toContain("circle");
  });

  test("behavior: another colour around it makes another mark, and marks are counted, not named", () => {
    const red = "<svg><g fill='red'><path d='M1,1h0M1,1h0'/></g></svg>";
    const once = "<svg><g fill='red'><path d='M1,1h0'/></g></svg>";
    expect(differenceOf(red, red.replace("red", "blue")).marks).toBe(2);
    expect(differenceOf(red, once).marks).toBe(1);
    expect(differenceOf(once, red).marks).toBe(0);
  });

  test("behavior: names and words are no marks", () => {
    const drawing = plantSvg(scenes[0]!, phenotypeOf(scenes[0]!));
    expect(drawing).toContain("<desc");
    expect(differenceOf(drawing, drawing.replace(/<desc.*<\/desc>/, "")).marks).toBe(0);
    expect(marksIn(drawing)).toBeGreaterThan(100);
  });
});

describe("effectOf", () => {
  test("default: all that is lit is in the drawing, and nothing is changed in it", () => {
    let lit = 0;
    for (const scene of scenes) {
      const portrait = portraitOf({ scene, station: 0, label: LABEL });
      expect(portrait.layer).toBe(plantSvg(scene, phenotypeOf(scene)));
      for (const { feature } of portrait.causes) {
        const effect = effectOf(portrait, feature);
        if (!effect) continue;
        expect(differenceOf(effect.lit, portrait.layer).marks, feature).toBe(0);
        expect(effect.marks).toBe(marksIn(effect.lit));
        if (effect.marks > 0) lit++;
      }
    }
    expect(lit).toBeGreaterThan(240);
  });

  test("behavior: a cause that can be seen in the plant alone lights no sky, and the other way round", () => {
    const seen = new Set<string>();
    for (const scene of scenes) {
      const portrait = portraitOf({ scene, station: 0, label: LABEL });
      for (const [feature, inPlant, inSky] of [
        ["Frost scars", true, false],
        ["Grafts", true, false],
        ["Droop", true, false],
        ["Haze", false, true],
        ["Frosted land", false, true],
      ] as const) {
        if (!portrait.causes.some((cause) => cause.feature === feature)) continue;
        const effect = effectOf(portrait, feature)!;
        expect(effect.sky !== undefined, feature).toBe(inSky);
        if (!inPlant) expect(effect.marks, feature).toBe(0);
        else if (effect.marks > 0) seen.add(feature);
      }
    }
    expect([...seen].sort()).toEqual(["Droop", "Frost scars", "Grafts"]);
  });

  test("behavior: each frost scar is one stroke", () => {
    const scarred = scenes
      .map((scene) => ({ ...scene, moves: 0, decisions: 0 }))
      .filter((scene) => phenotypeOf(scene).scars > 1);
    expect(scarred.length).toBeGreaterThan(5);
    for (const scene of scarred) {
      const effect = effectOf(portraitOf({ scene, station: 0, label: LABEL }), "Frost scars")!;
      // Some species wear them on several stems.
      expect(effect.marks % phenotypeOf(scene).scars).toBe(0);
    }
  });
});

describe("without", () => {
  test("behavior: what the weather took from the flowers comes back without it", () => {
    let wet = 0;
    for (const scene of scenes) {
      const p = phenotypeOf(scene);
      if (p.rain < 30 || p.openness < 10 || p.openness > 100) continue;
      expect(without("Rain", scene, p)!.phenotype.openness).toBeGreaterThan(p.openness);
      wet++;
    }
    expect(wet).toBeGreaterThan(1);
  });

  test("error: what is no cause of a picture cannot be taken away", () => {
    for (const feature of ["Station", "Pending choice", "Sky model", "toString"]) {
      expect(canBeWithout(feature, scenes[0]!), feature).toBe(false);
      expect(without(feature, scenes[0]!, phenotypeOf(scenes[0]!))).toBeUndefined();
    }
  });

  test("behavior: nearly every cause that is told can be taken away", () => {
    const silent = new Set<string>();
    for (const scene of scenes) {
      for (const { feature } of causesOf(scene, phenotypeOf(scene))) {
        if (!canBeWithout(feature, scene)) silent.add(feature);
      }
    }
    silent.delete("Pending choice");
    silent.delete("Mutation");
    expect([...silent].sort()).toEqual(["Sky model", "Station"]);
  });
});
