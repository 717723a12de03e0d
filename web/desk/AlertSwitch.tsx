// Whether to be told when a plant changes, here or in a feed reader.
import { useState } from "react";
import { addressOf, useWorld } from "../world.ts";
import { setWatched, useWatched } from "./watched.ts";

export function AlertSwitch({ tokenId, title }: { tokenId: number; title: string }) {
  const world = useWorld();
  const token = addressOf(world, "Heliotrope");
  const isWatched = useWatched(token).includes(tokenId);
  const [refusal, setRefusal] = useState<string>();
  const change = async (wanted: boolean) => {
    setRefusal(undefined);
    if (wanted && (await askPermission()) !== "granted") {
      setRefusal(
        "This browser does not let the page notify you. Allow notifications for it in the browser's settings, then try again.",
      );
      return;
    }
    setWatched(token, tokenId, wanted);
  };
  return (
    <div className="stack">
      <label className="check">
        <input
          type="checkbox"
          checked={isWatched}
          onChange={(event) => void change(event.currentTarget.checked)}
        />{" "}
        Tell me when {title} changes
      </label>
      <p className="soft small">
        While this page is open in some tab, your browser tells you of each new epoch. Only this
        machine knows what you watch.
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
  if (!("Notification" in window)) return "denied";
  if (Notification.permission !== "default") return Notification.permission;
  return Notification.requestPermission();
}
