// A lie that the chain has confirmed, sent as a challenge: first an intent, so that nobody can take the find from the
// mempool, then the lie itself. What came of it stays below, whoever was first.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Address, type Hex, zeroHash } from "viem";
import { useConnection } from "wagmi";
import { almanacAbi } from "../../contracts/abi.ts";
import { intentHash } from "../../renderer/merkle.ts";
import { WalletMenu } from "../components/WalletMenu.tsx";
import { usePulse } from "../queries/pulse.ts";
import { readAll } from "../queries/reads.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { callOf, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { instant } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import { challengeOf, placeOf } from "./accusation.ts";
import { Fallen } from "./Fallen.tsx";
import { saltFor } from "./intents.ts";
import type { Lie } from "./judge.ts";
import { raceOf } from "./race.ts";

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
  const { height, index } = placeOf({ tokenId, lie });
  const salt = saltFor(
    `${chainId}.${almanac.address}.${epoch}.${root}.${height}.${index}.${challenger}`,
  );
  const intent = intentHash({
    chainId,
    almanac: almanac.address,
    epoch,
    root,
    height,
    index,
    challenger,
    salt,
  });
  const { data: facts } = useQuery({
    queryKey: ["accusation", intent, keeper, pulse?.block.toString()],
    queryFn: async () => {
      const e = BigInt(epoch);
      const [since, [, , challengeEnds], stand, state, rules] = await readAll(world, [
        { ...almanac, functionName: "intentOf", args: [intent] },
        { ...almanac, functionName: "windowsOf", args: [e] },
        { ...almanac, functionName: "standOf", args: [e, keeper] },
        { ...almanac, functionName: "epochOf", args: [e] },
        { ...almanac, functionName: "rules" },
      ]);
      const isFinal = state.outcome !== 0;
      return { since, challengeEnds: Number(challengeEnds), stand, isFinal, rules };
    },
    placeholderData: (previous) => previous,
  });
  if (!pulse || !facts) return <p className="small soft">Reading the rules from the chain…</p>;

  const { since, challengeEnds, stand, isFinal, rules } = facts;
  const race = raceOf({ challenger, stand, since, isFinal });
  const isLate = pulse.time >= challengeEnds;
  // To take precedence is to show the intent that was there before.
  const needsIntent = isLate || isProtected || race.kind === "ours-to-take";
  // An intent counts from the block after its own; once the challenge is through it is gone again.
  const isDown = since !== 0n;
  const isRipe = isDown && pulse.block > since;
  const isUnderWay = isBusy(intending) || isBusy(challenging);
  const send = () => {
    const accusation = { almanac: almanac.address, epoch, keeper, tokenId, lie };
    const call = challengeOf(accusation, needsIntent ? salt : zeroHash);
    challenging.send([call], "Challenge the root");
  };
  const challengeButton = (label: string) => (
    <div>
      <button
        type="button"
        className="button small"
        disabled={isUnderWay || (needsIntent && !isRipe)}
        onClick={send}
      >
        {label}
      </button>
    </div>
  );

  if (race.kind !== "open") {
    return (
      <div className="stack">
        <Fallen race={race} epoch={epoch} stand={stand} rules={rules} isFinal={isFinal} />
        {race.kind === "ours-to-take" && challengeButton("Take precedence")}
        <TransactionSteps transaction={challenging} />
      </div>
    );
  }
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
      {challengeButton(needsIntent ? "2. Challenge the root" : "Challenge the root")}
      <TransactionSteps transaction={challenging} />
    </div>
  );
}
