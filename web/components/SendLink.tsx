// Hands on a view as a link: to another app where the device offers it, else to the clipboard.
import { useState } from "react";
import { handOn, type Outcome } from "./handOn.ts";

interface Props {
  /** As `hrefOf` has it. */
  href: string;
  title: string;
  /** What whoever opens it sees. */
  shows: string;
  /** Where sending is the first thing to do on a page. */
  isPrimary?: boolean;
  /** Finds an address that shows a picture wherever links are shown, and what is to be said of it. */
  pictured?: () => Promise<Pictured>;
}

export interface Pictured {
  /** The plain link, where nobody has a page with a picture. */
  url: string;
  /** What whoever gets it sees, as a sentence. */
  words: string;
}

type Sent = { outcome: Outcome; url: string; words: string };

export function SendLink({ href, title, shows, isPrimary = false, pictured }: Props) {
  const [sent, setSent] = useState<Sent>();
  const send = async (found: () => Promise<Pictured>) => {
    const { url, words } = await found();
    const outcome = await handOn(title, url);
    if (outcome !== "dropped") setSent({ outcome, url, words });
  };
  const plain = async () => ({
    url: new URL(href, document.baseURI).href,
    words: `Whoever opens it sees ${shows}.`,
  });
  return (
    <div className="send">
      <div className="controls">
        <button
          type="button"
          className={isPrimary ? "button primary" : "button"}
          onClick={() => void send(plain)}
        >
          Send this link
        </button>
        {pictured && (
          <button type="button" className="button" onClick={() => void send(pictured)}>
            Send it with a picture
          </button>
        )}
      </div>
      <span className="small soft" role="status">
        {sent?.outcome === "copied" && `Copied. ${sent.words}`}
        {sent?.outcome === "shared" && `Handed on. ${sent.words}`}
      </span>
      {sent?.outcome === "refused" && (
        <label className="field">
          <span>This browser does not let a page copy. The link, to be copied by hand:</span>
          <input
            className="input"
            readOnly
            value={sent.url}
            onFocus={(event) => event.currentTarget.select()}
          />
        </label>
      )}
    </div>
  );
}
