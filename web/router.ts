// The address bar as state. Routes live behind `#`, so any static server or IPFS gateway can serve
// the app without rewriting paths. What a page is set to (filters, a moment, a genome) follows the
// path as `?name=value`, so that every view is a link.
import { useCallback, useSyncExternalStore } from "react";

export type Route =
  | { page: "gallery" }
  | { page: "token"; tokenId: number; epoch?: number | undefined }
  | { page: "climate"; station?: number | undefined }
  | { page: "almanac"; epoch?: number | undefined }
  | { page: "keeper"; address: `0x${string}` }
  | { page: "mint" }
  | { page: "desk" }
  | { page: "playground" }
  | { page: "check" }
  | { page: "missing"; path: string };

export type KnownRoute = Exclude<Route, { page: "missing" }>;

/** Values that follow the path; undefined and "" leave a name out. */
export type Search = Readonly<Record<string, string | undefined>>;

const NUMBER = "(0|[1-9][0-9]{0,8})";
const EPOCH = "([1-9][0-9]{0,8})";

/** Every path but the gallery's, and the route that it names. */
const PATHS: readonly [RegExp, (parts: (string | undefined)[]) => KnownRoute][] = [
  [
    new RegExp(`^token/${NUMBER}(?:/epoch/${EPOCH})?$`),
    ([id, epoch]) => ({
      page: "token",
      tokenId: Number(id),
      ...(epoch && { epoch: Number(epoch) }),
    }),
  ],
  [
    new RegExp(`^climate(?:/station/${NUMBER})?$`),
    ([station]) => ({ page: "climate", ...(station && { station: Number(station) }) }),
  ],
  [
    new RegExp(`^almanac(?:/epoch/${EPOCH})?$`),
    ([epoch]) => ({ page: "almanac", ...(epoch && { epoch: Number(epoch) }) }),
  ],
  [
    /^almanac\/keeper\/(0x[0-9a-fA-F]{40})$/,
    ([address]) => ({ page: "keeper", address: address as `0x${string}` }),
  ],
  [/^mint$/, () => ({ page: "mint" })],
  [/^desk$/, () => ({ page: "desk" })],
  [/^playground$/, () => ({ page: "playground" })],
  [/^check$/, () => ({ page: "check" })],
];

/** The route that a location hash such as `#/token/3?span=all` names. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#?\/?/, "").replace(/\?.*$/, "");
  if (path === "") return { page: "gallery" };
  for (const [pattern, routeOf] of PATHS) {
    const match = pattern.exec(path);
    if (match) return routeOf(match.slice(1));
  }
  return { page: "missing", path };
}

/** The link to a route, for `href`. */
export function hrefOf(route: KnownRoute, search: Search = {}): string {
  return `#/${pathOf(route)}${textOf(search)}`;
}

/** Goes to a route without another entry in the history: a scrubber passes many moments. */
export function replaceRoute(route: KnownRoute, search: Search = {}): void {
  replaceHash(hrefOf(route, search));
}

/** The route being shown; the caller renders again when it changes. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, readHash));
}

/** What the address says after `?`, and a way to say something else there without another entry in the history. */
export function useSearch(): [search: Search, change: (changes: Search) => void] {
  const hash = useSyncExternalStore(subscribe, readHash);
  const change = useCallback((changes: Search) => {
    const now = readHash();
    replaceHash(
      `${now.replace(/\?.*$/, "") || "#/"}${textOf({ ...parseSearch(now), ...changes })}`,
    );
  }, []);
  return [parseSearch(hash), change];
}

/** The values in a location hash; the last of equal names counts. */
export function parseSearch(hash: string): Search {
  const at = hash.indexOf("?");
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(hash.slice(at + 1)));
}

function pathOf(route: KnownRoute): string {
  switch (route.page) {
    case "gallery":
      return "";
    case "token":
      return `token/${route.tokenId}${route.epoch === undefined ? "" : `/epoch/${route.epoch}`}`;
    case "climate":
      return route.station === undefined ? "climate" : `climate/station/${route.station}`;
    case "almanac":
      return route.epoch === undefined ? "almanac" : `almanac/epoch/${route.epoch}`;
    case "keeper":
      return `almanac/keeper/${route.address}`;
    default:
      return route.page;
  }
}

function textOf(search: Search): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

function replaceHash(hash: string): void {
  window.history.replaceState(null, "", hash);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}

const readHash = () => window.location.hash;

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}
