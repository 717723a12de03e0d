// The page around the pages: masthead, the route's page, colophon.
import { lazy, Suspense, useEffect, useRef } from "react";
import { Boundary } from "./components/Boundary.tsx";
import { Colophon } from "./components/Colophon.tsx";
import { Masthead } from "./components/Masthead.tsx";
import { Outage, Silence } from "./components/Outage.tsx";
import { Empty, Waiting } from "./components/States.tsx";
import { useWatched } from "./desk/watched.ts";
import { Offline } from "./offline/Offline.tsx";
import { Gallery } from "./pages/Gallery.tsx";
import {
  Almanac,
  Check,
  Climate,
  Desk,
  Keeper,
  loadAhead,
  Mint,
  Playground,
  Token,
} from "./pages.tsx";
import { useRecovery, useSilence } from "./queries/pulse.ts";
import { hrefOf, type Route, useRoute } from "./router.ts";
import { addressOf, useWorld } from "./world.ts";

/** Few visitors watch a plant. */
const Alerts = lazy(async () => ({ default: (await import("./desk/Alerts.tsx")).Alerts }));

export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const isSilent = useSilence();
  const isWatching = useWatched(addressOf(useWorld(), "Heliotrope")).length > 0;
  useRecovery();
  const name = titleOf(route);
  useEffect(loadAhead, []);

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

  if (isSilent) {
    return (
      <>
        <Offline />
        <Silence />
      </>
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
        <Boundary key={route.page}>
          <Suspense fallback={<Waiting>Opening the page…</Waiting>}>
            <Page route={route} />
          </Suspense>
        </Boundary>
      </main>
      <Colophon />
      {isWatching && (
        <Suspense>
          <Alerts />
        </Suspense>
      )}
      <Offline />
    </div>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "gallery":
      return <Gallery />;
    case "token":
      return <Token key={route.tokenId} tokenId={route.tokenId} epoch={route.epoch} />;
    case "climate":
      return <Climate station={route.station} />;
    case "almanac":
      return <Almanac key={route.epoch} epoch={route.epoch} />;
    case "keeper":
      return <Keeper key={route.address} address={route.address} />;
    case "desk":
      return <Desk />;
    case "playground":
      return <Playground />;
    case "check":
      return <Check />;
    case "mint":
      return <Mint />;
    case "missing":
      return (
        <>
          <h1>There is no such page</h1>
          <Empty title="Nothing of this collection has the address that you followed. It may be misspelt, or come from another collection.">
            <a href={hrefOf({ page: "gallery" })}>Go to the collection.</a>
          </Empty>
        </>
      );
  }
}

function titleOf(route: Route): string {
  const name = nameOf(route);
  return name === undefined ? "Heliotrope" : `${name}, Heliotrope`;
}

function nameOf(route: Route): string | undefined {
  switch (route.page) {
    case "gallery":
      return undefined;
    case "token":
      return `Plant ${route.tokenId}`;
    case "climate":
      return "Climate";
    case "almanac":
      return route.epoch === undefined ? "The almanac" : `Epoch ${route.epoch} of the almanac`;
    case "keeper":
      return `Keeper ${route.address.slice(0, 8)}`;
    case "mint":
      return "Mint";
    case "desk":
      return "Your plants";
    case "playground":
      return "Playground";
    case "check":
      return "Check a picture";
    case "missing":
      return "No such page";
  }
}
