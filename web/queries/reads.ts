// Many view calls in one round trip. The aggregator travels inside the call, so no chain needs to
// have one deployed.
import {
  BaseError,
  type ContractFunctionParameters,
  HttpRequestError,
  type MulticallReturnType,
  TimeoutError,
} from "viem";
import type { World } from "../world.ts";

/**
 * A node runs the aggregator as the creation of a contract, so the answers together must fit 24,576 bytes
 * (EIP-170).
 */
const MOST_BYTES = 24_000;
/** What the aggregator adds to an answer: whether it came, where it lies, how long it is. */
const FRAME_BYTES = 128;
/** For an answer whose length only the chain knows: a name, some numbers. */
const GUESSED_WORDS = 8;

/**
 * Reads contract views together.
 * @throws the first failure: a call that reverts, or a node that does not answer.
 */
export async function readAll<const contracts extends readonly ContractFunctionParameters[]>(
  world: World,
  contracts: contracts,
): Promise<MulticallReturnType<contracts, false>> {
  const batches = batchesOf(contracts).map((batch) => readBatch(world, batch, false));
  return (await Promise.all(batches)).flat() as MulticallReturnType<contracts, false>;
}

/**
 * As `readAll`, and a call that reverts has a place among the answers too.
 * @throws when the node does not answer.
 */
export async function tryAll<const contracts extends readonly ContractFunctionParameters[]>(
  world: World,
  contracts: contracts,
): Promise<MulticallReturnType<contracts, true>> {
  const batches = batchesOf(contracts).map((batch) => readBatch(world, batch, true));
  return (await Promise.all(batches)).flat() as MulticallReturnType<contracts, true>;
}

async function readBatch(
  world: World,
  batch: readonly ContractFunctionParameters[],
  allowFailure: boolean,
): Promise<unknown[]> {
  try {
    const answers = await world.client.multicall({
      contracts: batch as never,
      allowFailure,
      deployless: true,
      batchSize: 0,
    });
    const refusal = allowFailure ? refusalIn(answers) : undefined;
    if (refusal) throw refusal;
    return answers;
  } catch (error) {
    if (batch.length === 1 || isUnanswered(error)) throw error;
    // Longer answers than guessed, perhaps: halves fit, and what really fails says so alone.
    const half = Math.ceil(batch.length / 2);
    const halves = [batch.slice(0, half), batch.slice(half)];
    return (await Promise.all(halves.map((part) => readBatch(world, part, allowFailure)))).flat();
  }
}

/** Where failures are allowed, a batch that was refused, or never answered, is told as that of every call in it. */
function refusalIn(answers: readonly unknown[]): Error | undefined {
  const [first, ...others] = answers as { error?: Error }[];
  if (isUnanswered(first?.error)) return first?.error;
  const isShared = others.length > 0 && others.every(({ error }) => error === first?.error);
  return isShared ? first?.error : undefined;
}

function isUnanswered(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError) !==
      null
  );
}

function batchesOf(contracts: readonly ContractFunctionParameters[]) {
  const batches: ContractFunctionParameters[][] = [];
  let room = 0;
  for (const call of contracts) {
    const bytes = answerBytes(call);
    if (bytes > room) {
      batches.push([]);
      room = MOST_BYTES;
    }
    batches.at(-1)!.push(call);
    room -= bytes;
  }
  return batches;
}

/** About how long an answer is. A list that is asked about is answered by a list as long. */
function answerBytes({ abi, functionName, args = [] }: ContractFunctionParameters): number {
  const asked = (args as readonly unknown[]).map((arg) => (Array.isArray(arg) ? arg.length : 0));
  const listed = asked.reduce((sum, length) => sum + length, 0);
  const outputs = abi.flatMap((item) =>
    item.type === "function" && item.name === functionName ? item.outputs : [],
  );
  return FRAME_BYTES + 32 * (wordsOf(outputs) + listed);
}

interface Parameter {
  type: string;
  components?: readonly Parameter[];
}

function wordsOf(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { type, components }) => {
    if (/^(string|bytes)$|\]$/.test(type)) return sum + GUESSED_WORDS;
    return sum + (components ? wordsOf(components) : 1);
  }, 0);
}
