/** Where the weather comes from, who is to be thanked for it, and what this machine's reporters have signed. */
import type { FastifyInstance } from "fastify";
import type { Bureau } from "../weather/bureau.ts";
import { httpError } from "./token.ts";

type Told = Pick<Bureau, "said" | "sources" | "reporters">;

export function serveWeather(app: FastifyInstance, bureau: Told): void {
  app.get(
    "/api/weather",
    { config: { summary: "Sources of the weather: attribution, and how they have been doing" } },
    () => ({ reporters: bureau.reporters(), sources: bureau.sources() }),
  );

  app.get<{ Params: { epoch: string } }>(
    "/reports/:epoch",
    { config: { summary: "What reporters here have signed of an epoch's weather" } },
    ({ params }) => {
      if (!/^\d{1,15}$/.test(params.epoch)) {
        throw httpError(400, `"${params.epoch.slice(0, 40)}" is not the number of an epoch.`);
      }
      const said = bureau.said(BigInt(params.epoch));
      if (said === null) {
        throw httpError(404, `Nothing has been reported here of epoch ${params.epoch}.`);
      }
      return said;
    },
  );
}
