/** A sender that writes down what it is asked for, and asks the chain what each would cost. */
import { type Address, keccak256, toHex } from "viem";
import type { Rpc } from "../chain/rpc.ts";
import type { Sender } from "../chain/sender.ts";
import { oneLine } from "../errors.ts";
import type { Wish } from "../store/intents.ts";

export interface Recorded {
  readonly wish: Wish;
  /** Null where the chain does not accept it yet, and why. */
  readonly gas: bigint | null;
  readonly why: string;
}

export interface Recorder extends Sender {
  /** In the order in which they were asked for. */
  wishes(): readonly Wish[];
  /** What each would take on the newest block, as if it were the only one. */
  priced(): Promise<readonly Recorded[]>;
}

export function createRecorder(rpc: Rpc, address: Address): Recorder {
  const wishes = new Map<string, Wish>();
  return {
    address,
    enqueue: async (wish) => {
      const name = `${wish.kind} ${wish.subject}`;
      wishes.set(name, { ...wish, sender: address });
      return keccak256(toHex(name));
    },
    turn: async () => {},
    alerts: () => [],
    drain: async () => {},
    inFlight: async () => 0,
    wishes: () => [...wishes.values()],
    priced: () =>
      Promise.all(
        [...wishes.values()].map(async (wish) => {
          const { target, data, value = 0n } = wish;
          const call = { account: address, to: target, data, value } as const;
          try {
            return { wish, gas: await rpc.client.estimateGas(call), why: "" };
          } catch (error) {
            return { wish, gas: null, why: oneLine(error) };
          }
        }),
      ),
  };
}
