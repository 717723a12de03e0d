// Gives an address to another app, or to the clipboard.

/** What became of it; "dropped" where whoever was asked thought better of it. */
export type Outcome = "shared" | "copied" | "dropped" | "refused";

export async function handOn(title: string, url: string): Promise<Outcome> {
  // Desktops share rarely, and copy well.
  const isHand = matchMedia("(pointer: coarse)").matches;
  try {
    if (isHand && navigator.share) {
      await navigator.share({ title, url });
      return "shared";
    }
    await navigator.clipboard.writeText(url);
    return "copied";
  } catch (error) {
    // Whoever closes the sheet has decided so.
    return error instanceof DOMException && error.name === "AbortError" ? "dropped" : "refused";
  }
}
