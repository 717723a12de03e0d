// What a page shows while it has nothing yet, where there is nothing, and where something failed.
import type { ReactNode } from "react";

/** Something is on its way. `children` say what, in a sentence. */
export function Waiting({ children }: { children: ReactNode }) {
  return (
    <div className="waiting" role="status">
      <p>{children}</p>
    </div>
  );
}

/** There is nothing here. `title` says so; `children` are the way on. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p>{title}</p>
      {children}
    </div>
  );
}

/** Something failed: what happened and why in `children`, and a button that tries again. */
export function Trouble({ children, retry }: { children: ReactNode; retry?: () => void }) {
  return (
    <div className="notice bad" role="alert">
      <p>{children}</p>
      {retry && (
        <button type="button" className="button small" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
