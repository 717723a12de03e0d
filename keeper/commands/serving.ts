/** What `run` serves over HTTP: everything that the API answers from, put together. */
import type { FastifyInstance } from "fastify";
import { heliotropeAbi } from "../../contracts/abi.ts";
import { composedSvg } from "../../renderer/compose.ts";
import { isLink } from "../../renderer/words.ts";
import type { Check } from "../api/operations.ts";
import { createApi } from "../api/server.ts";
import { drawAhead } from "../cards/ahead.ts";
import { type CardsOptions, openCards } from "../cards/shelf.ts";
import { readInputs } from "../chain/inputs.ts";
import { readDrawn } from "../chain/scene.ts";
import type { Loop } from "../loop.ts";
import { type ComposedShelf, openComposed } from "../publish/composed.ts";
import { type ComposingOptions, composeAhead } from "../publish/composing.ts";
import { type Attested, openAttested } from "../render/attested.ts";
import { openStated, type Stated } from "../render/stated.ts";
import type { SettingsOf } from "../settings/table.ts";
import type { Signer } from "../signers/signer.ts";
import type { Context } from "../steps/context.ts";
import { readRaster } from "../store/rasters.ts";

type Settings = SettingsOf<"run">;

export interface ServingOptions {
  /** Who signs what is served. */
  readonly account: Pick<Signer, "address" | "signTypedData">;
  /** Null until it is started. */
  readonly loop: () => Loop | null;
  /** What else has to work before this keeper is ready, by name. */
  readonly checks: Readonly<Record<string, Check>>;
}

export interface Serving {
  readonly app: FastifyInstance;
  close(): Promise<void>;
}

/** Does not listen yet. */
export async function openServing(
  config: Settings,
  context: Context,
  { account, loop, checks }: ServingOptions,
): Promise<Serving> {
  const { bureau, rpc, contracts, sender, store, pool, metrics, log } = context;
  const name = await nameOf(context);
  const drawnOf = drawnIn(context);
  const cards = drawnOf && openCards({ store, collection: name, metrics, drawnOf });
  const composed = config.compose === "all" ? openComposed(store) : undefined;
  const app = createApi({
    store,
    bureau,
    metrics,
    cards,
    sharing: { app: config.appUrl ?? (await linkOf(context)), drawnOf },
    collection: { name, chainId: rpc.chainId, address: contracts.Heliotrope },
    keys: config.apiKeys,
    perMinute: config.perMinute,
    checks: {
      chain: () => chainState(loop()),
      store: () => store.db.query("SELECT 1").then(() => undefined),
      ...checks,
    },
    attested: openExternal(config, context, account),
    stated: openStatements(context, account),
    isComposing: config.compose !== "none",
    composed,
    rendering: () => {
      const view = loop()?.rendering() ?? null;
      return view && { epoch: view.epoch, job: view.job, tokens: view.supply };
    },
    health: () => ({
      status: loop()?.trouble().length ? "troubled" : loop()?.latest() ? "ok" : "starting",
      // Names only: the reasons, in the log, may hold paths and addresses of nodes.
      trouble: loop()?.trouble() ?? [],
      chainId: rpc.chainId,
      keeper: sender.address,
      block: Number(loop()?.latest()?.blockNumber ?? 0),
      epoch: Number(loop()?.latest()?.epoch ?? 0),
      backend: pool.backend(),
    }),
  });
  const closing = new AbortController();
  const isBusy = () => (loop()?.rendering() ?? null) !== null;
  const drawing = cards && drawAhead({ cards, store, isBusy, log, signal: closing.signal });
  const composing = composed && openComposing(context, composed, isBusy, closing.signal);
  return {
    app,
    close: async () => {
      closing.abort();
      await app.close();
      await Promise.all([drawing, composing]);
    },
  };
}

/** Undefined where the deployment does not tell what to draw. */
function openComposing(
  { rpc, contracts, store, keepEpochs, log }: Context,
  shelf: ComposedShelf,
  isBusy: () => boolean,
  signal: AbortSignal,
): Promise<void> | undefined {
  const { Metadata } = contracts;
  if (Metadata === undefined) return undefined;
  const svgOf: ComposingOptions["svgOf"] = async ({ job, epoch }, tokenId) => {
    const raster = await readRaster(store, job, tokenId);
    if (raster === null) return null;
    const drawn = await readDrawn({ rpc, contracts }, Metadata, tokenId, Number(epoch));
    return drawn && composedSvg(drawn.scene, raster);
  };
  return composeAhead({ shelf, store, keepEpochs, svgOf, isBusy, log, signal });
}

/** What keeps the loop from acting on the chain; undefined when nothing does. */
function chainState(loop: Loop | null): string | undefined {
  if (loop === null || loop.latest() === null) return "no turn was finished yet";
  return loop.trouble().some((what) => what === "chain" || what === "turn")
    ? "the chain does not answer"
    : undefined;
}

/** The collection's own name, for cards and feeds; contracts that have none do not keep a keeper from its work. */
async function nameOf({ rpc, contracts }: Context): Promise<string> {
  const asked = rpc.client.readContract({
    address: contracts.Heliotrope,
    abi: heliotropeAbi,
    functionName: "name",
  });
  return asked.catch(() => "Heliotrope");
}

/** The link that the collection names on chain, below which the token's own JSON puts the app's pages. */
async function linkOf({ rpc, contracts }: Context): Promise<string | undefined> {
  const asked = rpc.client.readContract({
    address: contracts.Heliotrope,
    abi: heliotropeAbi,
    functionName: "names",
  });
  const link = await asked.then(([, externalUrl]) => externalUrl).catch(() => "");
  return isLink(link) ? link.replace(/\/+$/, "") : undefined;
}

/** What a picture depends on, where the deployment says what plants look like. */
function drawnIn({ rpc, contracts }: Context): CardsOptions["drawnOf"] | undefined {
  const { Metadata } = contracts;
  if (Metadata === undefined) return undefined;
  return (epoch, tokenId) => readDrawn({ rpc, contracts }, Metadata, tokenId, epoch);
}

/** Another renderer, where the settings name one. */
function openExternal(
  config: Settings,
  { rpc, contracts }: Context,
  account: ServingOptions["account"],
): Attested | undefined {
  if (config.rendererUrl === undefined) return undefined;
  return openAttested({
    url: config.rendererUrl,
    timeoutMs: config.rendererTimeoutMs,
    account,
    chainId: rpc.chainId,
    collection: contracts.Heliotrope,
    inputsOf: (epoch, tokenId) => readInputs({ rpc, contracts }, tokenId, BigInt(epoch)),
  });
}

/** Signed statements, where the deployment has what they need. */
function openStatements(
  { rpc, contracts, store, models }: Context,
  account: ServingOptions["account"],
): Stated | undefined {
  const { Provenance, Metadata } = contracts;
  if (Provenance === undefined || Metadata === undefined) return undefined;
  return openStated({
    account,
    chainId: rpc.chainId,
    contract: Provenance,
    store,
    models,
    drawnOf: (epoch, tokenId) => readDrawn({ rpc, contracts }, Metadata, tokenId, epoch),
  });
}
