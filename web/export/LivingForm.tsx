// The living page to keep, as the contracts write it: of the present, or of a moment that has been.
import type { Portrait } from "../portrait.ts";
import { usePulse } from "../queries/pulse.ts";
import { useWorld } from "../world.ts";
import { readForeignPage, readLivingPage, readPastPage } from "./living.ts";
import { MakingState } from "./MakingState.tsx";
import { pictureName } from "./naming.ts";
import { useMaking } from "./useMaking.ts";

interface Props {
  portrait: Portrait;
  /** The epoch that is looked back at; undefined of the present, and of what is ahead. */
  past: number | undefined;
  isForecast: boolean;
}

export function LivingForm({ portrait, past, isForecast }: Props) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const maker = useMaking();
  const { tokenId, gathered } = portrait;
  const start = () =>
    maker.make(async () => {
      const read = gathered.own ? readForeignPage : readPastPage;
      const html =
        past === undefined
          ? await readLivingPage(world, tokenId)
          : await read(world, tokenId, past, pulse!.epochSeconds);
      const file = new Blob([html as BlobPart], { type: "text/html" });
      // The present may have gone on since the portrait was read.
      const name =
        past === undefined
          ? `heliotrope-${tokenId}-living-page.html`
          : pictureName(portrait, "living-page", "html");
      return { file, name };
    });
  return (
    <div>
      <h3>Living page</h3>
      <p className="soft small">
        HTML. The page that the contract itself writes of the plant{" "}
        {past === undefined ? "as it is now" : "as it was then"}: it sways, the hour can be turned,
        and it needs no network ever again.
        {isForecast && " Of what is ahead the contract writes none, so this is the present."}
      </p>
      <div className="controls">
        <button
          type="button"
          className="button"
          disabled={!pulse || maker.making.kind === "working"}
          onClick={start}
        >
          Save the living page
        </button>
      </div>
      <MakingState maker={maker} label="Reading the living page from the chain" />
    </div>
  );
}
