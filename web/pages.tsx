// Every page but the collection is loaded when it is asked for, or a moment earlier: when a link to it
// is pointed at or reached by keyboard.
import { type ComponentType, lazy, type ReactNode } from "react";
import { parseRoute, type Route } from "./router.ts";

type PageName = Exclude<Route["page"], "gallery" | "missing">;

const LOADS = {
  token: async () => (await import("./pages/Token.tsx")).Token,
  climate: async () => (await import("./pages/Climate.tsx")).Climate,
  almanac: async () => (await import("./pages/Almanac.tsx")).Almanac,
  keeper: async () => (await import("./pages/Keeper.tsx")).Keeper,
  mint: async () => (await import("./pages/Mint.tsx")).Mint,
  desk: async () => (await import("./pages/Desk.tsx")).Desk,
  playground: async () => (await import("./pages/Playground.tsx")).Playground,
  check: async () => (await import("./pages/Check.tsx")).Check,
} as const satisfies Record<PageName, () => Promise<ComponentType<never>>>;

const loadWallets = async () => (await import("./wallet/Wallets.tsx")).Wallets;

export const Token = page(LOADS.token);
export const Climate = page(LOADS.climate);
export const Almanac = page(LOADS.almanac);
export const Keeper = page(LOADS.keeper);
export const Mint = page(LOADS.mint);
export const Desk = page(LOADS.desk);
export const Playground = page(LOADS.playground);
export const Check = page(LOADS.check);

/** Loads the pages that links lead to, as soon as one is likely to be followed. Returns how to stop. */
export function loadAhead(): () => void {
  const onIntent = ({ target }: Event) => {
    const link = target instanceof Element ? target.closest('a[href^="#/"]') : null;
    if (!link) return;
    const { page } = parseRoute(link.getAttribute("href") ?? "");
    // What cannot be loaded now is told where it is really opened.
    if (page in LOADS) Promise.all([LOADS[page as PageName](), loadWallets()]).catch(() => {});
  };
  document.addEventListener("pointerover", onIntent, { passive: true });
  document.addEventListener("focusin", onIntent);
  return () => {
    document.removeEventListener("pointerover", onIntent);
    document.removeEventListener("focusin", onIntent);
  };
}

/** A page with wallets around it, since anything may be sent from any of them. */
function page<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    const [Page, Wallets] = await Promise.all([load(), loadWallets()]);
    const render = (props: Props): ReactNode => (
      <Wallets>
        <Page {...props} />
      </Wallets>
    );
    return { default: render };
  });
}
