import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address, Hex, PublicClient } from "viem";
import { createPublicClient, http, parseEventLogs } from "viem";
import { privateKeyToAccount, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { almanacAbi, heliotropeAbi, modelsAbi, provenanceAbi } from "../../contracts/abi.ts";
import { loadDeployment } from "../../keeper/chain/deployment.ts";
import { connect } from "../../keeper/chain/rpc.ts";
import { readDrawn } from "../../keeper/chain/scene.ts";
import type { Summary } from "../../keeper/loop.ts";
import { type LogLine, pngCid } from "../../keeper/publish/layout.ts";
import { epochFolder } from "../../keeper/publish/publish.ts";
import { cidText } from "../../keeper/render/cid.ts";
import { openShelf } from "../../keeper/render/models.ts";
import { openStated } from "../../keeper/render/stated.ts";
import { openStore } from "../../keeper/store/open.ts";
import { latestRenders } from "../../keeper/store/renders.ts";
import { epochTree, tokenTree } from "../../renderer/merkle.ts";
import { statementData } from "../../renderer/provenance.ts";
import { paintInteger } from "../../renderer/sky/integer.ts";
import { parseModel } from "../../renderer/sky/model.ts";
import type { DemoChain } from "../../tools/demo/chain.ts";
import { keepRecord, mint, privateKey, startChain } from "../../tools/demo/chain.ts";
import type { Child } from "../../tools/processes.ts";
import { freePort, stop } from "../../tools/processes.ts";
import { type Clock, startClock } from "./clock.ts";
import { killKeepers, startKeeper } from "./process.ts";
import { startKubo } from "./publish/services.ts";

const TOKENS = 3;
const folder = mkdtempSync(join(tmpdir(), "heliotrope-epoch-"));
const keeperKey = privateKey(5);
const keeper = privateKeyToAddress(keeperKey);

let children: Child[] = [];
let chain: DemoChain;
let client: PublicClient;
let clock: Clock;
let settings: Record<string, string>;
const at = (name: string): Address => chain.deployment.contracts[name]!.address;

beforeAll(async () => {
  const port = await freePort(20_000 + Math.floor(Math.random() * 20_000));
  chain = await startChain(folder, port, (child) => children.push(child));
  keepRecord(folder, chain.deployment);
  client = createPublicClient({ transport: http(chain.rpcUrl), cacheTime: 0 });
  await mint(chain.rpcUrl, at("Heliotrope"), TOKENS);
  clock = await startClock(chain.rpcUrl);
  settings = {
    RPC_URL: chain.rpcUrl,
    DEPLOYMENT: join(folder, "deployment.json"),
    DATA_DIR: join(folder, "keeper"),
    KEEPER_KEY: keeperKey,
    REPORTER_KEYS: [1, 2, 3, 4].map(privateKey).join(","),
    RENDER_WORKERS: "1",
    POLL_MS: "50",
  };
});

afterAll(async () => {
  killKeepers();
  await clock?.stop().catch(() => {});
  for (const child of children) await stop(child);
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

describe("run --once", () => {
  test("default", async () => {
    const process = startKeeper(["run", "--once"], settings);
    clock.follow(process);
    const code = await process.exited;
    expect(code, process.log()).toBe(0);
    const summary = JSON.parse(process.lastLine()) as Summary;
    expect(summary).toMatchObject({ revealed: true, tokens: TOKENS, backend: "wasm" });

    // The chain has the root, and the integer reference arrives at the same one by itself.
    const epoch = BigInt(summary.epoch);
    const almanac = { address: at("Almanac"), abi: almanacAbi } as const;
    const words = await client.readContract({
      ...almanac,
      functionName: "wordsOf",
      args: [epoch, 1n, 200n],
    });
    expect(words).toHaveLength(1);
    expect(words[0]).toMatchObject({ keeper, root: summary.root });
    const job = await client.readContract({ ...almanac, functionName: "jobOf", args: [epoch] });
    const lines: LogLine[] = [];
    for (let id = 0; id < TOKENS; id++) lines.push(await paintedLine(job, epoch, id));
    const block = Buffer.from(lines.map(({ node }) => node.slice(2)).join(""), "hex");
    expect(epochTree(block).root).toBe(summary.root);
    const logs = await client.getLogs({ address: almanac.address, fromBlock: 0n });
    const revealed = parseEventLogs({ abi: almanacAbi, logs, eventName: "Revealed" });
    const found = revealed.find(({ args }) => args.epoch === epoch);
    // So does the folder: whoever paints an epoch names it by the same CID.
    const [, modelHash] = await client.readContract({
      address: at("Models"),
      abi: modelsAbi,
      functionName: "modelOf",
      args: [lines[0]!.model],
    });
    const facts = { epoch, job, root: summary.root, tokens: TOKENS };
    const { cid } = await epochFolder(
      {
        ...facts,
        chainId: 31_337,
        almanac: at("Almanac"),
        models: new Map([[lines[0]!.model, modelHash]]),
      },
      lines,
      block,
    );
    expect(cidText(found!.args.cid)).toBe(cid);
  });

  test("behavior: what it states of its pictures, the chain confirms", async () => {
    const rpc = await connect([chain.rpcUrl]);
    const { contracts } = await loadDeployment(rpc, settings.DEPLOYMENT);
    const store = await openStore(settings.DATA_DIR!);
    try {
      const [listed] = await latestRenders(store.db, 1);
      const epoch = listed!.epoch;
      const stated = openStated({
        account: privateKeyToAccount(keeperKey),
        chainId: rpc.chainId,
        contract: contracts.Provenance!,
        store,
        models: openShelf({
          rpc,
          contracts,
          folder: store.folder,
          modelFile: undefined,
          warn: (message) => expect.unreachable(message),
        }),
        drawnOf: (at, id) => readDrawn({ rpc, contracts }, contracts.Metadata!, id, at),
      });
      const on = { address: contracts.Provenance!, abi: provenanceAbi } as const;
      for (let id = 0; id < TOKENS; id++) {
        const { provenance } = await stated.picture(listed!, id);
        const { message } = statementData(provenance, provenance.statement);
        expect(provenance.statement).toMatchObject({ tokenId: id, epoch: Number(epoch) });
        const inputs = { ...provenance.inputs, model: BigInt(provenance.inputs.model) };
        const stages = await client.readContract({
          ...on,
          functionName: "stagesOf",
          args: [message, inputs, []],
        });
        // The epoch is not decided yet.
        expect(stages).toEqual({ model: true, inputs: true, raster: false, art: true });
        const isSigned = await client.readContract({
          ...on,
          functionName: "isSignedBy",
          args: [message, keeper, provenance.signature],
        });
        expect(isSigned).toBe(true);
      }
    } finally {
      await store.close();
    }
  });

  async function paintedLine(job: Hex, epoch: bigint, id: number): Promise<LogLine> {
    const [model, latent, condition] = await client.readContract({
      address: at("Heliotrope"),
      abi: heliotropeAbi,
      functionName: "skyInputsAt",
      args: [BigInt(id), epoch],
    });
    const bytes = await client.readContract({
      address: at("Models"),
      abi: modelsAbi,
      functionName: "modelBytes",
      args: [model],
    });
    const whole = { size: 240, x: 0, y: 0, width: 240, height: 240 };
    const sky = parseModel(Buffer.from(bytes.slice(2), "hex"));
    const pixels = paintInteger(sky, { latent, condition, ...whole });
    const inputs = { model, latent, condition };
    const node = tokenTree(job, id, inputs, pixels).root;
    return { tokenId: id, ...inputs, node, png: pngCid(pixels) };
  }
});

describe("run", () => {
  test("behavior: a database lost after the commit costs nothing: the salt lies beside it", async () => {
    clock.hold();
    const victim = startKeeper(["run"], {
      ...settings,
      HELIOTROPE_FAULT: "after-broadcast:commit",
    });
    await victim.up;
    clock.follow(victim);
    await victim.exited;
    clock.hold();
    const epoch = /"kind":"commit","subject":"epoch (\d+)/.exec(victim.log())![1]!;
    rmSync(join(folder, "keeper", "pg"), { recursive: true });
    const survivor = startKeeper(["run"], settings);
    await survivor.up;
    clock.follow(survivor);
    const revealed = new RegExp(`"epoch":${epoch},"root":"0x[0-9a-f]{64}","msg":"revealed"`);
    const isRevealed = () => revealed.test(survivor.log());
    await Promise.race([until(isRevealed), survivor.exited]);
    survivor.child.kill("SIGTERM");
    expect(await survivor.exited, survivor.log()).toBe(0);
    expect(isRevealed(), survivor.log()).toBe(true);
  });

  test("behavior: hands what it revealed to a node that pins, and SIGTERM ends it in good order", async () => {
    const kubo = await startKubo();
    const process = startKeeper(["run"], { ...settings, PIN_KUBO: kubo.url });
    await process.up;
    const url = process.url();
    const health = (await (await fetch(`${url}/healthz`)).json()) as { keeper: string };
    expect(health.keeper).toBe(keeper);
    await Promise.race([until(() => kubo.pinned.size > 0), process.exited]);
    const logs = await client.getLogs({ address: at("Almanac"), fromBlock: 0n });
    const revealed = parseEventLogs({ abi: almanacAbi, logs, eventName: "Revealed" });
    const cids = revealed.map(({ args }) => cidText(args.cid));
    expect(cids).toEqual(expect.arrayContaining([...kubo.pinned]));
    process.child.kill("SIGTERM");
    expect(await process.exited, process.log()).toBe(0);
    kubo.close();
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not happen within a minute");
}
