// The genomes of the whole collection, a page of the contract after the other. They are written once, so what
// the chain will not take back any more is kept on this machine and never asked for again.
import { hexToBytes } from "viem";
import { genomesAbi } from "../../contracts/abi.ts";
import { addressOf, type World } from "../world.ts";
import { readAll } from "./reads.ts";
import { keep, takeDown } from "./shelf.ts";

/** Columns: place `id` is that of token `id`. */
export interface Genomes {
  /** How many pages of the contract they come from. */
  pages: number;
  /** 32 bytes each. */
  words: Uint8Array;
  births: Uint32Array;
}

interface Page {
  first: number;
  birthEpoch: number;
  words: Uint8Array;
}

const WORD = 32;
/** What fits into one answer of many calls, with a little room for pages longer than most. */
const ANSWER_WORDS = 600;
/** How many questions a node gets at a time. */
const AT_ONCE = 4;

/**
 * Reads what has germinated.
 * @param settledBefore pages born before this epoch are kept: no reorganisation reaches back so far.
 * @param report hears how many tokens are known so far.
 * @throws Error when the chain was reorganised meanwhile; reading again helps.
 */
export async function readGenomes(
  world: World,
  germinated: number,
  settledBefore: number,
  report: (known: number) => void = () => undefined,
): Promise<Genomes> {
  const contract = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  if (germinated === 0) return columnsOf([]);
  const ask = (page: number) =>
    ({ ...contract, functionName: "genomesIn", args: [BigInt(page)] }) as const;
  const name = `${world.deployment.chainId}/${contract.address}/genomes`;
  const [kept, [count, first]] = await Promise.all([
    takeDown<Page[]>(name),
    readAll(world, [{ ...contract, functionName: "pageCount" } as const, ask(0)]),
  ]);
  const pages = [pageOf(first)];
  // Another chain at the same address, such as a local one that began anew, has another first page.
  if (kept?.[0] && isSame(kept[0], pages[0]!)) pages.splice(0, 1, ...kept);
  const told = () => report(pages.reduce((sum, { words }) => sum + words.length / WORD, 0));
  told();
  const perAnswer = Math.max(1, Math.floor((ANSWER_WORDS * Number(count)) / germinated));
  while (pages.length < Number(count)) {
    const slices: number[][] = [];
    for (let next = pages.length; next < Number(count) && slices.length < AT_ONCE; ) {
      const end = Math.min(next + perAnswer, Number(count));
      slices.push(Array.from({ length: end - next }, (_, i) => next + i));
      next = end;
    }
    const answers = await Promise.all(slices.map((slice) => readAll(world, slice.map(ask))));
    pages.push(...answers.flat().map(pageOf));
    told();
  }
  const columns = columnsOf(pages);
  void keep(
    name,
    pages.filter(({ birthEpoch }) => birthEpoch < settledBefore),
  );
  return columns;
}

function pageOf([first, birthEpoch, genomes]: readonly [number, number, readonly `0x${string}`[]]) {
  const words = hexToBytes(`0x${genomes.map((word) => word.slice(2)).join("")}`);
  return { first, birthEpoch, words };
}

function isSame(one: Page, other: Page): boolean {
  return (
    one.birthEpoch === other.birthEpoch &&
    one.words.length === other.words.length &&
    one.words.every((byte, i) => byte === other.words[i])
  );
}

function columnsOf(pages: readonly Page[]): Genomes {
  const count = pages.reduce((sum, { words }) => sum + words.length / WORD, 0);
  const columns = {
    pages: pages.length,
    words: new Uint8Array(count * WORD),
    births: new Uint32Array(count),
  };
  let next = 0;
  for (const { first, birthEpoch, words } of pages) {
    if (first !== next) {
      throw new Error(
        "The chain was reorganised while its genomes were read. They are read again with the next block.",
      );
    }
    columns.words.set(words, next * WORD);
    columns.births.fill(birthEpoch, next, next + words.length / WORD);
    next += words.length / WORD;
  }
  return columns;
}
