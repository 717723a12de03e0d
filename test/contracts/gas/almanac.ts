// What keepers pay.
import { type Hex, keccak256, toHex } from "viem";
import { almanacAbi } from "../../../contracts/abi.ts";
import { keeper, mined, observeNext, owner, type System } from "../system.ts";
import type { Row } from "./rows.ts";

export async function measureAlmanac(system: System): Promise<Row[]> {
  const almanac = { address: system.contracts.Almanac!, abi: almanacAbi } as const;
  const { epoch } = await observeNext(system);
  const cid: Hex = `0x01701220${keccak256(toHex("car")).slice(2)}`;
  const words = { root: keccak256(toHex("root")), salt: keccak256(toHex("salt")) };
  const accounts = [keeper, owner];
  const commits: number[] = [];
  const reveals: number[] = [];
  for (const account of accounts) {
    const commitment = await system.client.readContract({
      ...almanac,
      functionName: "hashCommitment",
      args: [epoch, words.root, cid, words.salt, account.address],
    });
    const hash = await system.client.writeContract({
      ...almanac,
      account,
      functionName: "commit",
      args: [epoch, commitment],
    });
    commits.push(Number((await mined(system, hash)).gasUsed));
  }
  const [commitEnds] = await system.client.readContract({
    ...almanac,
    functionName: "windowsOf",
    args: [epoch],
  });
  await system.client.setNextBlockTimestamp({ timestamp: commitEnds });
  for (const account of accounts) {
    const hash = await system.client.writeContract({
      ...almanac,
      account,
      functionName: "reveal",
      args: [epoch, words.root, cid, words.salt],
    });
    reveals.push(Number((await mined(system, hash)).gasUsed));
  }
  return [
    { what: "commit", gas: commits[0]!, goal: null, peers: "" },
    { what: "reveal, first keeper", gas: reveals[0]!, goal: null, peers: "" },
    { what: "reveal, later keepers", gas: reveals[1]!, goal: null, peers: "" },
    {
      what: "commit and reveal of an epoch",
      gas: commits[0]! + reveals[0]!,
      goal: 150_000,
      peers: "",
    },
  ];
}
