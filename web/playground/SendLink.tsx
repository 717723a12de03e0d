// Hands on the state of the playground as a link: to another app where the device offers it, else to the clipboard.
import { useState } from "react";
import { hrefOf } from "../router.ts";
import { type Bench, searchOf } from "./useBench.ts";

type Sent = "shared" | "copied" | { byHand: string };

export function SendLink({ bench }: { bench: Bench }) {
  const [sent, setSent] = useState<Sent>();
  const send = async () => {
    const url = new URL(hrefOf({ page: "playground" }, searchOf(bench)), document.baseURI).href;
    const title = "A plant from the Heliotrope playground";
    // Desktops share rarely, and copy well.
    const isHand = matchMedia("(pointer: coarse)").matches;
    try {
      if (isHand && navigator.share) {
        await navigator.share({ title, url });
        setSent("shared");
        return;
      }
      await navigator.clipboard.writeText(url);
      setSent("copied");
    } catch (error) {
      // Whoever closes the sheet has decided so.
      if (error instanceof DOMException && error.name === "AbortError") return;
      setSent({ byHand: url });
    }
  };
  return (
    <div className="send">
      <button type="button" className="button primary" onClick={() => void send()}>
        Send this link
      </button>
      <span className="small soft" role="status">
        {sent === "copied" && "Copied. Whoever opens it sees this very plant."}
        {sent === "shared" && "Handed on."}
      </span>
      {typeof sent === "object" && (
        <label className="field">
          <span>This browser does not let a page copy. The link, to be copied by hand:</span>
          <input
            className="input"
            readOnly
            value={sent.byHand}
            onFocus={(event) => event.currentTarget.select()}
          />
        </label>
      )}
    </div>
  );
}
