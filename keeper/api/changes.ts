/** What has changed: feeds for readers, and a token's history for programs. */
import type { FastifyInstance } from "fastify";
import { type Moment, momentsOf, revealedEpochs } from "../store/history.ts";
import type { Store } from "../store/open.ts";
import { ATOM, atomOf } from "./atom.ts";
import { isTagged } from "./caching.ts";
import { originOf } from "./origin.ts";
import { httpError, wholeNumber } from "./token.ts";

/** A feed's entries, and a history's moments, at most: newest first. */
const ENTRIES = 50;
const MOMENTS = 500;

/** What this is a keeper of. */
export interface Collection {
  readonly name: string;
  readonly chainId: number;
  readonly address: string;
}

export function serveChanges(
  app: FastifyInstance,
  store: Store,
  { name, chainId, address }: Collection,
  hasPages: boolean,
): void {
  const urn = `urn:heliotrope:${chainId}:${address.toLowerCase()}`;

  app.get(
    "/feed.atom",
    { config: { summary: "Each epoch as it is revealed, for feed readers", answers: ATOM } },
    async (request, reply) => {
      const epochs = await revealedEpochs(store.db, ENTRIES);
      if (isTagged(request, reply, epochs[0]?.job ?? "none")) return reply;
      const base = originOf(request);
      const feed = atomOf({
        id: urn,
        title: name,
        author: `${name} keeper`,
        updated: epochs[0]?.paintedAt ?? new Date(0),
        self: `${base}/feed.atom`,
        entries: epochs.map(({ epoch, job, root, cid, tokens, paintedAt }) => ({
          id: `${urn}:${job}`,
          title: `Epoch ${epoch}`,
          updated: paintedAt,
          summary: `${plants(tokens)} under new weather. Root ${root}, CID ${cid}.`,
          // Whoever reads on means to see it; what programs read stands where there is nothing to be seen.
          link: `${base}/${hasPages ? "share/epoch" : "api/epochs"}/${epoch}`,
          image: `${base}/api/epochs/${epoch}/card.jpg`,
        })),
      });
      return reply.type(ATOM).send(feed);
    },
  );

  app.get<{ Params: { id: string } }>(
    "/api/tokens/:id/history",
    { config: { summary: "A plant in each epoch that was revealed here, newest first" } },
    async ({ params }) => {
      const tokenId = wholeNumber(params.id, "a token id");
      const moments = withChanges(await momentsOf(store.db, tokenId, MOMENTS + 1));
      return {
        tokenId,
        moments: moments.slice(0, MOMENTS).map(({ paintedAt, ...rest }) => ({
          ...rest,
          paintedAt: paintedAt.toISOString(),
        })),
      };
    },
  );

  app.get<{ Params: { id: string } }>(
    "/api/tokens/:id/feed.atom",
    { config: { summary: "Each change of a plant's sky, for feed readers", answers: ATOM } },
    async (request, reply) => {
      const tokenId = wholeNumber(request.params.id, "a token id");
      const moments = withChanges(await momentsOf(store.db, tokenId, ENTRIES + 1));
      if (moments.length === 0) {
        throw httpError(404, `Token ${tokenId} is in no epoch that was revealed here.`);
      }
      if (isTagged(request, reply, moments[0]!.job)) return reply;
      const base = originOf(request);
      const feed = atomOf({
        id: `${urn}:${tokenId}`,
        title: `${name} #${tokenId}`,
        author: `${name} keeper`,
        updated: moments[0]!.paintedAt,
        self: `${base}/api/tokens/${tokenId}/feed.atom`,
        entries: moments
          .slice(0, ENTRIES)
          .filter(({ changed }) => changed.length > 0)
          .map(({ epoch, job, root, node, paintedAt, changed }) => {
            const at = `${base}/api/epochs/${epoch}/tokens/${tokenId}`;
            return {
              id: `${urn}:${job}:${tokenId}`,
              title: `${name} #${tokenId} at epoch ${epoch}`,
              updated: paintedAt,
              summary: `Changed: ${changed.map((what) => WORDS[what]).join(", ")}. Node ${node} under root ${root}.`,
              link: hasPages ? `${base}/share/${tokenId}/epoch/${epoch}` : `${at}/proof`,
              image: `${at}/card.jpg`,
            };
          }),
      });
      return reply.type(ATOM).send(feed);
    },
  );
}

const WORDS = {
  first: "the first that is known of it here",
  model: "the sky model",
  latent: "what its sky is drawn from",
  condition: "weather, hour and season",
  epoch: "its epoch",
} as const;

type Change = keyof typeof WORDS;

/**
 * With what differs from the moment before. Where inputs are no longer kept, only the epoch is known to; the oldest
 * moment has nothing before it here.
 */
function withChanges(moments: readonly Moment[]): (Moment & { readonly changed: Change[] })[] {
  return moments.map((moment, i) => {
    const before = moments[i + 1];
    if (before === undefined) return { ...moment, changed: ["first"] };
    const { inputs } = moment;
    if (inputs === null || before.inputs === null) return { ...moment, changed: ["epoch"] };
    const old = before.inputs;
    const kinds = ["model", "latent", "condition"] as const;
    return { ...moment, changed: kinds.filter((kind) => inputs[kind] !== old[kind]) };
  });
}

const plants = (count: number) => `${count} ${count === 1 ? "plant" : "plants"}`;
