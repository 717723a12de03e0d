/** The panels as Grafana reads them: `node tools/dashboard/main.ts` writes heliotrope.json. */
import { type Panel, ROWS } from "./panels.ts";

// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana names its variables so.
const SOURCE = { type: "prometheus", uid: "${datasource}" };
const HEIGHTS = { stat: 4, timeseries: 8 } as const;
const COLUMNS = 24;

interface Grid {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A panel and its place, or (null) the title of a row. */
export interface Placed {
  readonly title: string;
  readonly grid: Grid;
  readonly panel: Panel | null;
}

export function grafanaPanels(): Placed[] {
  const out: Placed[] = [];
  let y = 0;
  for (const { title, panels } of ROWS) {
    out.push({ title, grid: { x: 0, y, w: COLUMNS, h: 1 }, panel: null });
    y++;
    let x = 0;
    let tallest = 0;
    for (const panel of panels) {
      const h = HEIGHTS[panel.kind];
      out.push({ title: panel.title, grid: { x, y, w: panel.width, h }, panel });
      x += panel.width;
      tallest = Math.max(tallest, h);
    }
    y += tallest;
  }
  return out;
}

export function grafana(): object {
  return {
    uid: "heliotrope-keeper",
    title: "Heliotrope keeper",
    tags: ["heliotrope"],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: "30s",
    time: { from: "now-24h", to: "now" },
    timezone: "utc",
    templating: {
      list: [
        { name: "datasource", type: "datasource", query: "prometheus", label: "Prometheus" },
        {
          name: "instance",
          type: "query",
          label: "Keeper",
          datasource: SOURCE,
          query: "label_values(heliotrope_keeper_turns_total, instance)",
          refresh: 2,
          multi: true,
          includeAll: true,
          allValue: ".*",
          current: { text: "All", value: "$__all" },
        },
      ],
    },
    panels: grafanaPanels().map(({ title, grid, panel }, i) =>
      panel === null
        ? { id: i + 1, type: "row", title, gridPos: grid, collapsed: false, panels: [] }
        : { id: i + 1, gridPos: grid, ...panelOf(panel) },
    ),
  };
}

function panelOf({ title, text, kind, unit, queries, red }: Panel): object {
  const steps =
    red === undefined
      ? [{ color: "green", value: null }]
      : "below" in red
        ? [
            { color: "red", value: null },
            { color: "green", value: red.below },
          ]
        : [
            { color: "green", value: null },
            { color: "red", value: red.above },
          ];
  return {
    type: kind,
    title,
    description: text,
    datasource: SOURCE,
    targets: queries.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode(65 + i),
      datasource: SOURCE,
      expr,
      legendFormat: legend,
    })),
    fieldConfig: {
      defaults: {
        unit: unit === "ETH" ? "suffix: ETH" : unit,
        thresholds: { mode: "absolute", steps },
        ...(kind === "timeseries"
          ? { custom: { lineWidth: 2, fillOpacity: 8, showPoints: "never" } }
          : {}),
      },
      overrides: [],
    },
    options:
      kind === "stat"
        ? { colorMode: "background", graphMode: "none", reduceOptions: { calcs: ["lastNotNull"] } }
        : { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
  };
}
