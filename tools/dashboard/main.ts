/** Writes tools/dashboard/heliotrope.json; with `--prometheus URL` also draws docs/keeper-dashboard.webp from its data. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { drawDashboard } from "./draw.ts";
import { grafana } from "./grafana.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const { values } = parseArgs({
  options: {
    prometheus: { type: "string" },
    hours: { type: "string", default: "1" },
  },
});
writeFileSync(here("heliotrope.json"), `${JSON.stringify(grafana(), null, 2)}\n`);
if (values.prometheus !== undefined) {
  const picture = await drawDashboard(values.prometheus, Number(values.hours) * 3_600);
  writeFileSync(here("../../docs/keeper-dashboard.webp"), picture);
}
