// What happened in an epoch, newest first.
import type { Deed } from "../almanac/deeds.ts";
import type { Story } from "../almanac/story.ts";
import { deedWords, plantOf } from "../almanac/telling.ts";
import { hrefOf } from "../router.ts";
import { shortInstant } from "../words.ts";
import { useName } from "./Who.tsx";

/** Lines that are shown at once. */
const NEWEST = 6;

export function Chronicle({ story }: { story: Story }) {
  const newest = story.deeds.toReversed();
  return (
    <>
      <Lines deeds={newest.slice(0, NEWEST)} story={story} />
      {newest.length > NEWEST && (
        <details>
          <summary>{newest.length - NEWEST} earlier</summary>
          <Lines deeds={newest.slice(NEWEST)} story={story} />
        </details>
      )}
    </>
  );
}

function Lines({ deeds, story }: { deeds: readonly Deed[]; story: Story }) {
  const name = useName();
  return (
    <ol className="chronicle" aria-label="What happened, newest first">
      {deeds.map((deed) => (
        <li key={`${deed.block}/${deed.logIndex}`} data-deed={deed.eventName}>
          <time className="numbers" dateTime={new Date(deed.time * 1000).toISOString()}>
            {shortInstant(deed.time)}
          </time>
          <span>
            {deedWords(deed, story, name)} <Plant deed={deed} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The plant that a demand or its answer is about, in the epoch's weather. */
function Plant({ deed }: { deed: Deed }) {
  if (deed.eventName !== "Demanded" && deed.eventName !== "Answered") return null;
  const tokenId = plantOf(Number(deed.args.height), Number(deed.args.index));
  if (tokenId === undefined) return null;
  return <a href={hrefOf({ page: "token", tokenId, epoch: deed.epoch })}>See plant {tokenId}</a>;
}
