// What was minted: seeds that wait for a block's randomness, and the plants that come of them.
import { Artwork } from "../components/Artwork.tsx";
import { usePortraits } from "../queries/portraits.ts";
import { usePulse } from "../queries/pulse.ts";
import { usePendingTarget } from "../queries/sale.ts";
import { hrefOf } from "../router.ts";
import { count, number } from "../words.ts";
import { Bed } from "./Bed.tsx";
import { Germinate } from "./Germinate.tsx";
import { span } from "./span.ts";
import { useBlockPace } from "./useBlockPace.ts";

const SKY_SIZES = [48, 240] as const;

/** Tokens in the order of their numbers, and the block that minted the first. */
export interface Litter {
  tokens: readonly number[];
  block: bigint;
}

export function Nursery({ litter }: { litter: Litter }) {
  const { tokens, block } = litter;
  const { data: pulse } = usePulse();
  const { data: target } = usePendingTarget();
  const pace = useBlockPace();
  if (!pulse) return null;
  const isOpen = isGerminated(litter, pulse.germinated);
  const left = target ? Math.max(0, Number(target - pulse.block)) : undefined;
  const progress = isOpen || !target ? 1 : Number(pulse.block - block) / Number(target - block);
  return (
    <section className="nursery" aria-label="What you minted">
      {/* Spoken once for each change, not with every block. */}
      <p role="status" className="hidden">
        {isOpen
          ? `${count(tokens.length, "plant")} germinated.`
          : `${count(tokens.length, "seed")} minted; germination is pending.`}
      </p>
      <div className="ground">
        <Bed count={tokens.length} progress={progress} isOpen={isOpen} />
        <div className="countdown">
          {isOpen ? (
            <h2>{tokens.length === 1 ? "It has germinated" : "They have germinated"}</h2>
          ) : left !== undefined && left > 0 ? (
            <>
              <p className="figure numbers">{number(left)}</p>
              <p>
                {left === 1 ? "block" : "blocks"} to go
                {pace !== undefined && <>, about {span(left * pace)}</>}. The randomness of block{" "}
                {number(Number(target))} decides what grows.
              </p>
            </>
          ) : (
            <Germinate />
          )}
        </div>
      </div>
      <Seedlings tokens={tokens} />
    </section>
  );
}

/** The line of the steps that speaks of germination. */
export function GerminationStep({ litter }: { litter: Litter }) {
  const { data: pulse } = usePulse();
  const isOpen = pulse !== undefined && isGerminated(litter, pulse.germinated);
  return (
    <li data-state={isOpen ? "done" : "now"}>{isOpen ? "Germinated" : "Germination pending"}</li>
  );
}

function isGerminated({ tokens }: Litter, germinated: number): boolean {
  return (tokens.at(-1) ?? 0) < germinated;
}

/** The plants themselves, seeds at first. */
function Seedlings({ tokens }: { tokens: readonly number[] }) {
  const { data: pulse } = usePulse();
  const first = tokens[0] ?? 0;
  const end = (tokens.at(-1) ?? -1) + 1;
  const isSeen = pulse !== undefined && end <= pulse.minted;
  const { data: portraits } = usePortraits(first, isSeen ? end : first);
  const mine = new Set(tokens);
  return (
    <ul className="seedlings" aria-label="Your plants">
      {portraits
        ?.filter(({ tokenId }) => mine.has(tokenId))
        .map((portrait) => (
          <li key={portrait.tokenId} data-germinated={portrait.germinated}>
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
