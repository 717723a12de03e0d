/** What this keeper says that a picture came from, signed, and the composed file that it says it of. */
import type { FastifyInstance } from "fastify";
import { RetryableError } from "../errors.ts";
import { COMPOSED_FORMATS, openComposer } from "../publish/compose.ts";
import type { ComposedShelf } from "../publish/composed.ts";
import type { Stated, StatedPicture } from "../render/stated.ts";
import { Unstated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import { httpError, revealedEpoch, revealedToken, type TokenParams } from "./token.ts";

/** The file is a picture, and may do nothing where a browser opens it as a page. */
const PICTURE_ONLY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";

export interface ComposingShown {
  readonly isComposing?: boolean | undefined;
  readonly composed?: ComposedShelf | undefined;
}

export function serveProvenance(
  app: FastifyInstance,
  store: Store,
  stated: Stated | undefined,
  { isComposing = true, composed }: ComposingShown = {},
): void {
  const composer = openComposer();

  async function pictureOf(params: TokenParams): Promise<StatedPicture> {
    if (stated === undefined) {
      throw httpError(
        404,
        "This keeper signs no statements: its deployment has no Provenance contract.",
      );
    }
    const { render, tokenId } = await revealedToken(store, params);
    return stated.picture(render, tokenId).catch((error: unknown) => {
      throw error instanceof Unstated ? httpError(404, error.message) : error;
    });
  }

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/provenance",
    { config: { summary: "What this keeper signs about every stage of a picture" } },
    async ({ params }) => (await pictureOf(params)).provenance,
  );

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/composed.svg",
    { config: { summary: "The plant over its whole raster", answers: "image/svg+xml" } },
    async ({ params }, reply) => {
      const { file } = await pictureOf(params);
      reply.header("content-security-policy", PICTURE_ONLY);
      return reply.type("image/svg+xml; charset=utf-8").send(Buffer.from(file));
    },
  );

  app.get<{ Params: { epoch: string } }>(
    "/api/epochs/:epoch/composed",
    { config: { summary: "Composed pictures that are kept as files, with their sha256" } },
    async ({ params }) => {
      const { epoch, job } = await revealedEpoch(store, params.epoch);
      if (composed === undefined) {
        throw httpError(404, "This keeper keeps no composed pictures (COMPOSE is not all).");
      }
      const pictures = (await composed.list(job)).map(({ tokenId, format, sha256 }) => {
        const url = `/api/epochs/${epoch}/tokens/${tokenId}/composed.${format}`;
        return { token: tokenId, format, sha256, url };
      });
      return { epoch: Number(epoch), job, pictures };
    },
  );

  for (const format of COMPOSED_FORMATS) {
    app.get<{ Params: TokenParams }>(
      `/api/epochs/:epoch/tokens/:id/composed.${format}`,
      { config: { summary: "The composed picture, encoded", answers: `image/${format}` } },
      async ({ params }, reply) => {
        if (!isComposing) throw httpError(404, "This keeper composes no pictures (COMPOSE=none).");
        const { render, tokenId } = await revealedToken(store, params);
        const made = (await composed?.read(render.job, tokenId, format)) ?? null;
        if (made !== null) return reply.type(`image/${format}`).send(made);
        const svg = async () => (await pictureOf(params)).file;
        const picture = composer.picture(`${render.job} ${tokenId}`, format, svg);
        const bytes = await picture.catch((error: unknown) => {
          throw error instanceof RetryableError ? httpError(503, error.message) : error;
        });
        return reply.type(`image/${format}`).send(Buffer.from(bytes));
      },
    );
  }
}
