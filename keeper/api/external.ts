/** Pictures of another renderer over HTTP: every answer says that they are not enforceable. */
import type { FastifyInstance } from "fastify";
import { NOT_ENFORCEABLE } from "../../renderer/attestation.ts";
import type { Attested, AttestedPicture } from "../render/attested.ts";
import { RendererFault } from "../render/external.ts";
import type { Store } from "../store/open.ts";
import { httpError, revealedToken, type TokenParams } from "./token.ts";

export function serveExternal(
  app: FastifyInstance,
  store: Store,
  attested: Attested | undefined,
): void {
  function required(): Attested {
    if (attested !== undefined) return attested;
    throw httpError(404, "This keeper has no external renderer.");
  }

  async function pictureOf(params: TokenParams): Promise<AttestedPicture> {
    const { picture } = required();
    const { render, tokenId } = await revealedToken(store, params);
    return picture(render.job, Number(render.epoch), tokenId).catch((error: unknown) => {
      throw error instanceof RendererFault ? httpError(502, error.message) : error;
    });
  }

  app.get(
    "/api/external",
    { config: { summary: "Another renderer, where one is configured" } },
    () => ({
      renderer: required().renderer,
      enforceable: false,
      notice: NOT_ENFORCEABLE,
    }),
  );

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/external",
    { config: { summary: "What is signed about another renderer's picture" } },
    async ({ params }) => (await pictureOf(params)).attestation,
  );

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/external.png",
    {
      config: {
        summary: "Another renderer's picture; it is not enforceable",
        answers: "image/png",
      },
    },
    async ({ params }, reply) => {
      const { png } = await pictureOf(params);
      reply.header("x-heliotrope-enforceable", "false");
      return reply.type("image/png").send(Buffer.from(png));
    },
  );
}
