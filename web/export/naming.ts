// What saved files are called: whose picture, of which epoch, and what was to be seen. Files of one token then
// stand in the order of its life.
import type { Portrait } from "../portrait.ts";

type Named = Pick<Portrait, "tokenId" | "kind" | "epoch" | "weatherWords">;

/** For example "heliotrope-4-epoch-55371-bellspire-light-rain-1920px.png". */
export function pictureName(
  portrait: Named,
  detail: string,
  ending: string,
  isForecast = false,
): string {
  // Of "Light rain, 11.2 °C" the weather alone.
  const weather = portrait.weatherWords.split(",")[0]!;
  const { tokenId, epoch, kind } = portrait;
  const parts = ["heliotrope", tokenId, isForecast ? "forecast" : "", "epoch", epoch];
  return `${joined([...parts, kind, weather, detail])}.${ending}`;
}

/** Of a plant that is nobody's, for example "heliotrope-playground-sunhead-fog-960px.png". */
export function playName({ kind, weatherWords }: Named, size: number): string {
  return `${joined(["heliotrope", "playground", kind, weatherWords.split(",")[0]!, `${size}px`])}.png`;
}

/** For example "heliotrope-4-bellspire-epochs-55371-to-55412-720px.webm". */
export function filmName(
  portrait: Named,
  from: number,
  to: number,
  size: number,
  ending: string,
): string {
  return `${joined(["heliotrope", portrait.tokenId, portrait.kind, "epochs", from, "to", to, `${size}px`])}.${ending}`;
}

function joined(parts: readonly (string | number)[]): string {
  return parts
    .map((part) =>
      String(part)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, ""),
    )
    .filter(Boolean)
    .join("-");
}
