// Whether to be told when a plant changes, here or in a feed reader.
import { useState } from "react";
import { usePulse } from "../queries/pulse.ts";
import { addressOf, useWorld } from "../world.ts";
import { unwatch, useWatched, watch } from "./watched.ts";

export function AlertSwitch({ tokenId, title }: { tokenId: number; title: string }) {
  const world = useWorld();
  const token = addressOf(world, "Heliotrope");
  const isWatched = useWatched(token).some((each) => each.tokenId === tokenId);
  const { data: pulse } = usePulse();
  const [refusal, setRefusal] = useState<string>();
  const change = async (wanted: boolean) => {
    setRefusal(undefined);
    if (!wanted) return unwatch(token, tokenId);
    // From what is shown now on: also what changes while the visitor is being asked is news.
    const epoch = pulse?.shownEpoch;
    if (epoch === undefined) return;
    if ((await askPermission()) !== "granted") {
      setRefusal(
        "This browser does not let the page notify you. Allow notifications for it in the browser's settings, then try again.",
      );
      return;
    }
    watch(token, tokenId, epoch);
  };
  return (
    <div className="stack">
      <label className="tick">
        <input
          type="checkbox"
          checked={isWatched}
          disabled={!pulse}
          onChange={(event) => void change(event.currentTarget.checked)}
        />{" "}
        Tell me when {title} changes
      </label>
      <p className="soft small">
        While this page is open in some tab, also one behind others, your browser tells you of each
        new epoch, and at your next visit of what changed since. Only this machine knows what you
        watch.
        {world.deployment.keepers.length > 0 && " Keepers also offer feeds for feed readers: "}
        {world.deployment.keepers.map((keeper, i) => (
          <span key={keeper}>
            {i > 0 && ", "}
            <a href={`${keeper}/api/tokens/${tokenId}/feed.atom`}>this plant by keeper {i + 1}</a>
          </span>
        ))}
      </p>
      <div role="alert">{refusal && <p className="notice bad">{refusal}</p>}</div>
    </div>
  );
}

async function askPermission(): Promise<NotificationPermission> {
  if (Notification.permission !== "default") return Notification.permission;
  return Notification.requestPermission();
}
