// What can be kept of a plant: its picture, its drawing, its living page, a film of its life.
import { linkOf } from "../playground/link.ts";
import { specimenOf } from "../playground/specimen.ts";
import type { Portrait } from "../portrait.ts";
import { hrefOf } from "../router.ts";
import type { Life } from "../token/life.ts";
import { DrawingForm } from "./DrawingForm.tsx";
import { FilmForm } from "./FilmForm.tsx";
import { LivingForm } from "./LivingForm.tsx";
import { pictureName } from "./naming.ts";
import { PictureForm } from "./PictureForm.tsx";
import { Sending } from "./Sending.tsx";
import { useTold } from "./useTold.ts";
import "../styles/export.css";

interface Props {
  portrait: Portrait;
  /** Its life in memory; undefined until it is read, and of a seed. */
  life: Life | undefined;
  /** The moment lies ahead: what is saved says so in its name. */
  isForecast: boolean;
  /** The epoch that is looked back at; undefined of the present, and of what is ahead. */
  past: number | undefined;
}

export function Export({ portrait, life, isForecast, past }: Props) {
  const { own, scene } = portrait.gathered;
  const readTold = useTold(portrait, isForecast);
  if (own && !own.told) {
    return (
      <section className="export" aria-labelledby="export">
        <h2 id="export">Keep it</h2>
        <p className="soft">
          Another art version draws this moment, and its drawing is not shown here, so there is
          nothing to save. The moments that this page draws can be saved.
        </p>
      </section>
    );
  }
  return (
    <section className="export" aria-labelledby="export">
      <h2 id="export">Keep it</h2>
      <PictureForm
        portrait={portrait}
        nameOf={(size) => pictureName(portrait, `${size}px`, "png", isForecast)}
        readTold={readTold}
      />
      {own && (
        <p className="notice">
          Another art version’s contract wrote this drawing and the living page. On this page
          nothing in them runs; a file that is opened from your disk may run whatever it holds.
        </p>
      )}
      <DrawingForm portrait={portrait} isForecast={isForecast} />
      <LivingForm portrait={portrait} past={past} isForecast={isForecast} />
      {life && <FilmForm portrait={portrait} life={life} />}
      {portrait.germinated && <Sending portrait={portrait} isForecast={isForecast} />}
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
