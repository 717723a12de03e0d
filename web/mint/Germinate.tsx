// The randomness is known and nobody has germinated the seeds yet. Keepers do it for the reward; anyone may.
import { useState } from "react";
import { numberToHex } from "viem";
import { genomesAbi } from "../../contracts/abi.ts";
import { encodeHeader, type HeaderBlock } from "../../renderer/header.ts";
import { useSlow } from "../queries/useSlow.ts";
import { failureOf } from "../wallet/failure.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { type Call, callOf, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { addressOf, useWorld, type World } from "../world.ts";

/** As many as the contract writes into one page. */
const MOST_AT_ONCE = 500n;
/** A keeper usually has germinated them by then. */
const PATIENCE_MS = 15_000;

export function Germinate() {
  const world = useWorld();
  const transaction = useTransaction();
  const [trouble, setTrouble] = useState<string>();
  const isLate = useSlow(true, PATIENCE_MS);
  return (
    <>
      <p>The randomness is known. Whoever germinates the seeds first is paid a little for it.</p>
      {isLate && (
        <>
          <p className="small">No keeper has come yet. You need not wait for one.</p>
          <button
            type="button"
            className="button small"
            disabled={isBusy(transaction)}
            onClick={() => {
              setTrouble(undefined);
              germinateCall(world).then(
                (call) => transaction.send([call], "Germinate the seeds"),
                (error) => setTrouble(failureOf(error).sentence),
              );
            }}
          >
            Germinate them now
          </button>
          {trouble && (
            <p className="notice bad" role="alert">
              {trouble}
            </p>
          )}
          <TransactionSteps transaction={transaction} />
        </>
      )}
    </>
  );
}

/** The header of the target block proves the randomness, where the chain has any of its own. */
async function germinateCall(world: World): Promise<Call> {
  const genomes = { address: addressOf(world, "Genomes"), abi: genomesAbi } as const;
  const { client } = world;
  const [[, target, , isProven], hasRandao] = await Promise.all([
    client.readContract({ ...genomes, functionName: "pendingBatch" }),
    client.readContract({ ...genomes, functionName: "hasPrevRandao" }),
  ]);
  let header: `0x${string}` = "0x";
  if (hasRandao && !isProven) {
    const block = (await client.request({
      method: "eth_getBlockByNumber",
      params: [numberToHex(target), false],
    } as never)) as HeaderBlock | null;
    if (!block) throw new Error(`The node does not have block ${target}. Use another node.`);
    header = encodeHeader(block);
  }
  return callOf({ ...genomes, functionName: "germinate", args: [header, MOST_AT_ONCE] });
}
