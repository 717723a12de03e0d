// One plant on the wall. Its room, its number and its link are there at once; picture and words come when it
// has stood still for a moment, so that what a fast scroll passes by costs nothing.
import { memo, useEffect, useState } from "react";
import { Artwork } from "../components/Artwork.tsx";
import { hrefOf } from "../router.ts";
import { useLiving } from "./useLiving.ts";

const SKY_SIZES = [48, 240] as const;
const SETTLE_MS = 90;

interface Props {
  tokenId: number;
  /** Its place among all that are shown, from 0. */
  place: number;
  total: number;
  chunk: readonly number[];
  left: number;
  top: number;
  side: number;
  /** The wall moved when this plate came into being. */
  isRushed: boolean;
}

export const Plate = memo(function Plate(props: Props) {
  const { tokenId, place, total, chunk, left, top, side, isRushed } = props;
  const isSettled = useSettled(isRushed);
  return (
    <li
      aria-posinset={place + 1}
      aria-setsize={total}
      style={{ transform: `translate(${left}px, ${top}px)`, width: side }}
    >
      <a
        className="piece"
        href={hrefOf({ page: "token", tokenId })}
        data-token={tokenId}
        data-place={place}
      >
        {isSettled ? <Living tokenId={tokenId} chunk={chunk} /> : <Bare tokenId={tokenId} />}
      </a>
    </li>
  );
});

function Living({ tokenId, chunk }: Pick<Props, "tokenId" | "chunk">) {
  const { portrait, isBurned, isLost } = useLiving(tokenId, chunk);
  if (!portrait) return <Bare tokenId={tokenId} isLost={isLost} />;
  return (
    <>
      <Artwork portrait={portrait} sizes={SKY_SIZES} />
      <div className="label">
        <h2>{portrait.title}</h2>
        <p>
          {portrait.kind}
          {portrait.germinated && `, ${portrait.place}`}
        </p>
        <p className="numbers">{isBurned ? "Burned by its holder" : portrait.weatherWords}</p>
      </div>
    </>
  );
}

function Bare({ tokenId, isLost = false }: { tokenId: number; isLost?: boolean }) {
  return (
    <>
      <div className="artwork" />
      <div className="label">
        <h2>Plant {tokenId}</h2>
        {isLost && <p>Not readable now. The page keeps trying.</p>}
      </div>
    </>
  );
}

function useSettled(isRushed: boolean): boolean {
  const [isSettled, setSettled] = useState(!isRushed);
  useEffect(() => {
    if (isSettled) return;
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isSettled]);
  return isSettled;
}
