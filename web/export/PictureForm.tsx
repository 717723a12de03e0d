// A picture to keep: how large, and how far it has come.
import { useState } from "react";
import { Choice } from "../components/Choice.tsx";
import type { Portrait } from "../portrait.ts";
import { number } from "../words.ts";
import { MakingState } from "./MakingState.tsx";
import { makePicture, PICTURE_SIZES } from "./picture.ts";
import type { Told } from "./told.ts";
import { useMaking } from "./useMaking.ts";
import { useSky } from "./useSky.ts";

interface Props {
  portrait: Portrait;
  /** What the file of this size is called. */
  nameOf: (size: number) => string;
  /** What the file says of itself. */
  readTold: () => Promise<Told>;
}

export function PictureForm({ portrait, nameOf, readTold }: Props) {
  const [size, setSize] = useState<number>(1920);
  const readSky = useSky(portrait);
  const maker = useMaking();
  const start = () =>
    maker.make(async (tell, signal) => {
      const [sky, texts] = await Promise.all([readSky(), readTold()]);
      const job = {
        svg: sky ? portrait.layer : portrait.whole,
        sky,
        size,
        texts,
      };
      const file = await makePicture(job, tell, signal);
      return { file, name: nameOf(size) };
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
