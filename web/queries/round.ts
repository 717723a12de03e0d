// Questions that can be asked at the same time: collected first, each distinct one once, then sent together.
import type {
  Abi,
  ContractFunctionArgs,
  ContractFunctionName,
  ContractFunctionParameters,
  ContractFunctionReturnType,
} from "viem";
import type { World } from "../world.ts";
import { readAll } from "./reads.ts";

export interface Round {
  /** Notes a question; its answer is there once the round has been sent. */
  ask: Ask;
  /** Sends what was noted, in as few requests as hold the answers; none where nothing was. */
  send: () => Promise<void>;
}

type Ask = <
  const abi extends Abi | readonly unknown[],
  name extends ContractFunctionName<abi, "pure" | "view">,
  const args extends ContractFunctionArgs<abi, "pure" | "view", name>,
>(
  call: ContractFunctionParameters<abi, "pure" | "view", name, args>,
  /** What the chain never answers differently is asked once for all rounds. */
  isFixed?: "fixed",
) => () => ContractFunctionReturnType<abi, "pure" | "view", name, args>;

const fixed = new WeakMap<World, Map<string, unknown>>();

export function newRound(world: World): Round {
  const calls = new Map<string, ContractFunctionParameters>();
  const answers = new Map<string, unknown>();
  const known = fixed.get(world) ?? new Map<string, unknown>();
  fixed.set(world, known);
  const lasting = new Set<string>();
  const ask = (call: ContractFunctionParameters, isFixed?: "fixed") => {
    const key = `${call.address} ${call.functionName} ${call.args?.join()}`;
    if (isFixed) lasting.add(key);
    if (!(isFixed && known.has(key))) calls.set(key, call);
    return () => {
      const given = answers.has(key) ? answers : known;
      if (!given.has(key)) throw new Error(`${call.functionName} has not been answered yet.`);
      return given.get(key);
    };
  };
  const send = async () => {
    const keys = [...calls.keys()];
    const told = await readAll(world, [...calls.values()]);
    for (const [i, key] of keys.entries()) (lasting.has(key) ? known : answers).set(key, told[i]);
    calls.clear();
  };
  return { ask: ask as Ask, send };
}
