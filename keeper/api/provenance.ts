/** What this keeper says that a picture came from, signed, and the composed file that it says it of. */
import type { FastifyInstance } from "fastify";
import { RetryableError } from "../errors.ts";
import { COMPOSED_FORMATS, openComposer } from "../publish/compose.ts";
import type { Stated, StatedPicture } from "../render/stated.ts";
import { Unstated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import { httpError, revealedToken, type TokenParams } from "./token.ts";

/** The file is a picture, and may do nothing where a browser opens it as a page. */
const PICTURE_ONLY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";

export function serveProvenance(
  app: FastifyInstance,
  store: Store,
  stated: Stated | undefined,
  isComposing = true,
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

  for (const format of COMPOSED_FORMATS) {
    app.get<{ Params: TokenParams }>(
      `/api/epochs/:epoch/tokens/:id/composed.${format}`,
      { config: { summary: "The composed picture, encoded", answers: `image/${format}` } },
      async ({ params }, reply) => {
        if (!isComposing) throw httpError(404, "This keeper composes no pictures (COMPOSE=none).");
        const { render, tokenId } = await revealedToken(store, params);
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
