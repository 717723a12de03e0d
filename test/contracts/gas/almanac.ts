// What keepers pay, the honest and the others, and what a Groth16 verification would cost beside it. The tree has
// no zero word in it, so every path is as dear as at the largest supply.
import {
  type Account,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  toHex,
} from "viem";
import { almanacAbi, choicesAbi } from "../../../contracts/abi.ts";
import { measureGroth16 } from "../peers/groth16.ts";
import { keeper, mined, observeNext, owner, type System } from "../system.ts";
import { each, gasOf, type Row, stranger } from "./rows.ts";
import { grow, type Inputs } from "./tree.ts";

const CHALLENGE_GOAL = 400_000;
const ANSWER_GOAL = 220_000;
const CID: Hex = `0x01701220${keccak256(toHex("car")).slice(2)}`;
const SALT = keccak256(toHex("salt"));
const NONE = toHex(0, { size: 32 });
/** The middle of the picture, where ridges, discs and grain meet. */
const RUN = 1_807;
/** Not born, and in a block of tokens of which none is. */
const UNBORN = 16_300;

type Call = EncodeFunctionDataParameters<typeof almanacAbi>;
type Person = Account & { readonly address: Hex };

export async function measureAlmanac(system: System): Promise<Row[]> {
  const at = { address: system.contracts.Almanac!, abi: almanacAbi } as const;
  const { epoch } = await observeNext(system);
  const challenger = await stranger(system, "challenger");
  const bonds = await system.client.readContract({ ...at, functionName: "rules" });
  const rows: Row[] = [];

  const send = async (account: Person, call: Omit<Call, "abi">, value = 0n) => {
    const data = encodeFunctionData({ abi: almanacAbi, ...call } as Call);
    const hash = await system.client.sendTransaction({ account, to: at.address, data, value });
    return Number((await mined(system, hash)).gasUsed);
  };
  const row = (what: string, gas: number, goal: number | null = null, peers = "") =>
    void rows.push({ what, gas, goal, peers, varies: what.startsWith("challenge of") });
  /** What is measured here has not happened afterwards. */
  const aside = async <T>(what: () => Promise<T>): Promise<T> => {
    const id = await system.client.snapshot();
    const height = await system.client.getBlockNumber({ cacheTime: 0 });
    const answer = await what();
    await system.client.revert({ id });
    if ((await system.client.getBlockNumber({ cacheTime: 0 })) !== height) {
      throw new Error("anvil did not go back to its snapshot.");
    }
    return answer;
  };
  const pass = (timestamp: bigint) => system.client.setNextBlockTimestamp({ timestamp });

  await send(owner, { functionName: "fund" }, 10n ** 18n);
  row("deposit, which opens an account", await deposit(keeper));
  for (const one of [owner, challenger]) await deposit(one);
  async function deposit(account: Person) {
    const call = { functionName: "deposit", args: [account.address] } as const;
    return send(account, call, 4n * bonds.bond);
  }

  // Twelve plants as they were that day, and one whose sky is said to be another.
  const inputs = await each((id) => inputsOf(system, id, epoch));
  const wrong = { ...(await inputsOf(system, 12n, epoch)), latent: SALT };
  const job = await system.client.readContract({ ...at, functionName: "jobOf", args: [epoch] });
  const lie = grow(job, [...inputs, wrong]);
  const other = keccak256(toHex("root")).slice(0, -1);
  const roots = [lie.root, lie.root, `${other}0`] as readonly Hex[];
  const people = [keeper, challenger, owner] as const;

  const [commits, reveals]: [number[], number[]] = [[], []];
  for (const [i, account] of people.entries()) {
    const commitment = await system.client.readContract({
      ...at,
      functionName: "hashCommitment",
      args: [epoch, roots[i]!, CID, SALT, account.address],
    });
    const call = { functionName: "commit", args: [epoch, commitment] } as const;
    commits.push(await send(account, call));
  }
  const [commitEnds, revealEnds, challengeEnds] = await system.client.readContract({
    ...at,
    functionName: "windowsOf",
    args: [epoch],
  });
  await pass(commitEnds);
  for (const [i, account] of people.entries()) {
    const args = [epoch, roots[i]!, CID, SALT] as const;
    reveals.push(await send(account, { functionName: "reveal", args }));
  }
  row("commit", commits[0]!);
  row("reveal, the epoch's first", reveals[0]!);
  row("reveal of the same root", reveals[1]!);
  row("reveal of another root", reveals[2]!);
  row("commit and reveal of an epoch", Math.max(...reveals) + commits[0]!, 150_000);

  await pass(revealEnds);
  await system.client.mine({ blocks: 1 });
  const groth16 = await measureGroth16(system);
  row("Groth16 verification with one input, which proves no run by itself", groth16);
  const peers = `a Groth16 verification ${groth16.toLocaleString("en")}, and a prover before it`;

  // The dearest of twelve plants; by somebody who never came here, and by who has an account.
  const fresh = await stranger(system, "fresh");
  const known = await stranger(system, "known");
  await deposit(known);
  const tell = (id: number, salt: Hex) => {
    const pixels = lie.pixels(id * 4_096 + RUN);
    const { path } = lie.node(0, id * 4_096 + RUN);
    const args = [epoch, keeper.address, BigInt(id), BigInt(RUN), pixels, inputs[id]!, path, salt];
    return { functionName: "challenge", args } as unknown as Omit<Call, "abi">;
  };
  const traced = await each((id) => {
    const data = encodeFunctionData({ abi: almanacAbi, ...tell(Number(id), NONE) } as Call);
    return gasOf(system, { to: at.address, data });
  });
  const dearest = traced.indexOf(Math.max(...traced));
  const intend = async (account: Person, height: number, index: number) => {
    const intent = await system.client.readContract({
      ...at,
      functionName: "hashIntent",
      args: [epoch, lie.root, BigInt(height), BigInt(index), account.address, SALT],
    });
    return send(account, { functionName: "intend", args: [intent] });
  };
  await aside(async () => {
    row("intend, which opens an account", await intend(fresh, 0, dearest * 4_096 + RUN));
    const gas = await send(fresh, tell(dearest, SALT));
    row("challenge of a run, intended", gas, CHALLENGE_GOAL, peers);
  });
  for (const [what, by, goal] of [
    ["bare", known, CHALLENGE_GOAL],
    ["bare, which opens an account", fresh, null],
  ] as const) {
    const gas = await aside(() => send(by, tell(dearest, NONE)));
    row(`challenge of a run, ${what}`, gas, goal);
  }
  await aside(async () => {
    const { path } = lie.node(12, 12);
    const args = [epoch, keeper.address, 12n, wrong, lie.runs(12), path, NONE] as const;
    const gas = await send(known, { functionName: "challengeInputs", args });
    row("challenge of the inputs, bare", gas, CHALLENGE_GOAL);
  });
  for (const [what, height, index] of [
    ["a run that no raster has", 0, 4_095],
    ["a token that is not born", 12, UNBORN],
  ] as const) {
    await aside(async () => {
      const args = [epoch, keeper.address, nodeOf(height, index), NONE] as const;
      const gas = await send(known, { functionName: "challengePadding", args });
      row(`challenge of padding, ${what}`, gas, CHALLENGE_GOAL);
    });
  }
  function nodeOf(height: number, index: number) {
    const { hash, path } = lie.node(height, index);
    const own = inputs[height < 12 ? index >> (12 - height) : 0]!;
    return { height: BigInt(height), index: BigInt(index), hash, inputs: own, path };
  }

  const price = await system.client.readContract({ ...at, functionName: "demandBond" });
  const asked = [
    [26, 0],
    [19, 0],
    [12, 0],
    [6, RUN >> 6],
  ] as const;
  for (const [height, index] of asked) {
    const args = [epoch, keeper.address, nodeOf(height, index)] as const;
    const gas = await send(challenger, { functionName: "demand", args }, 2n * price);
    row(`demand at height ${height}`, gas);
    const answer = [
      ...[epoch, keeper.address, BigInt(height), BigInt(index)],
      lie.answer(height, index),
    ] as const;
    const call = { functionName: "answer", args: answer } as unknown as Omit<Call, "abi">;
    // The first one stays without an answer.
    const isKept = height !== 26;
    const answered = isKept ? await send(keeper, call) : await aside(() => send(keeper, call));
    row(`answer at height ${height}`, answered, ANSWER_GOAL);
    if (isKept) continue;
    row("answer at height 26, which opens an account", await aside(() => send(fresh, call)));
  }
  const { timestamp } = await system.client.getBlock();
  await pass(timestamp + BigInt(bonds.answerSeconds));
  const silence = [epoch, keeper.address, 26n, 0n, lie.root] as const;
  row("silence", await send(challenger, { functionName: "silence", args: silence }));
  row("settle a demand", await settleDemand(19, 0));
  function settleDemand(height: number, index: number) {
    const { hash } = lie.node(height, index);
    const args = [epoch, keeper.address, BigInt(height), BigInt(index), hash] as const;
    return send(challenger, { functionName: "settleDemand", args });
  }

  await pass(challengeEnds + BigInt(4 * (bonds.answerSeconds + bonds.followUpSeconds)));
  const end = (functionName: "finalize" | "settle" | "claim", one: Person) =>
    send(challenger, { functionName, args: [epoch, one.address] });
  row("finalize", await end("finalize", owner), 120_000);
  row("settle of a keeper that is paid", await end("settle", owner));
  row("settle of a keeper whose root fell", await end("settle", keeper));
  row("claim of what stood behind a fallen root", await end("claim", keeper));
  const call = { functionName: "withdraw", args: [fresh.address, bonds.bond] } as const;
  row("withdraw", await send(owner, call));
  return rows;
}

async function inputsOf(system: System, id: bigint, epoch: bigint): Promise<Inputs> {
  const [model, latent, condition] = await system.client.readContract({
    address: system.contracts.Choices!,
    abi: choicesAbi,
    functionName: "skyInputsAt",
    args: [id, epoch],
  });
  return { model, latent, condition };
}
