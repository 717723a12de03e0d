// Hands on a view as a link: to another app where the device offers it, else to the clipboard.
import { useState } from "react";

type Sent = "shared" | "copied" | { byHand: string };

interface Props {
  /** As `hrefOf` has it. */
  href: string;
  title: string;
  /** What whoever opens it sees. */
  shows: string;
  /** Where sending is the first thing to do on a page. */
  isPrimary?: boolean;
}

export function SendLink({ href, title, shows, isPrimary = false }: Props) {
  const [sent, setSent] = useState<Sent>();
  const send = async () => {
    const url = new URL(href, document.baseURI).href;
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
      <button
        type="button"
        className={isPrimary ? "button primary" : "button"}
        onClick={() => void send()}
      >
        Send this link
      </button>
      <span className="small soft" role="status">
        {sent === "copied" && `Copied. Whoever opens it sees ${shows}.`}
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
