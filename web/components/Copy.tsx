// Puts a text on the clipboard, and says whether it went there.
import { type ReactNode, useState } from "react";

export function Copy({ text, children }: { text: string; children: ReactNode }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied.");
    } catch {
      // Without https, or where the reader forbids it.
      setSaid("This browser does not let the page copy. Select the text instead.");
    }
  };
  return (
    <>
      <button type="button" className="button small" onClick={() => void copy()}>
        {children}
      </button>
      <span role="status" className="soft small">
        {said}
      </span>
    </>
  );
}
