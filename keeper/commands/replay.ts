/** `replay --epoch E`: paints a past epoch from the chain alone, writes its folder, and compares. */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { CID } from "multiformats/cid";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { almanacAbi } from "../../contracts/abi.ts";
import { EPOCH_FILE, LOG_FILE, NODES_FILE, pngPath } from "../../renderer/folder.ts";
import { epochTree, WORD } from "../../renderer/merkle.ts";
import { type Contracts, loadDeployment } from "../chain/deployment.ts";
import { readEpoch } from "../chain/epochs.ts";
import { readInputs } from "../chain/inputs.ts";
import { openChronicle, type Revealed } from "../chain/logs.ts";
import { connect, type Rpc } from "../chain/rpc.ts";
import { FatalError } from "../errors.ts";
import { count, span } from "../money/words.ts";
import { carStream } from "../publish/car.ts";
import { type EpochFacts, epochJson, type LogLine, logText, pngOf } from "../publish/layout.ts";
import { epochFolder } from "../publish/publish.ts";
import type { Block } from "../publish/unixfs.ts";
import { cidOf } from "../render/cid.ts";
import { type ModelShelf, openShelf } from "../render/models.ts";
import { createPool, type Pool } from "../render/pool.ts";
import { paintToken } from "../render/tree.ts";
import type { Given } from "../settings/read.ts";
import { openTerminal, type StartBar } from "../terminal.ts";

type Facts = NonNullable<Awaited<ReturnType<typeof readEpoch>>>;

interface Tools {
  readonly rpc: Rpc;
  readonly contracts: Contracts;
  readonly pool: Pool;
  readonly models: ModelShelf;
  readonly bar: StartBar;
}

interface Painted {
  readonly root: Hex;
  readonly cid: string;
  readonly car: string;
}

/** The words of `Outcome` in contracts/interfaces/IAlmanac.sol. */
const OUTCOMES = ["has not judged it yet", "decided", "void: none or several roots stand"];

export async function replay({ settings, flags }: Given<"replay">): Promise<number> {
  const { epoch } = flags;
  // Standard output is for the answer alone.
  const terminal = openTerminal(settings.logLevel);
  const warn = (message: string) => terminal.log.warn(message);
  const rpc = await connect(settings.rpcUrls, { warn });
  const { contracts, startBlock } = await loadDeployment(rpc, settings.deployment);
  const blockNumber = await rpc.client.getBlockNumber();
  const facts = await readEpoch({ rpc, contracts }, epoch, blockNumber);
  if (facts === null) {
    throw new FatalError(
      `The climate has not accepted epoch ${epoch}, so there is nothing to paint. Take one of its accepted epochs.`,
    );
  }
  const shelf = mkdtempSync(join(tmpdir(), "heliotrope-replay-"));
  const pool = createPool({ size: settings.workers, backend: settings.backend, warn });
  try {
    const { modelFile } = settings;
    const models = openShelf({ rpc, contracts, folder: shelf, modelFile, warn });
    const tools = { rpc, contracts, pool, models, bar: terminal.bar };
    const out = resolve(flags.out ?? `epoch-${epoch}`);
    const started = performance.now();
    const painted = await paint(tools, facts, out);
    const took = span((performance.now() - started) / 1000);
    const chronicle = openChronicle(rpc.client, contracts.Almanac, startBlock);
    const { revealed } = await chronicle.storyOf(epoch, facts.acceptedAt, blockNumber);
    const winner = await winnerOf(tools, epoch);
    console.log(
      [
        `epoch ${epoch}: ${count(facts.supply)} plants painted on ${pool.backend()} in ${took}`,
        `  root ${painted.root}`,
        `  CID  ${painted.cid}`,
        `  in   ${out}, and as one file ${painted.car}`,
        ...revealed.map((one) => `  ${compare(painted, one)}`),
        ...(revealed.length === 0 ? ["  nobody revealed a root for it"] : []),
        `  the almanac: ${OUTCOMES[facts.outcome]}${verdictOn(painted, revealed, winner)}`,
      ].join("\n"),
    );
    return revealed.every(({ root }) => root === painted.root) ? 0 : 1;
  } finally {
    terminal.close();
    await pool.close();
    rmSync(shelf, { recursive: true, force: true });
  }
}

