import { hrefOf, type Route } from "../router.ts";
import { WalletMenu } from "./WalletMenu.tsx";

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
          <li>
            <a href={hrefOf({ page: "gallery" })} aria-current={current("gallery")}>
              Collection
            </a>
          </li>
          <li>
            <a href={hrefOf({ page: "almanac" })} aria-current={current("almanac")}>
              Almanac
            </a>
          </li>
          <li>
            <a href={hrefOf({ page: "mint" })} aria-current={current("mint")}>
              Mint
            </a>
          </li>
        </ul>
      </nav>
      <div className="wallet">
        <WalletMenu />
      </div>
    </header>
  );
}
