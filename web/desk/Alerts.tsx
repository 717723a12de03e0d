// Tells of watched plants when a new epoch has changed them. Mounted once, over every page, and only where something
// is watched.
import { useEffect, useRef } from "react";
import { portraitOf } from "../portrait.ts";
import { usePulse } from "../queries/pulse.ts";
import { readScenes } from "../queries/scenes.ts";
import { hrefOf } from "../router.ts";
import { addressOf, useWorld } from "../world.ts";
import { useWatched } from "./watched.ts";

export function Alerts() {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const watched = useWatched(addressOf(world, "Heliotrope"));
  const seen = useRef<number>(undefined);
  const epoch = pulse?.shownEpoch;
  useEffect(() => {
    if (!pulse || epoch === undefined) return;
    // What was shown when the page opened is no news.
    const isNews = seen.current !== undefined && seen.current !== epoch;
    seen.current = epoch;
    if (!isNews) return;
    for (const tokenId of watched.filter((each) => each < pulse.minted)) {
      readScenes(world, tokenId, tokenId + 1, pulse).then(
        ([gathered]) => gathered && notify(tokenId, portraitOf(gathered)),
        // The next epoch tells again; an alert about an alert helps nobody.
        () => {},
      );
    }
  }, [epoch, pulse, watched, world]);
  return null;
}

function notify(
  tokenId: number,
  { title, weatherWords, place }: { title: string; weatherWords: string; place: string },
): void {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const notification = new Notification(`${title} has changed`, {
    body: place === "" ? weatherWords : `${place}: ${weatherWords}`,
    // A newer one takes the place of an older one of the same plant.
    tag: `heliotrope-${tokenId}`,
  });
  notification.onclick = () => {
    window.focus();
    window.location.hash = hrefOf({ page: "token", tokenId });
  };
}
