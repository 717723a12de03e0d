// What paints and draws the plant: other sky models and art versions, each beside the present one before anything
// is signed.
import { useState } from "react";
import { Artwork } from "../components/Artwork.tsx";
import { Choice } from "../components/Choice.tsx";
import { Hash } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import { type Registered, useDrawing, useRegisters } from "../queries/registers.ts";
import { instant } from "../words.ts";
import { Deed, type DeedProps } from "./Deed.tsx";

const SKY_SIZES = [60, 240] as const;

interface Props extends DeedProps {
  portrait: Portrait;
}

export function AdoptModel({ portrait, ...props }: Props) {
  const { data: registers } = useRegisters();
  const { model } = props.holding.newest;
  const [wanted, setWanted] = useState<number>();
  const chosen = registers?.models.find(({ id }) => id === (wanted ?? model));
  const isOther = chosen !== undefined && chosen.id !== model;
  const { sky } = portrait;
  return (
    <Deed
      {...props}
      title="What paints its sky"
      choice={isOther ? { kind: "adoptModel", model: chosen.id } : undefined}
    >
      <p>
        Sky model {model} paints it. A model is registered for ever, and proved on chain to give the
        same bytes on every machine; you may adopt another and come back.
      </p>
      <Register
        what="Sky model"
        entries={registers?.models ?? []}
        chosen={wanted ?? model}
        onChoose={setWanted}
      />
      {isOther && sky && (
        <div className="beside">
          <figure>
            <Artwork portrait={portrait} sizes={SKY_SIZES} />
            <figcaption className="soft small">Now, by model {sky.modelId}</figcaption>
          </figure>
          <figure>
            <Artwork
              portrait={{ ...portrait, sky: { ...sky, modelId: chosen.id } }}
              sizes={SKY_SIZES}
            />
            <figcaption className="soft small">The same moment by model {chosen.id}</figcaption>
          </figure>
        </div>
      )}
    </Deed>
  );
}

export function AdoptArt({ portrait, ...props }: Props) {
  const { data: registers } = useRegisters();
  const { artVersion } = props.holding.newest;
  const [wanted, setWanted] = useState<number>();
  const chosen = registers?.arts.find(({ id }) => id === (wanted ?? artVersion));
  const isOther = chosen !== undefined && chosen.id !== artVersion;
  const { data: drawing, error } = useDrawing(
    isOther ? chosen.metadata : undefined,
    portrait.tokenId,
  );
  return (
    <Deed
      {...props}
      title="What draws it"
      choice={isOther ? { kind: "adoptArt", version: chosen.id } : undefined}
    >
      <p>
        Art version {artVersion} draws it. Whoever adopts another has its contract draw the plant;
        read that contract first, because nothing can prove what it will draw.
      </p>
      <Register
        what="Art version"
        entries={registers?.arts ?? []}
        chosen={wanted ?? artVersion}
        onChoose={setWanted}
      />
      {isOther && (
        <div className="beside">
          <figure>
            <Artwork portrait={portrait} sizes={SKY_SIZES} />
            <figcaption className="soft small">Now, by version {artVersion}</figcaption>
          </figure>
          {drawing !== undefined && (
            <figure>
              <Artwork
                portrait={{ ...portrait, layer: drawing.svg, whole: drawing.svg }}
                sizes={SKY_SIZES}
              />
              <figcaption className="soft small">
                The same moment by version {chosen.id}. {drawing.inert}
              </figcaption>
            </figure>
          )}
          {error && (
            <p className="notice bad" role="alert">
              {error.name === "UnshownError"
                ? `What version ${chosen.id} draws of this plant is not shown, because`
                : `Version ${chosen.id} did not draw this plant:`}{" "}
              {error.message.split("\n")[0]} Better not adopt it.
            </p>
          )}
        </div>
      )}
    </Deed>
  );
}

interface RegisterProps {
  what: string;
  entries: readonly Registered[];
  chosen: number;
  onChoose: (id: number) => void;
}

function Register({ what, entries, chosen, onChoose }: RegisterProps) {
  const entry = entries.find((each) => each.id === chosen);
  if (entries.length < 2) {
    return <p className="soft small">There is no other yet. New ones wait in a timelock first.</p>;
  }
  return (
    <div className="stack">
      <Choice
        label={what}
        value={String(chosen)}
        onChoose={(value) => onChoose(Number(value))}
        options={entries.map(({ id, registeredAt }) => [
          String(id),
          `${what} ${id}, registered ${instant(registeredAt)}`,
        ])}
      />
      {entry && (
        <p className="hint">
          <Hash value={entry.hash} />
        </p>
      )}
    </div>
  );
}
