// Who reported the weather of an epoch, and what each said: from the log of its acceptance to the transaction that
// brought the reports.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { type Address, getAddress, type Hex, isAddressEqual, recoverAddress } from "viem";
import { getContractEvents } from "viem/actions";
import { climateAbi } from "../../contracts/abi.ts";
import { isContract, type Submitted, submittedIn } from "../climate/reports.ts";
import { addressOf, useWorld, type World } from "../world.ts";
import { blockAfter, blockBefore } from "./blocks.ts";
import { usePulse } from "./pulse.ts";
import { readAll } from "./reads.ts";

export interface Reporter {
  address: Address;
  /** Undefined: its report was not among those that were submitted. */
  report: Hex | undefined;
  /** Whether it is a contract, which has no key. */
  isContract: boolean;
}

export interface Reports {
  epoch: number;
  /** How many reports an epoch takes. */
  threshold: number;
  reporters: Reporter[];
  submitter: Address;
  transaction: Hex;
  /** When the epoch was accepted, in Unix seconds. */
  acceptedAt: number;
  /** False where the reports came through another contract, so that its calldata does not show them. */
  isReadable: boolean;
}

function reportsQuery(world: World, epoch: number, head: { block: bigint; time: number }) {
  return queryOptions({
    queryKey: ["reports", epoch],
    queryFn: () => readReports(world, epoch, head),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** The reports of an accepted epoch; null where the epoch was not accepted. */
export function useReports(epoch: number | undefined) {
  const { data: pulse } = usePulse();
  return useQuery({
    ...reportsQuery(useWorld(), epoch ?? 0, pulse ?? { block: 0n, time: 0 }),
    enabled: pulse !== undefined && epoch !== undefined,
  });
}

async function readReports(
  world: World,
  epoch: number,
  head: { block: bigint; time: number },
): Promise<Reports | null> {
  const climate = { address: addressOf(world, "Climate"), abi: climateAbi } as const;
  const args = [BigInt(epoch)] as const;
  const [accepted, version] = await readAll(world, [
    { ...climate, functionName: "acceptedAt", args },
    { ...climate, functionName: "signerSetVersionIn", args },
  ]);
  if (accepted === 0) return null;
  const [[signers, threshold], log] = await Promise.all([
    world.client.readContract({ ...climate, functionName: "signersOf", args: [version] }),
    readAcceptance(world, epoch, accepted, head),
  ]);
  const { input } = await world.client.getTransaction({ hash: log.transactionHash });
  const submitted = submittedIn(input);
  const authors = await Promise.all((submitted ?? []).map((each) => authorOf(world, epoch, each)));
  return {
    epoch,
    threshold: Number(threshold),
    submitter: log.args.submitter!,
    transaction: log.transactionHash,
    acceptedAt: accepted,
    isReadable: submitted !== undefined,
    reporters: signers.map((address) => {
      const i = authors.findIndex((author) => isAddressEqual(author, address));
      const own = submitted?.[i];
      return { address, report: own?.report, isContract: own ? isContract(own.signature) : false };
    }),
  };
}

/** The log of an epoch's acceptance, sought about the time that the contract has written down. */
async function readAcceptance(
  world: World,
  epoch: number,
  acceptedAt: number,
  head: { block: bigint; time: number },
) {
  const [fromBlock, toBlock] = await Promise.all([
    blockBefore(world, acceptedAt, head),
    blockAfter(world, acceptedAt, head),
  ]);
  const logs = await getContractEvents(world.client, {
    address: addressOf(world, "Climate"),
    abi: climateAbi,
    eventName: "EpochAccepted",
    args: { epoch: BigInt(epoch) },
    fromBlock,
    toBlock,
  });
  const log = logs.at(-1);
  if (!log) {
    throw new Error(
      `The node has no log of epoch ${epoch}, although the climate has accepted it. Nodes that keep few logs do so; use another one to see its reports.`,
    );
  }
  return log;
}

async function authorOf(
  world: World,
  epoch: number,
  { report, signature }: Submitted,
): Promise<Address> {
  if (isContract(signature)) return getAddress(signature);
  const hash = await world.client.readContract({
    address: addressOf(world, "Climate"),
    abi: climateAbi,
    functionName: "digest",
    args: [BigInt(epoch), report],
  });
  return recoverAddress({ hash, signature });
}
