// A lie that the chain has confirmed, sent as a challenge: first an intent, so that nobody can take the find from the
// mempool, then the lie itself.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Address, type Hex, zeroHash } from "viem";
import { useConnection } from "wagmi";
import { almanacAbi } from "../../contracts/abi.ts";
import { intentHash, leafIndex, TOKEN_DEPTH } from "../../renderer/merkle.ts";
import { WalletMenu } from "../components/WalletMenu.tsx";
import { usePulse } from "../queries/pulse.ts";
import { readAll } from "../queries/reads.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { callOf, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { instant } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import { saltFor } from "./intents.ts";
import type { Lie } from "./judge.ts";

interface Props {
  epoch: number;
  root: Hex;
  /** Any keeper that revealed it. */
  keeper: Address;
  tokenId: number;
  lie: Lie;
}

export function Challenge(props: Props) {
  const { address } = useConnection();
  return (
    <div className="stack">
      {!address && (
        <p className="small">
          Whoever proves the lie in a transaction receives half of the bonds behind this root; the
          rest is burned.
        </p>
      )}
      {address ? (
        <WalletGate>
          <Accuse key={address} {...props} challenger={address} />
        </WalletGate>
      ) : (
        <WalletMenu />
      )}
    </div>
  );
}

function Accuse({
  epoch,
  root,
  keeper,
  tokenId,
  lie,
  challenger,
}: Props & { challenger: Address }) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const intending = useTransaction();
  const challenging = useTransaction();
  const [isProtected, setProtected] = useState(true);
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const { chainId } = world.deployment;
  const height = lie.kind === "run" ? 0 : TOKEN_DEPTH;
  const index = lie.kind === "run" ? leafIndex(tokenId, lie.run) : tokenId;
  const salt = saltFor(`${chainId}.${almanac.address}.${epoch}.${root}.${index}.${challenger}`);
  const intent = intentHash({
    ...{ chainId, almanac: almanac.address, epoch, root, height, index },
    ...{ challenger, salt },
  });
  const { data: facts } = useQuery({
    queryKey: ["accusation", intent, keeper, pulse?.block.toString()],
    queryFn: async () => {
      const [since, [, , challengeEnds], stand] = await readAll(world, [
        { ...almanac, functionName: "intentOf", args: [intent] },
        { ...almanac, functionName: "windowsOf", args: [BigInt(epoch)] },
        { ...almanac, functionName: "standOf", args: [BigInt(epoch), keeper] },
      ]);
      return { since, challengeEnds: Number(challengeEnds), stand };
    },
    placeholderData: (previous) => previous,
  });
  if (!pulse || !facts) return <p className="small soft">Reading the rules from the chain…</p>;

  const { since, challengeEnds, stand } = facts;
  const isLate = pulse.time >= challengeEnds;
  const needsIntent = isLate || isProtected;
  // An intent counts from the block after its own; once the challenge is through it is gone again.
  const isDown = since !== 0n;
  const isRipe = isDown && pulse.block > since;
  const isOurs = stand.felledBy.toLowerCase() === challenger.toLowerCase();
  const send = () => {
    const place = [BigInt(epoch), keeper, BigInt(tokenId)] as const;
    const used = needsIntent ? salt : zeroHash;
    const call =
      lie.kind === "run"
        ? callOf({
            ...almanac,
            functionName: "challenge",
            args: [...place, BigInt(lie.run), lie.pixels, lie.inputs, lie.path, used],
          })
        : callOf({
            ...almanac,
            functionName: "challengeInputs",
            args: [...place, lie.inputs, lie.runs, lie.path, used],
          });
    challenging.send([call], "Challenge the root");
  };

  if (stand.fallen) {
    return (
      <p className="notice good" role="status" data-challenge="fallen">
        {isOurs
          ? "The root has fallen, and you felled it. Once the epoch is finalised, half of the bonds behind it can be claimed for you."
          : "The root has fallen; somebody else was first."}
      </p>
    );
  }
  const isUnderWay = isBusy(intending) || isBusy(challenging);
  return (
    <div className="stack" data-challenge={isLate ? "late" : "open"}>
      <p className="small">
        {isLate
          ? `Bare challenges ended at ${instant(challengeEnds)}. Until the epoch is finalised, one still counts that was put down as an intent a block before.`
          : `Challenges are open until ${instant(challengeEnds)}. Half of the bonds behind this root go to whoever fells it; the rest is burned.`}
      </p>
      {!isLate && (
        <label className="cluster small">
          <input
            type="checkbox"
            checked={isProtected}
            disabled={isUnderWay}
            onChange={({ target }) => setProtected(target.checked)}
          />
          Put an intent down first, so that nobody can copy the find before it is in a block
        </label>
      )}
      {needsIntent && !isDown && (
        <div>
          <button
            type="button"
            className="button small"
            disabled={isUnderWay}
            onClick={() =>
              intending.send(
                [callOf({ ...almanac, functionName: "intend", args: [intent] })],
                "Put the intent down",
              )
            }
          >
            1. Put the intent down
          </button>
        </div>
      )}
      {needsIntent && <TransactionSteps transaction={intending} />}
      {needsIntent && isDown && !isRipe && (
        <p className="small soft" role="status">
          The intent is down in block {since.toString()}. It counts from the next block.
        </p>
      )}
      <div>
        <button
          type="button"
          className="button small"
          disabled={isUnderWay || (needsIntent && !isRipe)}
          onClick={send}
        >
          {needsIntent ? "2. Challenge the root" : "Challenge the root"}
        </button>
      </div>
      <TransactionSteps transaction={challenging} />
    </div>
  );
}
