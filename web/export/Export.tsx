// What can be kept of a plant: its picture, its drawing, its living page, a film of its life.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { Choice } from "../components/Choice.tsx";
import type { Portrait } from "../portrait.ts";
import { modelQuery } from "../queries/model.ts";
import { hrefOf } from "../router.ts";
import { number } from "../words.ts";
import { useWorld } from "../world.ts";
import { composed } from "./composed.ts";
import { FilmForm } from "./FilmForm.tsx";
import { readLivingPage } from "./living.ts";
import { MakingState } from "./MakingState.tsx";
import { pictureName } from "./naming.ts";
import { makePicture, PICTURE_SIZES } from "./picture.ts";
import { type SkySource, startPress } from "./press.ts";
import { useMaking } from "./useMaking.ts";
import "../styles/export.css";

interface Props {
  portrait: Portrait;
  /** Accepted epochs since its birth, oldest first. */
  epochs: readonly number[];
  epochSeconds: number;
}

export function Export({ portrait, epochs, epochSeconds }: Props) {
  return (
    <section className="export" aria-labelledby="export">
      <h2 id="export">Keep it</h2>
      <PictureForm portrait={portrait} />
      <DrawingForm portrait={portrait} />
      <LivingForm portrait={portrait} />
      {portrait.germinated && (
        <FilmForm portrait={portrait} epochs={epochs} epochSeconds={epochSeconds} />
      )}
      {portrait.germinated && (
        <p className="aside">
          <a
            href={hrefOf(
              { page: "playground" },
              { from: String(portrait.tokenId), epoch: String(portrait.epoch) },
            )}
          >
            Grow on from this moment in the playground
          </a>
        </p>
      )}
    </section>
  );
}

/** What the portrait's sky is painted from, with the model's bytes read and checked. */
function useSky({ sky }: Portrait): () => Promise<SkySource | undefined> {
  const world = useWorld();
  const queries = useQueryClient();
  return async () => {
    if (!sky) return undefined;
    const { bytes } = await queries.fetchQuery(modelQuery(world, sky.modelId));
    return { model: bytes, latent: sky.latent, condition: sky.condition };
  };
}

function PictureForm({ portrait }: { portrait: Portrait }) {
  const [size, setSize] = useState<number>(1920);
  const readSky = useSky(portrait);
  const maker = useMaking();
  const start = () =>
    maker.make(async (tell, signal) => {
      const sky = await readSky();
      const job = {
        svg: sky ? portrait.layer : portrait.whole,
        sky,
        size,
        texts: { Title: portrait.title, Description: portrait.description },
      };
      const file = await makePicture(job, tell, signal);
      return { file, name: pictureName(portrait, `${size}px`, "png") };
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <h3>Picture</h3>
      <p className="soft small">
        PNG. The sky painted pixel by pixel at this size, the plant drawn over it as vectors.
        {size > 4096 && " The sky's network ends at 4,096 pixels; beyond, its picture is enlarged."}
      </p>
      <div className="controls">
        <Choice
          label="Side"
          value={String(size)}
          onChoose={(value) => setSize(Number(value))}
          options={PICTURE_SIZES.map((side) => [String(side), `${number(side)} px`])}
        />
        <button type="submit" className="button" disabled={maker.making.kind === "working"}>
          Save the picture
        </button>
      </div>
      <MakingState maker={maker} label="Painting the picture" />
    </form>
  );
}

function DrawingForm({ portrait }: { portrait: Portrait }) {
  const readSky = useSky(portrait);
  const maker = useMaking();
  const start = () =>
    maker.make(async (_, signal) => {
      const sky = await readSky();
      let svg = portrait.whole;
      if (sky) {
        const press = startPress(signal);
        const raster = await press
          .sky(sky, RASTER_SIDE, 0, RASTER_SIDE)
          .finally(() => press.close());
        svg = composed(portrait.layer, raster);
      }
      const file = new Blob([svg], { type: "image/svg+xml" });
      return { file, name: pictureName(portrait, "", "svg") };
    });
  return (
    <div>
      <h3>Drawing</h3>
      <p className="soft small">
        SVG, for any size: the plant as vectors over the canonical raster of its sky. The same bytes
        that keepers compose and sign.
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

function LivingForm({ portrait }: { portrait: Portrait }) {
  const world = useWorld();
  const maker = useMaking();
  const start = () =>
    maker.make(async () => {
      const html = await readLivingPage(world, portrait.tokenId);
      const file = new Blob([html as BlobPart], { type: "text/html" });
      return { file, name: `heliotrope-${portrait.tokenId}-living-page.html` };
    });
  return (
    <div>
      <h3>Living page</h3>
      <p className="soft small">
        HTML. The page that the contract itself writes of the plant as it is now: it sways, the hour
        can be turned, and it needs no network ever again.
      </p>
      <div className="controls">
        <button
          type="button"
          className="button"
          disabled={maker.making.kind === "working"}
          onClick={start}
        >
          Save the living page
        </button>
      </div>
      <MakingState maker={maker} label="Reading the living page from the chain" />
    </div>
  );
}
