// The page around the pages: masthead, the route's page, colophon.
import { lazy, Suspense, useEffect, useRef } from "react";
import { Colophon } from "./components/Colophon.tsx";
import { Masthead } from "./components/Masthead.tsx";
import { Outage } from "./components/Outage.tsx";
import { Statement } from "./components/Statement.tsx";
import { Gallery } from "./pages/Gallery.tsx";
import { Mint } from "./pages/Mint.tsx";
import { Token } from "./pages/Token.tsx";
import { usePulse, useRecovery } from "./queries/pulse.ts";
import { hrefOf, type Route, useRoute } from "./router.ts";
import { useWorld } from "./world.ts";

/** Read by some visitors only, and much of it words: apart from the first load. */
const Almanac = lazy(async () => ({ default: (await import("./pages/Almanac.tsx")).Almanac }));

export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const { deployment } = useWorld();
  const pulse = usePulse();
  useRecovery();
  const name = titleOf(route);

  // A new page begins at its top, and a screen reader is told that it began.
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = name;
    if (!isFirst.current) {
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [name]);

  // Counted, because a page without data is pending again with each try and would flicker.
  if (pulse.errorUpdateCount > 0 && !pulse.data) {
    return (
      <Statement
        title="The chain cannot be reached"
        text={`The node at ${deployment.rpc} does not answer, or is not the chain that the contracts are on. Check that it is running; the page goes on by itself as soon as it answers, and needs no other server.`}
      />
    );
  }

  return (
    <div className="frame">
      <button type="button" className="button skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Masthead route={route} />
      <main ref={main} tabIndex={-1}>
        <Outage />
        <Page route={route} />
      </main>
      <Colophon />
    </div>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "gallery":
      return <Gallery />;
    case "token":
      return <Token key={route.tokenId} tokenId={route.tokenId} epoch={route.epoch} />;
    case "almanac":
      return (
        <Suspense fallback={<p className="soft">Opening the almanac…</p>}>
          <Almanac key={route.epoch} epoch={route.epoch} />
        </Suspense>
      );
    case "mint":
      return <Mint />;
    case "missing":
      return (
        <div className="introduction">
          <h1>There is no such page</h1>
          <p className="lede">
            <a href={hrefOf({ page: "gallery" })}>Go to the collection.</a>
          </p>
        </div>
      );
  }
}

function titleOf(route: Route): string {
  switch (route.page) {
    case "gallery":
      return "Heliotrope";
    case "token":
      return `Plant ${route.tokenId}, Heliotrope`;
    case "almanac":
      return route.epoch === undefined
        ? "The almanac, Heliotrope"
        : `Epoch ${route.epoch} of the almanac, Heliotrope`;
    case "mint":
      return "Mint, Heliotrope";
    case "missing":
      return "No such page, Heliotrope";
  }
}
