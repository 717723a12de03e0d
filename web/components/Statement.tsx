// A whole page that says one thing: what happened, and what to do about it.
import type { ReactNode } from "react";

interface Props {
  title: string;
  text: string;
  /** Other ways on than trying again. */
  children?: ReactNode;
}

export function Statement({ title, text, children }: Props) {
  return (
    <main className="statement">
      <div role="alert">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      <div className="cluster">
        <button type="button" className="button" onClick={() => window.location.reload()}>
          Try again
        </button>
        {children}
      </div>
    </main>
  );
}
