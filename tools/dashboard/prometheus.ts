/** Asks a Prometheus server what a dashboard would ask it. */
import { z } from "zod";

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

export interface Line {
  readonly name: string;
  /** Unix seconds and values, ascending. */
  readonly points: readonly (readonly [number, number])[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** @param legend how lines are called: labels stand between double braces. */
export async function queryRange(
  url: string,
  expr: string,
  legend: string,
  { start, end, step }: Span,
): Promise<Line[]> {
  // What Grafana puts in: four scrapes at least, and no less than a step.
  const interval = `${Math.max(60, Math.ceil(step))}s`;
  const query = expr.replaceAll("$__rate_interval", interval).replaceAll("$instance", ".*");
  const search = new URLSearchParams({
    query,
    start: String(start),
    end: String(end),
    step: String(step),
  });
  const reply = await fetch(`${url}/api/v1/query_range?${search}`);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`Prometheus refuses ${query}: ${text.slice(0, 300)}`);
  return answer.parse(JSON.parse(text)).data.result.map(({ metric, values }) => ({
    name: legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? ""),
    points: values
      .map(([at, value]) => [at, Number(value)] as const)
      .filter(([, value]) => Number.isFinite(value)),
  }));
}
