// Keeps a fault of one page to that page: the masthead stays, and the way on is told.
import { Component, type ReactNode } from "react";
import { Trouble } from "./States.tsx";

/** Give it a key by the route, so that another page begins without the fault. */
export class Boundary extends Component<{ children: ReactNode }, { fault?: unknown }> {
  override state: { fault?: unknown } = {};

  static getDerivedStateFromError(fault: unknown) {
    return { fault };
  }

  override render() {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    const text = fault instanceof Error ? fault.message : String(fault);
    // A page's code is a file of its own. A failed import stays failed until the page is loaded again.
    const isMissing = /import|module script|preload CSS/i.test(text);
    return (
      <Trouble retry={() => window.location.reload()}>
        {isMissing
          ? "The code of this page could not be loaded from its server, which may be down or may have a newer version by now. Try again to load the page anew."
          : `This page stopped at a fault of its own: ${text} The others go on. Try again to load the page anew.`}
      </Trouble>
    );
  }
}
