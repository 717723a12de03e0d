// A keeper that does no work. It copies another's commitment, which is refused; commits to noise instead, and
// once the other has revealed tries to reveal the same root, which is refused as well.
import { randomBytes } from "node:crypto";
import { type Address, concat, decodeFunctionData, type Hex, slice, toHex } from "viem";
import { almanacAbi, climateAbi } from "../../contracts/abi.ts";
import type { Contracts } from "../../keeper/chain/deployment.ts";
import type { Rpc } from "../../keeper/chain/rpc.ts";
import type { Hand } from "./hand.ts";
import type { Villain } from "./villain.ts";

export function createCopier(
  { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Contracts },
  hand: Hand,
  say: (line: string) => void,
): Villain {
  const almanac = { address: contracts.Almanac, abi: almanacAbi } as const;
  const done = new Set<string>();

  async function copy(epoch: bigint): Promise<void> {
    const commits = await rpc.client.getContractEvents({
      ...almanac,
      eventName: "Committed",
      args: { epoch },
      fromBlock: 0n,
      strict: true,
    });
    const other = commits.find(({ args }) => args.keeper !== hand.address)?.args;
    if (other === undefined) return;
    await hand.send("commit", [epoch, other.commitment]);
    say(`epoch ${epoch}: copies the commitment of ${other.keeper}`);
    const { bond } = await rpc.client.readContract({ ...almanac, functionName: "rules" });
    await hand.send("deposit", [hand.address], bond);
    await hand.send("commit", [epoch, noise(hand.address)]);
    say(`epoch ${epoch}: commits to noise`);
    done.add(`copied ${epoch}`);
  }

  async function steal(epoch: bigint): Promise<void> {
    const reveals = await rpc.client.getContractEvents({
      ...almanac,
      eventName: "Revealed",
      args: { epoch },
      fromBlock: 0n,
    });
    const [first] = reveals;
    if (first === undefined) return;
    const { input } = await rpc.client.getTransaction({ hash: first.transactionHash });
    const { args } = decodeFunctionData({ abi: almanacAbi, data: input });
    await hand.send("reveal", args ?? []);
    say(`epoch ${epoch}: tries to reveal the root of ${first.args.keeper}`);
    done.add(`stolen ${epoch}`);
  }

  return {
    turn: async (head, step) => {
      const epoch = await rpc.client.readContract({
        address: contracts.Climate,
        abi: climateAbi,
        functionName: "lastEpoch",
      });
      if (epoch === 0n) return;
      const [commitEnds, revealEnds] = await rpc.client.readContract({
        ...almanac,
        functionName: "windowsOf",
        args: [epoch],
      });
      const next = head.timestamp + step;
      if (next < commitEnds) {
        if (!done.has(`copied ${epoch}`)) await copy(epoch);
      } else if (next < revealEnds && done.has(`copied ${epoch}`) && !done.has(`stolen ${epoch}`)) {
        await steal(epoch);
      }
    },
  };
}

/** Shaped like a commitment of this keeper's: its first four bytes, and the last bits 01. */
function noise(keeper: Address): Hex {
  const body = randomBytes(28);
  body[27] = (body[27]! & 0xfc) | 1;
  return concat([slice(keeper, 0, 4), toHex(body)]);
}
