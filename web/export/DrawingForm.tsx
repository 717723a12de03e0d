// The composed file to keep: the plant over its canonical raster.
import { composedSvg } from "../../renderer/compose.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import type { Portrait } from "../portrait.ts";
import { MakingState } from "./MakingState.tsx";
import { pictureName } from "./naming.ts";
import { startPress } from "./press.ts";
import { useMaking } from "./useMaking.ts";
import { useSky } from "./useSky.ts";

interface Props {
  portrait: Portrait;
  isForecast: boolean;
}

export function DrawingForm({ portrait, isForecast }: Props) {
  const readSky = useSky(portrait);
  const maker = useMaking();
  const start = () =>
    maker.make(async (_, signal) => {
      const sky = await readSky();
      const { own, scene } = portrait.gathered;
      let svg: BlobPart = portrait.whole;
      // Another art version's drawing brings its own sky.
      if (sky && !own) {
        const press = startPress(signal);
        const raster = await press
          .sky(sky, RASTER_SIDE, 0, RASTER_SIDE)
          .finally(() => press.close());
        svg = composedSvg(scene, raster) as BlobPart;
      }
      const file = new Blob([svg], { type: "image/svg+xml" });
      return { file, name: pictureName(portrait, "", "svg", isForecast) };
    });
  return (
    <div>
      <h3>Drawing</h3>
      <p className="soft small">
        SVG, for any size: the plant as vectors over the canonical raster of its sky.
        {!isForecast && " The same bytes that keepers compose and sign."}
      </p>
      <div className="controls">
        <button
          type="button"
          className="button"
          disabled={maker.making.kind === "working"}
          onClick={start}
        >
          Save the drawing
        </button>
      </div>
      <MakingState maker={maker} label="Composing the drawing" />
    </div>
  );
}
