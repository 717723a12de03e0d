import { hrefOf, type KnownRoute, type Route } from "../router.ts";
import { WalletMenu } from "./WalletMenu.tsx";

const PAGES: readonly [KnownRoute, string][] = [
  [{ page: "gallery" }, "Collection"],
  [{ page: "climate" }, "Climate"],
  [{ page: "almanac" }, "Almanac"],
  [{ page: "playground" }, "Playground"],
  [{ page: "mint" }, "Mint"],
  [{ page: "desk" }, "Your plants"],
];

/** The head of every page: name, navigation, wallet. */
export function Masthead({ route }: { route: Route }) {
  const current = (page: Route["page"]) => (route.page === page ? "page" : undefined);
  return (
    <header className="masthead">
      <a className="wordmark" href={hrefOf({ page: "gallery" })}>
        Heliotrope
      </a>
      <nav aria-label="Pages">
        <ul>
          {PAGES.map(([page, name]) => (
            <li key={name}>
              <a href={hrefOf(page)} aria-current={current(page.page)}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="wallet">
        <WalletMenu />
      </div>
    </header>
  );
}
