// What can be kept of a plant: its picture, its drawing, its living page, a film of its life.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { composedSvg } from "../../renderer/compose.ts";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { Choice } from "../components/Choice.tsx";
import { linkOf } from "../playground/link.ts";
import { specimenOf } from "../playground/specimen.ts";
import type { Portrait } from "../portrait.ts";
import { modelQuery } from "../queries/model.ts";
import { hrefOf } from "../router.ts";
import type { Life } from "../token/life.ts";
import { number } from "../words.ts";
import { useWorld } from "../world.ts";
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
  /** Its life in memory; undefined until it is read, and of a seed. */
  life: Life | undefined;
  /** The moment lies ahead: what is saved says so in its name. */
  isForecast: boolean;
}

export function Export({ portrait, life, isForecast }: Props) {
  const { own, scene } = portrait.gathered;
  if (own && own.uri === undefined) {
    return (
      <section className="export" aria-labelledby="export">
        <h2 id="export">Keep it</h2>
        <p className="soft">
          Another art version drew this moment, and this page cannot draw it again. The present and
          the moments that this page draws can be saved.
        </p>
      </section>
    );
  }
  return (
    <section className="export" aria-labelledby="export">
      <h2 id="export">Keep it</h2>
      <PictureForm portrait={portrait} isForecast={isForecast} />
      <DrawingForm portrait={portrait} isForecast={isForecast} />
      <LivingForm portrait={portrait} />
      {life && <FilmForm portrait={portrait} life={life} />}
      {portrait.germinated && (
        <p className="aside">
          <a href={hrefOf({ page: "playground" }, { s: linkOf(specimenOf(scene)) })}>
            Grow on from this moment in the playground
          </a>
        </p>
      )}
    </section>
  );
}

type MomentProps = Pick<Props, "portrait" | "isForecast">;

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

function PictureForm({ portrait, isForecast }: MomentProps) {
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
      return { file, name: pictureName(portrait, `${size}px`, "png", isForecast) };
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

function DrawingForm({ portrait, isForecast }: MomentProps) {
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
