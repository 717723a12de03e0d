// Tells of watched plants when a new epoch has changed them, also what changed since the last visit. Mounted once, over
// every page, and only where something is watched.
import { useEffect } from "react";
import { portraitOf } from "../portrait.ts";
import { usePulseInBackground } from "../queries/pulse.ts";
import { readScenes } from "../queries/scenes.ts";
import { hrefOf } from "../router.ts";
import { addressOf, useWorld } from "../world.ts";
import { settleWatched, useWatched } from "./watched.ts";

export function Alerts() {
  const world = useWorld();
  const token = addressOf(world, "Heliotrope");
  const { data: pulse } = usePulseInBackground();
  const watched = useWatched(token);
  useEffect(() => {
    if (!pulse || watched.every(({ toldEpoch }) => toldEpoch === pulse.shownEpoch)) return;
    // Before anything is read, so that no pulse meanwhile tells it twice. An epoch below the one told of is a chain
    // begun anew: its next one is news.
    settleWatched(token, pulse.shownEpoch);
    for (const { tokenId, toldEpoch } of watched) {
      if (toldEpoch >= pulse.shownEpoch || tokenId >= pulse.minted) continue;
      readScenes(world, tokenId, tokenId + 1, pulse).then(
        ([gathered]) => gathered && notify(tokenId, portraitOf(gathered)),
        // The next epoch tells again; an alert about an alert helps nobody.
        () => {},
      );
    }
  }, [pulse, token, watched, world]);
  return null;
}

function notify(
  tokenId: number,
  { title, weatherWords, place }: { title: string; weatherWords: string; place: string },
): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const heading = `${title} has changed`;
  const href = hrefOf({ page: "token", tokenId });
  const options = {
    body: place === "" ? weatherWords : `${place}: ${weatherWords}`,
    // A newer one takes the place of an older one of the same plant.
    tag: `heliotrope-${tokenId}`,
  };
  try {
    const notification = new Notification(heading, options);
    notification.onclick = () => {
      window.focus();
      window.location.hash = href;
    };
  } catch {
    // On phones only the service worker may; it opens the plant, too (offline/sw.ts).
    void navigator.serviceWorker?.ready.then((registration) =>
      registration.showNotification(heading, { ...options, data: href }),
    );
  }
}
