// A living page that somebody got. It says itself what its sky is painted from, and is never opened: it is looked
// up whose moment that is, and whether the contracts write the same page of it.
import { toHex } from "../../renderer/hex.ts";
import { readForeignPage, readLivingPage, readPastPage } from "../export/living.ts";
import type { Pulse } from "../queries/pulse.ts";
import { readScenes } from "../queries/scenes.ts";
import { number } from "../words.ts";
import type { World } from "../world.ts";
import type { Checked, CheckProgress } from "./check.ts";
import type { Claim, LivingFile } from "./picture.ts";
import { firstEpoch, type Place, readEpochs, readSkies } from "./search.ts";
import { type CheckVerdict, isOtherThan } from "./verdict.ts";

/** Skies asked of the chain at a time. */
const BATCH = 256;

export async function checkLiving(
  world: World,
  pulse: Pulse,
  living: LivingFile,
  claim: Claim,
  onProgress: (progress: CheckProgress) => void,
): Promise<Checked> {
  const { epoch, latent, condition } = living;
  const first = await firstEpoch(world);
  const { supplyAt } = await readEpochs(world, Math.max(first, epoch));
  const supply = supplyAt.get(epoch) ?? [...supplyAt.values()].at(-1) ?? 0;
  const places = Array.from({ length: supply }, (_, tokenId) => ({ tokenId, epoch }));
  let place: Place | undefined;
  for (let from = 0; from < places.length && !place; from += BATCH) {
    const skies = await readSkies(world, places.slice(from, from + BATCH));
    place = skies.find(({ sky }) => sky.latent === latent && sky.condition === condition);
    onProgress({ tried: Math.min(from + BATCH, supply), of: supply });
  }
  if (!place) return { place, verdict: unknown(epoch, supply) };
  const page = await pageOf(world, pulse, place).catch(() => undefined);
  const isSame = page && toHex(page) === toHex(living.bytes);
  return { place, verdict: verdictOf(claim, place, isSame) };
}

/** What the contracts write of a moment, whoever draws it. */
async function pageOf(world: World, pulse: Pulse, { tokenId, epoch }: Place): Promise<Uint8Array> {
  if (epoch === pulse.shownEpoch) return readLivingPage(world, tokenId);
  const moment = { ...pulse, shownEpoch: epoch, weatherAge: 0, isPast: true };
  const [gathered] = await readScenes(world, tokenId, tokenId + 1, moment);
  const read = gathered?.own ? readForeignPage : readPastPage;
  return read(world, tokenId, epoch, pulse.epochSeconds);
}

/** @param isSame whether its bytes are those of the contracts; undefined where they could not be asked. */
function verdictOf(claim: Claim, place: Place, isSame: boolean | undefined): CheckVerdict {
  const named = `plant ${place.tokenId} at epoch ${number(place.epoch)}`;
  const isOther = isOtherThan(claim, place);
  if (isSame) {
    return {
      finding: "is",
      isOther,
      title: isOther ? "It is of another moment" : "It is what it should be",
      what: `This is the living page of ${named}, byte for byte as the contract writes it.`,
      sure: "Certain: the contract was asked for the page, and its bytes are these.",
    };
  }
  const what = `This living page names the sky of ${named}, and that is the plant's own.`;
  const care = "Open it only if you trust who gave it to you: a page can run code.";
  return isSame === undefined
    ? {
        finding: "sky",
        isOther,
        title: "It names a true moment",
        what,
        sure: `The contract could not be asked for its page, so whether the rest of the file is as it was written cannot be told. ${care}`,
      }
    : {
        finding: "sky",
        isOther,
        title: "It was changed",
        what,
        sure: `Certain: the contract writes another page of this moment than this file. ${care}`,
      };
}

function unknown(epoch: number, supply: number): CheckVerdict {
  return {
    finding: "unknown",
    isOther: false,
    title: "It was not recognised",
    what: "This is built like a living page, but no plant had this sky at the epoch that it names.",
    sure: `All ${number(supply)} plants of epoch ${number(epoch)} were compared.`,
  };
}
