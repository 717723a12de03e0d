/** Sharing pages over HTTP. The app's routes lie behind `#`, of which no server is told: these can show a card. */
import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { background } from "../../renderer/document.ts";
import { phenotypeOf } from "../../renderer/phenotype.ts";
import { caption, clean } from "../../renderer/words.ts";
import type { Drawn } from "../chain/scene.ts";
import type { Store } from "../store/open.ts";
import { hasRaster } from "../store/rasters.ts";
import { type ListedRender, newestRevealed } from "../store/renders.ts";
import { isTagged } from "./caching.ts";
import { originOf } from "./origin.ts";
import { SHARE_POLICY, type SharePage, sharePageOf } from "./sharePage.ts";
import { httpError, revealedEpoch, revealedToken, type TokenParams, wholeNumber } from "./token.ts";

const answers = "text/html; charset=utf-8";
/** Plants whose words are remembered: what the chain said once stands for everybody who asks. */
const KEPT = 512;

export interface Sharing {
  /** The web app, without a slash at its end; undefined where nobody has said where it is. */
  readonly app: string | undefined;
  /** What a picture depends on, or null where another art version draws it; left out where nobody tells. */
  readonly drawnOf?: ((epoch: number, tokenId: number) => Promise<Drawn | null>) | undefined;
}

type Render = Pick<ListedRender, "job" | "epoch" | "tokens">;
type Said = Pick<SharePage, "words" | "colour">;

export function serveShare(
  app: FastifyInstance,
  store: Store,
  name: string,
  sharing: Sharing,
): void {
  const collection = clean(name);
  const kept = new Map<string, Said>();

  function leadsTo(path: string): string {
    if (sharing.app !== undefined) return `${sharing.app}/#/${path}`;
    throw httpError(
      404,
      "This keeper does not know where the web app is, so there is nothing to lead to. Whoever runs it can say so with APP_URL.",
    );
  }

  /** The plant in words, or undefined where another art version draws it or the chain does not answer. */
  async function said({ job, epoch }: Render, tokenId: number): Promise<Said | undefined> {
    const key = `${job} ${tokenId}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    // A chain that does not answer takes the words and the card; the link is still one.
    const drawn = await sharing.drawnOf?.(Number(epoch), tokenId).catch(() => null);
    if (!drawn) return undefined;
    const { scene } = drawn;
    const phenotype = phenotypeOf(scene);
    const words = caption(scene, phenotype, clean(scene.stationName));
    const seen = { words, colour: background(phenotype) };
    kept.set(key, seen);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return seen;
  }

  async function sendToken(
    request: FastifyRequest,
    reply: FastifyReply,
    { render, tokenId, path }: { render: Render; tokenId: number; path: string },
  ): Promise<FastifyReply> {
    const to = leadsTo(path);
    const seen = await said(render, tokenId);
    const card = `api/epochs/${render.epoch}/tokens/${tokenId}/card.jpg`;
    const isDrawn = seen !== undefined && (await hasRaster(store, render.job, tokenId));
    return send(request, reply, {
      ...(seen ?? { words: `A living plant, at epoch ${render.epoch}.`, colour: undefined }),
      title: `${collection} #${tokenId}`,
      leadsTo: to,
      card: isDrawn ? card : undefined,
    });
  }

  async function sendEpoch(
    request: FastifyRequest,
    reply: FastifyReply,
    { render, title, path }: { render: Render; title: string; path: string },
  ): Promise<FastifyReply> {
    const { job, epoch, tokens } = render;
    const to = leadsTo(path);
    const plants = `${tokens} living ${tokens === 1 ? "plant" : "plants"}`;
    const isDrawn = sharing.drawnOf !== undefined && tokens > 0 && (await hasRaster(store, job, 0));
    return send(request, reply, {
      title,
      leadsTo: to,
      colour: undefined,
      words: `${plants} under painted skies, in the weather of epoch ${epoch}.`,
      card: isDrawn ? `api/epochs/${epoch}/card.jpg` : undefined,
    });
  }

  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    { card, ...page }: Omit<SharePage, "collection" | "self">,
  ): FastifyReply {
    const base = originOf(request);
    const html = sharePageOf({
      ...page,
      collection,
      self: base + request.url.replace(/\?.*$/s, ""),
      card: card && `${base}/${card}`,
    });
    reply.header("content-security-policy", SHARE_POLICY);
    // By all of it: under the same root it leads elsewhere once somebody says so.
    const tag = createHash("sha256").update(html).digest("hex").slice(0, 32);
    return isTagged(request, reply, tag) ? reply : reply.type(answers).send(html);
  }

  async function newest(): Promise<ListedRender> {
    const render = await newestRevealed(store.db);
    if (render === null) throw httpError(404, "No epoch is revealed here yet.");
    return render;
  }

  app.get(
    "/share",
    {
      config: {
        summary: "A page whose preview is the collection's card; leads to the app",
        answers,
      },
    },
    async (request, reply) =>
      sendEpoch(request, reply, { render: await newest(), title: collection, path: "" }),
  );

  app.get<{ Params: { id: string } }>(
    "/share/:id",
    { config: { summary: "The same for a plant, at the newest epoch revealed here", answers } },
    async (request, reply) => {
      const tokenId = wholeNumber(request.params.id, "a token id");
      const render = await newest();
      if (tokenId >= render.tokens) {
        throw httpError(404, `Token ${tokenId} was not born by epoch ${render.epoch}.`);
      }
      return sendToken(request, reply, { render, tokenId, path: `token/${tokenId}` });
    },
  );

  app.get<{ Params: TokenParams }>(
    "/share/:id/epoch/:epoch",
    { config: { summary: "The same for a plant at an epoch", answers } },
    async (request, reply) => {
      const { render, tokenId } = await revealedToken(store, request.params);
      const path = `token/${tokenId}/epoch/${render.epoch}`;
      return sendToken(request, reply, { render, tokenId, path });
    },
  );

  app.get<{ Params: { epoch: string } }>(
    "/share/epoch/:epoch",
    { config: { summary: "The same for the collection at an epoch", answers } },
    async (request, reply) => {
      const render = await revealedEpoch(store, request.params.epoch);
      const title = `${collection}, epoch ${render.epoch}`;
      return sendEpoch(request, reply, { render, title, path: `almanac/epoch/${render.epoch}` });
    },
  );
}
