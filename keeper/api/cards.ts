/** Sharing cards over HTTP: of a plant, and of a whole epoch. */
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Cards } from "../cards/shelf.ts";
import { RetryableError } from "../errors.ts";
import { Unstated } from "../render/stated.ts";
import type { Store } from "../store/open.ts";
import { type ListedRender, newestRevealed } from "../store/renders.ts";
import { isKept } from "./caching.ts";
import { httpError, revealedEpoch, revealedToken, type TokenParams, wholeNumber } from "./token.ts";

const answers = "image/jpeg";

export function serveCards(app: FastifyInstance, store: Store, cards: Cards | undefined): void {
  async function send(reply: FastifyReply, card: Promise<Buffer>): Promise<FastifyReply> {
    const drawn = await card.catch((error: unknown) => {
      // What stands under the root is the card, and not the reason why there is none.
      reply.header("cache-control", "no-store").removeHeader("etag");
      if (error instanceof Unstated) throw httpError(404, error.message);
      if (error instanceof RetryableError) throw httpError(503, error.message);
      throw error;
    });
    return reply.type(answers).send(drawn);
  }

  function required(): Cards {
    if (cards !== undefined) return cards;
    throw httpError(404, "This keeper draws no cards: its deployment names no art.");
  }

  async function newest(): Promise<ListedRender> {
    const render = await newestRevealed(store.db);
    if (render === null) throw httpError(404, "No epoch is revealed here yet.");
    return render;
  }

  app.get<{ Params: TokenParams }>(
    "/api/epochs/:epoch/tokens/:id/card.jpg",
    { config: { summary: "A plant at an epoch, as links to it are shown: 1200 x 630", answers } },
    async (request, reply) => {
      const { render, tokenId } = await revealedToken(store, request.params);
      if (isKept(request, reply, render)) return reply;
      return send(reply, required().token(render, tokenId));
    },
  );

  app.get<{ Params: { epoch: string } }>(
    "/api/epochs/:epoch/card.jpg",
    { config: { summary: "The collection at an epoch, as links to it are shown", answers } },
    async (request, reply) => {
      const render = await revealedEpoch(store, request.params.epoch);
      if (isKept(request, reply, render)) return reply;
      return send(reply, required().epoch(render));
    },
  );

  app.get<{ Params: { id: string } }>(
    "/api/tokens/:id/card.jpg",
    { config: { summary: "A plant at the newest epoch that was revealed here", answers } },
    async (request, reply) => {
      const tokenId = wholeNumber(request.params.id, "a token id");
      const render = await newest();
      if (tokenId >= render.tokens) {
        throw httpError(404, `Token ${tokenId} was not born by epoch ${render.epoch}.`);
      }
      if (isKept(request, reply, render)) return reply;
      return send(reply, required().token(render, tokenId));
    },
  );

  app.get(
    "/api/card.jpg",
    { config: { summary: "The collection at the newest epoch that was revealed here", answers } },
    async (request, reply) => {
      const render = await newest();
      if (isKept(request, reply, render)) return reply;
      return send(reply, required().epoch(render));
    },
  );
}
