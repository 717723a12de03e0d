// The address bar as state. Routes live behind `#`, so any static server or IPFS gateway can serve
// the app without rewriting paths.
import { useSyncExternalStore } from "react";

export type Route =
  | { page: "gallery" }
  | { page: "token"; tokenId: number; epoch?: number | undefined }
  | { page: "almanac"; epoch?: number | undefined }
  | { page: "mint" }
  | { page: "missing"; path: string };

/** The route that a location hash such as `#/token/3` names. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, "");
  if (path === "") return { page: "gallery" };
  if (path === "mint") return { page: "mint" };
  const token = /^token\/(0|[1-9][0-9]{0,8})(?:\/epoch\/([1-9][0-9]{0,8}))?$/.exec(path);
  if (token) {
    const [, tokenId, epoch] = token;
    return epoch === undefined
      ? { page: "token", tokenId: Number(tokenId) }
      : { page: "token", tokenId: Number(tokenId), epoch: Number(epoch) };
  }
  const almanac = /^almanac(?:\/epoch\/([1-9][0-9]{0,8}))?$/.exec(path);
  if (almanac) {
    return almanac[1] === undefined
      ? { page: "almanac" }
      : { page: "almanac", epoch: Number(almanac[1]) };
  }
  return { page: "missing", path };
}

/** The link to a route, for `href`. */
export function hrefOf(route: Exclude<Route, { page: "missing" }>): string {
  if (route.page === "token") {
    const { tokenId, epoch } = route;
    return epoch === undefined ? `#/token/${tokenId}` : `#/token/${tokenId}/epoch/${epoch}`;
  }
  if (route.page === "almanac") {
    return route.epoch === undefined ? "#/almanac" : `#/almanac/epoch/${route.epoch}`;
  }
  return route.page === "mint" ? "#/mint" : "#/";
}

/** Goes to a route without another entry in the history: a scrubber passes many moments. */
export function replaceRoute(route: Exclude<Route, { page: "missing" }>): void {
  window.history.replaceState(null, "", hrefOf(route));
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The route being shown; the caller renders again when it changes. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => window.location.hash));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}
