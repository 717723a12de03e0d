// The last step of minting: seeds wait for a block's randomness, then germinate.
import { usePortraits } from "../queries/portraits.ts";
import { usePulse } from "../queries/pulse.ts";
import { usePendingTarget } from "../queries/sale.ts";
import { hrefOf } from "../router.ts";
import { count } from "../words.ts";
import { Artwork } from "./Artwork.tsx";

const SKY_SIZES = [48, 240] as const;

/** The step's line: how long the seeds still wait. */
export function Germination({ tokens }: { tokens: readonly number[] }) {
  const { data: pulse } = usePulse();
  const { data: target } = usePendingTarget();
  const isGerminated = pulse !== undefined && (tokens.at(-1) ?? 0) < pulse.germinated;
  const left = pulse && target ? Number(target - pulse.block) : undefined;
  return (
    <li data-state={isGerminated ? "done" : "now"}>
      {isGerminated
        ? "Germinated"
        : left !== undefined && left > 0
          ? `Germination pending: about ${count(left, "block")} until the randomness is known`
          : "Germination pending: the randomness is known, anyone may germinate now"}
    </li>
  );
}

/** The same for a screen reader: each change once, not every block. */
export function GerminationSpoken({ tokens }: { tokens: readonly number[] }) {
  const { data: pulse } = usePulse();
  const isGerminated = pulse !== undefined && (tokens.at(-1) ?? 0) < pulse.germinated;
  return isGerminated
    ? `${count(tokens.length, "plant")} germinated.`
    : `${count(tokens.length, "seed")} minted; germination is pending.`;
}

/** The plants themselves, seeds at first. */
export function Seedlings({ tokens }: { tokens: readonly number[] }) {
  const { data: pulse } = usePulse();
  const first = tokens[0] ?? 0;
  const end = (tokens.at(-1) ?? -1) + 1;
  const isSeen = pulse !== undefined && end <= pulse.minted;
  const { data: portraits } = usePortraits(first, isSeen ? end : first);
  return (
    <ul className="seedlings" aria-label="Your plants">
      {portraits?.map((portrait) => (
        <li key={portrait.tokenId}>
          <a
            className="piece"
            href={hrefOf({ page: "token", tokenId: portrait.tokenId })}
            data-token={portrait.tokenId}
          >
            <Artwork portrait={portrait} sizes={SKY_SIZES} />
            <span>{portrait.title}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
