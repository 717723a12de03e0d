import { lazy, Suspense, useEffect, useState } from "react";
import { hrefOf, type KnownRoute, type Route } from "../router.ts";

// Wallets come after the art: until then their button is there, and waits.
const WalletMenu = lazy(async () => {
  const [{ Wallets }, { WalletMenu: Menu }] = await Promise.all([
    import("../wallet/Wallets.tsx"),
    import("./WalletMenu.tsx"),
  ]);
  return {
    default: () => (
      <Wallets>
        <Menu />
      </Wallets>
    ),
  };
});

const PAGES: readonly [KnownRoute, string][] = [
  [{ page: "gallery" }, "Collection"],
  [{ page: "climate" }, "Climate"],
  [{ page: "almanac" }, "Almanac"],
  [{ page: "playground" }, "Playground"],
  [{ page: "mint" }, "Mint"],
  [{ page: "desk" }, "Your plants"],
];

const PETALS = [0, 72, 144, 216, 288] as const;

/** The head of every page: name, navigation, wallet. On a phone the pages wait behind one button. */
export function Masthead({ route }: { route: Route }) {
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever the page changes.
  useEffect(() => setOpen(false), [route.page]);
  useEffect(() => {
    if (!open) return;
    const onKey = ({ key }: KeyboardEvent) => key === "Escape" && setOpen(false);
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [open]);
  return (
    <header className="masthead">
      <a className="wordmark" href={hrefOf({ page: "gallery" })}>
        <Mark />
        Heliotrope
      </a>
      <nav id="pages" aria-label="Pages" className={open ? "open" : undefined}>
        <ul>
          {PAGES.map(([page, name]) => (
            <li key={name}>
              <a href={hrefOf(page)} aria-current={route.page === page.page ? "page" : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="wallet">
        <Suspense
          fallback={
            <button type="button" className="button small" disabled>
              <span>
                Connect<span className="wide"> a wallet</span>
              </span>
            </button>
          }
        >
          <WalletMenu />
        </Suspense>
      </div>
      <button
        type="button"
        className="button small menu"
        aria-expanded={open}
        aria-controls="pages"
        onClick={() => setOpen(!open)}
      >
        Menu
      </button>
    </header>
  );
}

/** The flower of the icon, in the colour of the page. */
function Mark() {
  return (
    <svg viewBox="4 4 24 24" aria-hidden="true" fill="currentColor">
      {PETALS.map((turn) => (
        <ellipse
          key={turn}
          cx="16"
          cy="9.6"
          rx="3.1"
          ry="4.8"
          transform={`rotate(${turn} 16 16)`}
        />
      ))}
      <circle cx="16" cy="16" r="2.4" className="eye" />
    </svg>
  );
}
