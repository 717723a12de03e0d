// "Demand": where nobody shows what a root stands on, a bond makes somebody show it on chain, or fells the root.
import { useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { useConnection } from "wagmi";
import { almanacAbi } from "../../contracts/abi.ts";
import { NO_INPUTS, TREE_DEPTH } from "../../renderer/merkle.ts";
import { WalletMenu } from "../components/WalletMenu.tsx";
import { usePulse } from "../queries/pulse.ts";
import { readAll } from "../queries/reads.ts";
import { hrefOf } from "../router.ts";
import { TransactionSteps } from "../wallet/TransactionSteps.tsx";
import { callOf, isBusy } from "../wallet/transaction.ts";
import { useTransaction } from "../wallet/useTransaction.ts";
import { WalletGate } from "../wallet/WalletGate.tsx";
import { ether, instant } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";

interface Props {
  epoch: number;
  root: Hex;
  keeper: Address;
}

export function Demand({ epoch, root, keeper }: Props) {
  const world = useWorld();
  const { address } = useConnection();
  const { data: pulse } = usePulse();
  const transaction = useTransaction();
  const almanac = { address: addressOf(world, "Almanac"), abi: almanacAbi } as const;
  const { data } = useQuery({
    queryKey: ["demand", epoch, root, pulse?.block.toString()],
    queryFn: async () => {
      const e = BigInt(epoch);
      const [bond, [, revealEnds, challengeEnds], demand, rules] = await readAll(world, [
        { ...almanac, functionName: "demandBond" },
        { ...almanac, functionName: "windowsOf", args: [e] },
        { ...almanac, functionName: "demandOf", args: [e, root, BigInt(TREE_DEPTH), 0n, root] },
        { ...almanac, functionName: "rules" },
      ]);
      return {
        bond,
        revealEnds: Number(revealEnds),
        challengeEnds: Number(challengeEnds),
        demand,
        rules,
      };
    },
    placeholderData: (previous) => previous,
  });
  return (
    <div className="way" data-way="demand">
      <h3>Demand to see it</h3>
      {data && pulse && (
        <>
          <p className="small">
            A demand asks the keepers behind this root to show, on chain, what lies under it. Your
            bond of {ether(data.bond)} pays whoever answers, if the root stands; it comes back to
            you if the root falls. Silence for {hours(data.rules.answerSeconds)} fells it.
          </p>
          <Standing {...data} time={pulse.time} epoch={epoch} />
          {isOpen(data, pulse.time) &&
            (address ? (
              <WalletGate>
                <button
                  type="button"
                  className="button small"
                  disabled={isBusy(transaction)}
                  onClick={() =>
                    transaction.send(
                      [
                        callOf({
                          ...almanac,
                          functionName: "demand",
                          args: [
                            BigInt(epoch),
                            keeper,
                            {
                              ...{ height: BigInt(TREE_DEPTH), index: 0n, hash: root },
                              ...{ inputs: NO_INPUTS, path: [] },
                            },
                          ],
                          value: data.bond,
                        }),
                      ],
                      "Demand to see the root",
                    )
                  }
                >
                  Demand for {ether(data.bond)}
                </button>
              </WalletGate>
            ) : (
              <WalletMenu />
            ))}
          <TransactionSteps transaction={transaction} />
        </>
      )}
    </div>
  );
}

interface Facts {
  revealEnds: number;
  challengeEnds: number;
  demand: { demander: Address; answeredAt: number; deadline: number };
}

const NOBODY = /^0x0{40}$/;

function isOpen({ revealEnds, challengeEnds, demand }: Facts, time: number): boolean {
  return NOBODY.test(demand.demander) && time >= revealEnds && time < challengeEnds;
}

function Standing(props: Facts & { time: number; epoch: number }) {
  const { demand, epoch, revealEnds, challengeEnds, time } = props;
  const console = <a href={hrefOf({ page: "almanac", epoch })}>the almanac</a>;
  if (!NOBODY.test(demand.demander)) {
    return (
      <p className="small" role="status" data-demand={demand.answeredAt ? "answered" : "waiting"}>
        {demand.answeredAt
          ? "It was demanded and answered. Ask the keepers again: this page reads the answer from the chain. "
          : `It is demanded already. Somebody must answer by ${instant(demand.deadline)}. `}
        What follows is in {console}.
      </p>
    );
  }
  if (time < revealEnds) {
    return <p className="small soft">Demands open at {instant(revealEnds)}.</p>;
  }
  if (time >= challengeEnds) {
    return <p className="small soft">Demands for this epoch closed at {instant(challengeEnds)}.</p>;
  }
  return null;
}

function hours(seconds: number): string {
  if (seconds >= 5400) return `${Math.round(seconds / 3600)} hours`;
  return seconds >= 90 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`;
}
