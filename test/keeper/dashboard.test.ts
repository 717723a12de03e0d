// The dashboard and the alerts speak of metrics that exist: a name that was changed would be a panel without data.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createMetrics } from "../../keeper/metrics.ts";
import { grafana, grafanaPanels } from "../../tools/dashboard/grafana.ts";
import { ROWS } from "../../tools/dashboard/panels.ts";

const read = (name: string) => readFileSync(`tools/dashboard/${name}`, "utf8");

/** Every name of a time series that the registry can bring forth, and the labels that it has. */
function series(): Map<string, readonly string[]> {
  const known = new Map<string, readonly string[]>();
  for (const metric of createMetrics().registry.getMetricsAsArray()) {
    const { name, type } = metric;
    const { labelNames = [] } = metric as unknown as { labelNames?: readonly string[] };
    known.set(name, labelNames);
    // prom-client has the type as a word, whatever its own declaration says.
    if (String(type) !== "histogram") continue;
    for (const part of ["bucket", "sum", "count"]) known.set(`${name}_${part}`, labelNames);
  }
  return known;
}

const NAME = /\b(?:heliotrope_keeper|process|nodejs)_\w+/g;
const everywhere = ["instance", "job", "le", "severity"];

/** What an expression names that is not there. */
function unknownIn(expr: string): string[] {
  const known = series();
  const wrong: string[] = [];
  for (const [name] of expr.matchAll(NAME)) if (!known.has(name)) wrong.push(name);
  for (const [, name, selector] of expr.matchAll(/\b(heliotrope_keeper_\w+)\{([^}]*)\}/g)) {
    for (const [, label] of selector!.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)) {
      const labels = [...(known.get(name!) ?? []), ...everywhere];
      if (!labels.includes(label!)) wrong.push(`${name}{${label}}`);
    }
  }
  return wrong;
}

describe("dashboard", () => {
  const queries = ROWS.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries));

  test("default", () => {
    expect(queries.length).toBeGreaterThan(25);
    expect(queries.flatMap(({ expr }) => unknownIn(expr))).toEqual([]);
  });

  test("behavior: what a legend names is a label that the query keeps", () => {
    const known = series();
    for (const { expr, legend } of queries) {
      const grouped = /by \(([^)]*)\)/.exec(expr)?.[1]?.split(/,\s*/);
      const kept = grouped ?? [...(known.get(expr.match(NAME)![0]) ?? []), "instance"];
      for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) {
        expect(kept, `${legend} of ${expr}`).toContain(label);
      }
    }
  });

  test("behavior: the file that Grafana takes is the one that the panels make", () => {
    expect(JSON.parse(read("heliotrope.json"))).toEqual(JSON.parse(JSON.stringify(grafana())));
  });

  test("behavior: no two panels lie over one another, none leaves the grid", () => {
    const taken = new Set<string>();
    for (const { title, grid } of grafanaPanels()) {
      expect(grid.x + grid.w, title).toBeLessThanOrEqual(24);
      for (let x = grid.x; x < grid.x + grid.w; x++) {
        for (let y = grid.y; y < grid.y + grid.h; y++) {
          expect(taken.has(`${x} ${y}`), `${title} at ${x}, ${y}`).toBe(false);
          taken.add(`${x} ${y}`);
        }
      }
    }
  });

  test("error: a name that was changed", () => {
    expect(unknownIn('heliotrope_keeper_turn_total{instance="a"}')).toEqual([
      "heliotrope_keeper_turn_total",
    ]);
    expect(unknownIn('sum(heliotrope_keeper_trouble{what="send"})')).toEqual([
      "heliotrope_keeper_trouble{what}",
    ]);
  });
});

describe("alerts", () => {
  const rules = read("alerts.yml");

  test("default", () => {
    const names = [...rules.matchAll(/- alert: (\w+)/g)].map((match) => match[1]!);
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
    // Comments of the file name files, not metrics.
    expect(unknownIn(rules.replace(/^#.*$/gm, ""))).toEqual([]);
    for (const word of ["summary:", "action:", "severity:"]) {
      expect(rules.split(word).length - 1, word).toBe(names.length);
    }
  });

  // Debian's `prometheus` has it; where it is absent, the names above are what can be checked.
  const hasPromtool = spawnSync("promtool", ["--version"]).error === undefined;
  test(`behavior: ${hasPromtool ? "promtool finds nothing wrong" : "promtool is not here"}`, () => {
    if (!hasPromtool) return;
    const run = (...args: string[]) => execFileSync("promtool", args, { encoding: "utf8" });
    expect(run("check", "config", "tools/dashboard/prometheus.yml")).toContain("SUCCESS");
    expect(run("test", "rules", "tools/dashboard/alerts.test.yml")).toContain("SUCCESS");
  });
});
