// One file, held against the chain: progress, and what it is.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { RASTER_SIDE } from "../../renderer/merkle.ts";
import { modelQuery } from "../queries/model.ts";
import { pulseQuery } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { number } from "../words.ts";
import { useWorld } from "../world.ts";
import { type Checked, type CheckProgress, checkPicture } from "./check.ts";
import { checkLiving } from "./living.ts";
import { type Claim, claimOf, readPicture } from "./picture.ts";
import { claimIn, wordsOf } from "./told.ts";
import "../styles/check.css";

interface Props {
  file: File;
  /** What it is said to be; what is left out is taken from the file's name. */
  claim: Claim;
}

/** Checks as soon as it is shown. Give it a key by the file and the claim. */
export function PictureCheck({ file, claim }: Props) {
  const world = useWorld();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<CheckProgress>();
  const [pixels, setPixels] = useState<Uint8Array>();
  const [said, setSaid] = useState<string>();
  const running = useRef<AbortController>(undefined);
  const checking = useMutation({
    mutationFn: async (): Promise<Checked> => {
      running.current = new AbortController();
      const { signal } = running.current;
      setProgress(undefined);
      const picture = await readPicture(file);
      const pulse = await queries.ensureQueryData(pulseQuery(world));
      if (picture.kind === "film") {
        const said = wordsOf(world, picture.told) ?? "It does not say what of.";
        throw new Error(
          `${file.name} is a film. ${said} Its pictures are many and lossy, so films are not compared: go to one of its epochs, and verify there.`,
        );
      }
      const inside = picture.kind === "picture" ? picture.told : {};
      setSaid(wordsOf(world, inside));
      // Whoever asks knows best, then the name, which people see.
      const named = [claimIn(world, inside), claimOf(file.name), claim].reduce(
        (all, { tokenId = all.tokenId, epoch = all.epoch }) => ({ tokenId, epoch }),
        {},
      );
      if (picture.kind === "living") {
        return checkLiving(world, pulse, picture, named, setProgress);
      }
      setPixels(picture.pixels);
      const modelOf = async (id: number) =>
        (await queries.ensureQueryData(modelQuery(world, id))).bytes;
      return checkPicture(world, pulse, picture, named, modelOf, setProgress, signal);
    },
  });
  const { mutate } = checking;
  useEffect(() => {
    mutate();
    return () => running.current?.abort();
  }, [mutate]);
  const isStopped = checking.error?.name === "AbortError";

  return (
    <div className="checked" data-check={checking.data?.verdict.finding}>
      {pixels && <Thumbnail pixels={pixels} name={file.name} />}
      <div className="stack">
        <p className="soft small hash">{file.name}</p>
        {said && <p className="soft small">{said}</p>}
        {checking.isPending && (
          <>
            <progress
              max={progress?.of || 1}
              value={progress?.tried ?? 0}
              aria-label="Comparing skies"
            />
            <div className="cluster">
              <p className="small soft numbers">
                {progress
                  ? `${number(progress.tried)} of ${number(progress.of)} skies compared`
                  : "Reading the file and the chain"}
              </p>
              <button
                type="button"
                className="button quiet"
                onClick={() => running.current?.abort()}
              >
                Stop
              </button>
            </div>
          </>
        )}
        <p role="status" className="hidden">
          {checking.isPending && "Comparing the picture with skies."}
          {checking.data && `${checking.data.verdict.title}. ${checking.data.verdict.what}`}
        </p>
        {isStopped && (
          <p className="notice">
            Stopped before anything was found.{" "}
            <button type="button" className="button quiet" onClick={() => mutate()}>
              Begin again
            </button>
          </p>
        )}
        {checking.error && !isStopped && (
          <p className="notice bad" role="alert">
            {checking.error.message.split("\n")[0]}
          </p>
        )}
        {checking.data && <Result {...checking.data} />}
      </div>
    </div>
  );
}

const TONES = { is: "good", "re-encoded": "good", composed: "good", sky: "", unknown: "" } as const;

function Result({ verdict, place }: Checked) {
  const tone = verdict.isOther ? "" : TONES[verdict.finding];
  return (
    <div className={`notice verdict ${tone}`} data-other={verdict.isOther}>
      <strong>{verdict.title}</strong>
      <p>{verdict.what}</p>
      <p className="small soft">{verdict.sure}</p>
      {place && (
        <p className="small">
          <a href={hrefOf({ page: "token", ...place })}>
            See plant {place.tokenId} at epoch {number(place.epoch)}
          </a>
          , and verify there what keepers revealed.
        </p>
      )}
    </div>
  );
}

/** What was read of the file, as it was compared. */
function Thumbnail({ pixels, name }: { pixels: Uint8Array; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new ImageData(RASTER_SIDE, RASTER_SIDE);
    for (let i = 0; i < RASTER_SIDE ** 2; i++) {
      image.data.set([pixels[3 * i]!, pixels[3 * i + 1]!, pixels[3 * i + 2]!, 255], 4 * i);
    }
    canvas.current?.getContext("2d")?.putImageData(image, 0, 0);
  }, [pixels]);
  return (
    <canvas
      ref={canvas}
      width={RASTER_SIDE}
      height={RASTER_SIDE}
      role="img"
      aria-label={`What ${name} shows`}
    />
  );
}
