// Where a visitor was on the wall, so that coming back from a plant is coming back to it. Kept for each view
// apart, until the tab is closed.

const PREFIX = "heliotrope-place ";

export function placeOf(view: string): number {
  try {
    return Number(sessionStorage.getItem(PREFIX + view) ?? 0);
  } catch {
    // Some browsers refuse storage altogether; then every visit begins at the top.
    return 0;
  }
}

export function rememberPlace(view: string, offset: number): void {
  try {
    sessionStorage.setItem(PREFIX + view, String(Math.round(offset)));
  } catch {
    // As above.
  }
}
