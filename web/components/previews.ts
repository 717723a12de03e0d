// Pages of keepers that preview with a picture wherever a link is shown, and lead on to this app.
import { hrefOf, type KnownRoute } from "../router.ts";

/** A keeper that takes longer is passed over: whoever pressed the button waits for the link. */
const PATIENCE_MS = 4_000;

export interface Preview {
  url: string;
  /** Where it leads: the app as the keeper knows it, which may be another than this one. */
  leadsTo: URL;
}

/** The page of the first keeper that has one of a plant, at an epoch where one is named. */
export async function previewOf(
  keepers: readonly string[],
  tokenId: number,
  epoch: number | undefined,
): Promise<Preview | undefined> {
  const path = `share/${tokenId}${epoch === undefined ? "" : `/epoch/${epoch}`}`;
  const route: KnownRoute = { page: "token", tokenId, epoch };
  const found = await Promise.all(keepers.map((keeper) => ask(`${keeper}/${path}`, route)));
  return found.find((each) => each !== undefined);
}

/** Undefined where there is no such page, or it leads to anything else than this plant. */
async function ask(url: string, route: KnownRoute): Promise<Preview | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) return undefined;
    // The link alone: this page's own policy would hold for the rest of that one, and complain of it.
    const [link = ""] = /<a id="on"[^>]*>/.exec(await response.text()) ?? [];
    const { body } = new DOMParser().parseFromString(link, "text/html");
    const leadsTo = new URL(body.querySelector("a")?.getAttribute("href") ?? "");
    const isWeb = leadsTo.protocol === "https:" || leadsTo.protocol === "http:";
    return isWeb && leadsTo.hash === hrefOf(route) ? { url, leadsTo } : undefined;
  } catch {
    return undefined;
  }
}