/** Memory is flat: a picture per thread, and a line of text and 32 bytes a plant. */
async function paint(tools: Tools, facts: Facts, out: string): Promise<Painted> {
  const { rpc, contracts, pool, models } = tools;
  const { job, epoch, supply } = facts;
  const nodes = new Uint8Array(supply * WORD);
  const lines: LogLine[] = [];
  const bar = tools.bar(`painting epoch ${epoch}`, supply);
  let next = 0;
  let done = 0;
  const paintNext = async (): Promise<void> => {
    for (let tokenId = next++; tokenId < supply; tokenId = next++) {
      const inputs = await readInputs(tools, tokenId, epoch);
      const { pixels, root } = await paintToken({ pool, models }, job, tokenId, inputs);
      const png = pngOf(pixels);
      const file = join(out, pngPath(tokenId));
      mkdirSync(dirname(file), { recursive: true });
      await writeFile(file, png);
      nodes.set(hexToBytes(root), tokenId * WORD);
      const { model, latent, condition } = inputs;
      lines[tokenId] = { tokenId, model, latent, condition, node: root, png: cidOf(png).text };
      bar.to(++done);
    }
  };
  mkdirSync(out, { recursive: true });
  await Promise.all(Array.from({ length: pool.size }, paintNext));
  bar.end();
  const { root } = epochTree(nodes);
  const hashes = new Map<bigint, Hex>();
  for (const { model } of lines) {
    if (!hashes.has(model)) hashes.set(model, (await models.get(Number(model))).hash);
  }
  const said: EpochFacts = {
    chainId: rpc.chainId,
    almanac: contracts.Almanac,
    epoch,
    job,
    root,
    tokens: supply,
    models: hashes,
  };
  const { cid, blocks } = await epochFolder(said, lines, nodes);
  writeFileSync(join(out, EPOCH_FILE), epochJson(said));
  writeFileSync(join(out, LOG_FILE), logText(said, lines));
  writeFileSync(join(out, NODES_FILE), nodes);
  const car = `${out}.car`;
  await pipeline(carStream(cid, all()), createWriteStream(car));
  return { root, cid, car };

  /** Folders and small files first, then the pictures: whoever reads it in order can check it as it comes. */
  async function* all(): AsyncGenerator<Block> {
    for (const { cid: name, bytes } of blocks) if (bytes !== null) yield { cid: name, bytes };
    for (const { tokenId, png } of lines) {
      yield { cid: png, bytes: await readFile(join(out, pngPath(tokenId))) };
    }
  }
}

function compare({ root, cid }: Painted, revealed: Revealed): string {
  if (revealed.root !== root) {
    return `${revealed.keeper} revealed another root, ${revealed.root}: "audit" says where they part`;
  }
  const named = bytesToHex(CID.parse(cid).bytes) === revealed.cid;
  return `${revealed.keeper} revealed the same root, and ${named ? "the same CID" : "another CID"}`;
}

function verdictOn(
  { root }: Painted,
  revealed: readonly Revealed[],
  winner: string | null,
): string {
  const chosen = revealed.find(({ keeper }) => keeper === winner);
  if (chosen === undefined) return "";
  return chosen.root === root ? ", for this root" : `, for another root, ${chosen.root}`;
}

/** The first keeper that revealed the epoch's root, once it is decided. */
async function winnerOf({ rpc, contracts }: Tools, epoch: bigint): Promise<string | null> {
  const { outcome, winner } = await rpc.client.readContract({
    address: contracts.Almanac,
    abi: almanacAbi,
    functionName: "epochOf",
    args: [epoch],
  });
  return outcome === 1 ? winner : null;
}
