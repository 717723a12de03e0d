// A keeper that lies in every epoch. It remembers in its process what it has said, and nothing else.
import { bytesToHex, concat, type Hex, keccak256 } from "viem";
import { almanacAbi, climateAbi, genomesAbi } from "../../contracts/abi.ts";
import type { Head } from "../../keeper/chain/rpc.ts";
import { cidOf } from "../../keeper/render/cid.ts";
import { commitmentHash } from "../../renderer/merkle.ts";
import type { Cheat } from "./cheats.ts";
import { type Forgery, forge } from "./forgery.ts";
import type { Hand } from "./hand.ts";
import { paintEpoch, type Studio } from "./painting.ts";
import type { Villain } from "./villain.ts";

/** Epochs whose forgeries are kept: longer than any is disputed, and no more memory than that. */
const KEPT = 6;

interface Told {
  readonly epoch: bigint;
  readonly forgery: Forgery;
  readonly cid: Hex;
  readonly salt: Hex;
  readonly commitEnds: bigint;
  readonly revealEnds: bigint;
  readonly since: bigint;
  /** What was sent about it already. */
  readonly done: Set<string>;
}

export function createForger(
  cheat: Cheat,
  studio: Studio,
  hand: Hand,
  say: (line: string) => void,
): Villain {
  const { rpc, contracts } = studio;
  const almanac = { address: contracts.Almanac, abi: almanacAbi } as const;
  const told: Told[] = [];
  let passed = 0n;

  /** Paints and bends the epoch that was accepted last, and commits to it. */
  async function tell(head: Head, next: bigint): Promise<void> {
    const epoch = await rpc.client.readContract({
      address: contracts.Climate,
      abi: climateAbi,
      functionName: "lastEpoch",
    });
    if (epoch <= passed) return;
    const [job, [commitEnds, revealEnds], supply] = await Promise.all([
      rpc.client.readContract({ ...almanac, functionName: "jobOf", args: [epoch] }),
      rpc.client.readContract({ ...almanac, functionName: "windowsOf", args: [epoch] }),
      rpc.client.readContract({
        address: contracts.Genomes,
        abi: genomesAbi,
        functionName: "supplyAt",
        args: [epoch],
      }),
    ]);
    if (supply === 0n || next >= commitEnds) {
      passed = epoch;
      return;
    }
    // Another lie in each epoch, and another one for each liar.
    const seed = keccak256(concat([job, hand.address]));
    const chance = BigInt(seed);
    const tokens = await paintEpoch(studio, epoch, Number(supply));
    const place = Number(chance % supply);
    const bent = tokens.with(place, cheat.bend(tokens[place]!, chance / supply));
    const forgery = forge(job, bent);
    const cid = cidOf(forgery.block).bytes;
    await payBond();
    const { root } = forgery;
    const of = { chainId: rpc.chainId, almanac: almanac.address, job, root, cid, salt: seed };
    await hand.send("commit", [epoch, commitmentHash({ ...of, keeper: hand.address })]);
    say(`epoch ${epoch}: commits to ${root}, in which token ${place} is a lie`);
    passed = epoch;
    const windows = { commitEnds, revealEnds, since: head.number, done: new Set<string>() };
    told.push({ epoch, forgery, cid, salt: seed, ...windows });
    if (told.length > KEPT) told.shift();
  }

  async function payBond(): Promise<void> {
    const [{ balance }, { bond }] = await Promise.all([
      rpc.client.readContract({ ...almanac, functionName: "accountOf", args: [hand.address] }),
      rpc.client.readContract({ ...almanac, functionName: "rules" }),
    ]);
    if (balance < bond) await hand.send("deposit", [hand.address], bond - balance);
  }

  async function reveal(
    { epoch, forgery, cid, salt, commitEnds, revealEnds, done }: Told,
    next: bigint,
  ) {
    if (next < commitEnds || next >= revealEnds || done.has("reveal")) return;
    await hand.send("reveal", [epoch, forgery.root, cid, salt]);
    done.add("reveal");
    say(`epoch ${epoch}: reveals ${forgery.root}`);
  }

  async function answer({ epoch, forgery, since, done }: Told): Promise<void> {
    if (!done.has("reveal")) return;
    const { root } = forgery;
    const demands = await rpc.client.getContractEvents({
      ...almanac,
      eventName: "Demanded",
      args: { epoch, root },
      fromBlock: since,
      strict: true,
    });
    for (const { args } of demands) {
      const [height, index] = [Number(args.height), Number(args.index)];
      const what = `${height}/${index}`;
      if (done.has(what)) continue;
      if (cheat.shows(height)) {
        const data = bytesToHex(forgery.answer(height, index));
        await hand.send("answer", [epoch, hand.address, args.height, args.index, data]);
        say(`epoch ${epoch}: shows node ${index} at height ${height}`);
      } else say(`epoch ${epoch}: asked for node ${index} at height ${height}, it keeps silent`);
      done.add(what);
    }
  }

  return {
    turn: async (head, step) => {
      const next = head.timestamp + step;
      await tell(head, next);
      for (const one of told) {
        await reveal(one, next);
        await answer(one);
      }
    },
  };
}
