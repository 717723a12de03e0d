// Any genome under any weather at any hour, without a wallet: the same drawing and the same network as every token.
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { modelsAbi } from "../../contracts/abi.ts";
import type { Genome } from "../../renderer/genome.ts";
import { SendLink } from "../components/SendLink.tsx";
import { keyOf } from "../components/SkyCanvas.tsx";
import { playName } from "../export/naming.ts";
import { PictureForm } from "../export/PictureForm.tsx";
import { CollectionForm } from "../playground/CollectionForm.tsx";
import { Comparison } from "../playground/Comparison.tsx";
import { GenomeForm, randomGenome } from "../playground/GenomeForm.tsx";
import { LifeForm } from "../playground/LifeForm.tsx";
import { MomentForm } from "../playground/MomentForm.tsx";
import { Sitter } from "../playground/Sitter.tsx";
import { sittingOf } from "../playground/sitting.ts";
import { type Specimen, specimenOf } from "../playground/specimen.ts";
import { searchOf, shownOn, useBench } from "../playground/useBench.ts";
import { WalkForm } from "../playground/WalkForm.tsx";
import { WeatherForm } from "../playground/WeatherForm.tsx";
import { PLAIN_CAUSES } from "../portrait.ts";
import { hrefOf } from "../router.ts";
import { addressOf, useWorld } from "../world.ts";
import "../styles/export.css";
import "../styles/playground.css";

export function Playground() {
  const { bench, change, isBroken } = useBench();
  const shown = useMemo(() => shownOn(bench), [bench]);
  const [compared, setCompared] = useState<{ genome: Genome; tokenId: number }>();
  const models = useModelCount();
  const hasModel = models === undefined || shown.model < models;
  const portrait = useMemo(() => sittingOf(shown, hasModel), [shown, hasModel]);

  const [painted, setPainted] = useState<string>();
  const isPainted = !portrait.sky || painted === keyOf(portrait.sky);

  const setSpecimen = (specimen: Specimen) =>
    // What is set on a walk is set on the plant where it began; only another genome ends the walk.
    change((now) => ({ ...now, specimen: { ...specimen, genome: now.specimen.genome } }));
  const setGenome = (genome: Genome) =>
    change((now) => ({ ...now, specimen: { ...now.specimen, genome }, share: 0 }));

  return (
    <article className="playground">
      <header>
        <h1>Playground</h1>
        <p className="lede">
          Any plant, under any weather, at any hour. Nothing here is on the chain, and every picture
          is the one that the contract would draw.
        </p>
        {isBroken && (
          <p className="notice" role="alert">
            This link is damaged or was cut short, so it names no plant. Ask for it again, or begin
            with the one below.
          </p>
        )}
      </header>
      <Sitter portrait={portrait} onPainted={setPainted} />
      <div className="bench">
        <div className="cluster">
          <SendLink
            href={hrefOf({ page: "playground" }, searchOf(bench))}
            title="A plant from the Heliotrope playground"
            shows="this very plant"
            isPrimary
          />
          <button type="button" className="button" onClick={() => setGenome(randomGenome())}>
            Another plant
          </button>
        </div>
        <Part title="Weather" isOpen>
          <WeatherForm specimen={shown} onChange={setSpecimen} />
        </Part>
        <Part title="Genome" isOpen>
          <GenomeForm genome={shown.genome} onChange={setGenome} />
        </Part>
        <Part title="Hour and place" isOpen>
          <MomentForm specimen={shown} onChange={setSpecimen} />
        </Part>
        <Part title="Its life so far">
          <LifeForm specimen={shown} onChange={setSpecimen} models={models ?? 1} />
        </Part>
        <Part title="The collection" isOpen>
          <CollectionForm
            onGrow={(scene) =>
              change(() => ({ specimen: specimenOf(scene), to: undefined, share: 0 }))
            }
            onWalk={(scene) => change((now) => ({ ...now, to: scene.genome, share: 0 }))}
            onCompare={(scene) =>
              setCompared({ genome: scene.genome, tokenId: Number(scene.tokenId) })
            }
          />
          {compared && (
            <Comparison ours={shown.genome} theirs={compared.genome} tokenId={compared.tokenId} />
          )}
        </Part>
        <Part title="A walk to another plant" isOpen={bench.to !== undefined}>
          <WalkForm bench={bench} change={change} isPainted={isPainted} />
        </Part>
        <Part title="Keep it">
          <PictureForm
            portrait={portrait}
            nameOf={(size) => playName(portrait, size)}
            readTold={async () => ({ Title: portrait.title, Description: portrait.description })}
          />
        </Part>
        <Part title="Why it looks like this" isOpen>
          <ul className="reasons">
            {portrait.causes.slice(0, PLAIN_CAUSES).map(({ feature, value, cause }) => (
              <li key={feature}>
                <strong>
                  {feature}: {value}
                </strong>
                <span>{cause}</span>
              </li>
            ))}
          </ul>
        </Part>
      </div>
    </article>
  );
}

interface PartProps {
  title: string;
  isOpen?: boolean;
  children: ReactNode;
}

/** A part of the bench, which folds away. */
function Part({ title, isOpen = false, children }: PartProps) {
  const details = useRef<HTMLDetailsElement>(null);
  // Opened when there is something new in it, and otherwise left as the reader has it.
  useEffect(() => {
    if (isOpen && details.current) details.current.open = true;
  }, [isOpen]);
  return (
    <details ref={details} className="part">
      <summary>
        <h2>{title}</h2>
      </summary>
      <div className="controls-of">{children}</div>
    </details>
  );
}

function useModelCount(): number | undefined {
  const world = useWorld();
  const { data } = useQuery({
    queryKey: ["models"],
    queryFn: () =>
      world.client.readContract({
        address: addressOf(world, "Models"),
        abi: modelsAbi,
        functionName: "count",
      }),
  });
  return data === undefined ? undefined : Number(data);
}
