// A real chain with real plants and real rasters, and a keeper whose answers the tests choose. The page
// under test is the built one, served as the demonstration serves it.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import {
  type Address,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  keccak256,
  publicActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import {
  almanacAbi,
  climateAbi,
  genomesAbi,
  heliotropeAbi,
  metadataAbi,
  modelsAbi,
} from "../../contracts/abi.ts";
import { getHeader } from "../../keeper/chain/header.ts";
import {
  type EpochTree,
  epochTree,
  type SkyInputs,
  type TokenTree,
  tokenTree,
  ZERO,
} from "../../renderer/merkle.ts";
import { encodeReport, type Observation } from "../../renderer/observation.ts";
import { createPainter, type Painter } from "../../renderer/sky/infer.ts";
import { parseModel, type SkyModel } from "../../renderer/sky/model.ts";
import { mint, privateKey, startChain } from "../../tools/demo/chain.ts";
import { serve } from "../../tools/demo/serve.ts";
import { type Child, freePort, run, stop } from "../../tools/processes.ts";
import type { Lie } from "../../web/verify/judge.ts";

export const TOKENS = 12;
/** The token whose pixels and paths the lying epochs are about. */
export const SUBJECT = 4;
/** The pixel that one root gets wrong. */
export const WRONG_PIXEL = { x: 131, y: 77 };

const SIDE = 240;
const REPORTERS = [1, 2, 3, 4];
const KEEPER = 5;
/** Two honest keepers, one that lies, one that never opens its seal. */
const PLAYERS = { honest: 6, second: 7, liar: 8, silent: 9 } as const;
export type Player = keyof typeof PLAYERS;
/** Enough for all the bonds of a test. */
const STAKE = 5n * 10n ** 18n;
const CID: Hex = `0x01551220${"c1".repeat(32)}`;
const SALT: Hex = `0x${"5a".repeat(32)}`;

/** How an epoch is told to the page. */
export type Story =
  | "honest"
  | "wrong-pixel"
  | "tampered-path"
  | "tampered-leaf"
  | "unserved"
  | "unrevealed";

interface Told {
  epoch: number;
  /** Rasters as served, by token. */
  rasters: Uint8Array[];
  proof: (tokenId: number) => Proof;
}

interface Proof {
  root: Hex;
  node: Hex;
  inputs: { model: string; latent: Hex; condition: Hex };
  path: Hex[];
}

/** One epoch of the almanac's game, played move by move. */
export interface Game {
  epoch: number;
  address: (player: Player) => Address;
  /** What the liar's root says of its wrong run, and what the honest one says of the same. */
  said: (player: "liar" | "honest") => Lie;
  /** All four commit. */
  commit: () => Promise<void>;
  /** The honest ones and the liar reveal. */
  reveal: () => Promise<void>;
  /** The liar demands to see all plants of the honest root. */
  demand: () => Promise<void>;
  /** The second keeper shows them. */
  answer: () => Promise<void>;
  /** The honest keeper has the silent one's penalty taken, and fells the liar's root. */
  fell: () => Promise<void>;
  /** The epoch is decided, bonds are paid out. */
  finish: () => Promise<void>;
}

export interface Stage {
  /** The page. */
  url: string;
  rpcUrl: string;
  contracts: Record<string, { address: Address }>;
  model: SkyModel;
  /** The epoch of each story. */
  epochs: Record<Story, number>;
  /** keccak256 of what TF.js on wasm painted here for a token of an epoch. */
  rasterHash: (epoch: number, tokenId: number) => Hex;
  /** The inputs that the contract names for a sky. */
  skyInputs: (epoch: number, tokenId: number) => Promise<SkyInputs>;
  /** The SVG document that the contract draws for a token now. */
  contractSvg: (tokenId: number) => Promise<string>;
  /** Mints one more plant, which stays a seed. */
  mintSeed: () => Promise<void>;
  /** Accepts the weather of the next epoch. */
  passEpoch: () => Promise<number>;
  /** Mines past the target of what waits, and germinates it. */
  germinate: () => Promise<void>;
  /** Accepts the weather of another epoch, and begins its game. */
  playGame: () => Promise<Game>;
  close: () => Promise<void>;
}

/** Builds everything; takes about half a minute. */
export async function raiseStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-web-"));
  const children: Child[] = [];
  const servers: Server[] = [];
  const close = async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    for (const child of children) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const web = join(folder, "web");
    const [{ code, output }, chain] = await Promise.all([
      run("vite", ["build", "--logLevel", "warn", "--outDir", web], {
        // vitest says "test" here, which would build the development React.
        env: { NODE_ENV: "production" },
      }),
      freePort(18_545).then((port) =>
        startChain(folder, port, (child) => {
          children.push(child);
        }),
      ),
    ]);
    if (code !== 0) throw new Error(`The page could not be built:\n${output.slice(-4000)}`);
    const { rpcUrl, deployment } = chain;
    const { contracts } = deployment;
    const client = createTestClient({
      mode: "anvil",
      chain: foundry,
      transport: http(rpcUrl),
    }).extend(publicActions);
    await client.setBlockTimestampInterval({ interval: 1 });
    await mint(rpcUrl, contracts.Heliotrope!.address, TOKENS);

    const scene = await rehearse(client, rpcUrl, contracts);
    const stories = await scene.tell();
    const keeper = await serveKeeper(stories, await freePort(19_545));
    servers.push(keeper.server);
    const port = await freePort(20_545);
    servers.push(
      await serve(
        {
          folder: web,
          deployment: { ...deployment, rpc: "/rpc", keepers: [""], development: true },
          rpcUrl,
          keeperUrl: keeper.url,
        },
        port,
      ),
    );
    return {
      url: `http://127.0.0.1:${port}/`,
      rpcUrl,
      contracts,
      model: scene.model,
      epochs: Object.fromEntries(
        [...stories].map(([story, { epoch }]) => [story, epoch]),
      ) as Record<Story, number>,
      rasterHash: scene.rasterHash,
      skyInputs: scene.skyInputs,
      contractSvg: scene.contractSvg,
      mintSeed: () => mint(rpcUrl, contracts.Heliotrope!.address, 1),
      passEpoch: scene.passEpoch,
      germinate: scene.germinate,
      playGame: scene.playGame,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function chainClient(rpcUrl: string) {
  return createTestClient({ mode: "anvil", chain: foundry, transport: http(rpcUrl) }).extend(
    publicActions,
  );
}

/** The verbs of the tests over one chain. */
async function rehearse(
  client: ReturnType<typeof chainClient>,
  rpcUrl: string,
  contracts: Record<string, { address: Address }>,
) {
  const almanac = { address: contracts.Almanac!.address, abi: almanacAbi } as const;
  const climate = { address: contracts.Climate!.address, abi: climateAbi } as const;
  const genomes = { address: contracts.Genomes!.address, abi: genomesAbi } as const;
  const walletOf = (index: number) =>
    createWalletClient({
      account: privateKeyToAccount(privateKey(index)),
      chain: foundry,
      transport: http(rpcUrl),
    });
  const keeper = walletOf(KEEPER);
  const reporters = REPORTERS.map((index) => privateKeyToAccount(privateKey(index))).sort((a, b) =>
    a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1,
  );
  const model = parseModel(
    Buffer.from(
      (
        await client.readContract({
          address: contracts.Models!.address,
          abi: modelsAbi,
          functionName: "modelBytes",
          args: [0n],
        })
      ).slice(2),
      "hex",
    ),
  );
  const painter = await startPainter(model);
  const hashes = new Map<string, Hex>();

  const send = async (hash: Promise<Hex>) => {
    const { status } = await client.waitForTransactionReceipt({ hash: await hash });
    if (status !== "success") throw new Error(`A transaction of the stage reverted: ${await hash}`);
  };
  const warp = async (timestamp: bigint) => {
    await client.setNextBlockTimestamp({ timestamp });
    await client.mine({ blocks: 1 });
  };

  /** Steps into the next epoch and accepts its weather, told by three of the four reporters. */
  const passEpoch = async (): Promise<number> => {
    const seconds = BigInt(
      await client.readContract({ ...climate, functionName: "EPOCH_SECONDS" }),
    );
    const { timestamp } = await client.getBlock();
    const epoch = timestamp / seconds + 1n;
    await warp(epoch * seconds + 60n);
    const stations = await client.readContract({
      ...climate,
      functionName: "stationCount",
    });
    const report = toHex(
      encodeReport(Array.from({ length: Number(stations) }, (_, i) => weather(Number(epoch), i))),
    );
    const digest = await client.readContract({
      ...climate,
      functionName: "digest",
      args: [epoch, report],
    });
    const chosen = reporters.slice(0, 3);
    const signatures = await Promise.all(chosen.map((reporter) => reporter.sign({ hash: digest })));
    await send(
      keeper.writeContract({
        ...climate,
        functionName: "submit",
        args: [epoch, chosen.map(() => report), signatures],
      }),
    );
    return Number(epoch);
  };

  const germinate = async (): Promise<void> => {
    for (;;) {
      const [batch, target] = await client.readContract({
        ...genomes,
        functionName: "pendingBatch",
      });
      if (batch.count === 0) return;
      const head = await client.getBlockNumber({ cacheTime: 0 });
      if (head <= target) await client.mine({ blocks: Number(target - head) + 1, interval: 1 });
      const header = await getHeader(client, target);
      await send(
        keeper.writeContract({ ...genomes, functionName: "germinate", args: [header, 100n] }),
      );
    }
  };

  const skyInputs = async (epoch: number, tokenId: number): Promise<SkyInputs> => {
    const [model, latent, condition] = await client.readContract({
      address: contracts.Heliotrope!.address,
      abi: heliotropeAbi,
      functionName: "skyInputsAt",
      args: [BigInt(tokenId), BigInt(epoch)],
    });
    return { model, latent, condition };
  };

  const contractSvg = (tokenId: number) =>
    client.readContract({
      address: contracts.Metadata!.address,
      abi: metadataAbi,
      functionName: "plantSvg",
      args: [contracts.Heliotrope!.address, BigInt(tokenId)],
    });

  const paint = async (epoch: number, tokenId: number): Promise<Uint8Array> => {
    const inputs = await skyInputs(epoch, tokenId);
    const whole = { ...inputs, size: SIDE, x: 0, y: 0, width: SIDE, height: SIDE };
    const raster = await painter.paint(whole);
    hashes.set(`${epoch}/${tokenId}`, keccak256(raster));
    return raster;
  };

  const deposit = (wallet: typeof keeper) =>
    send(
      wallet.writeContract({
        ...{ ...almanac, functionName: "deposit", args: [wallet.account.address], value: STAKE },
      }),
    );

  const windowsOf = (epoch: number) =>
    client.readContract({ ...almanac, functionName: "windowsOf", args: [BigInt(epoch)] });

  const commit = async (wallet: typeof keeper, epoch: number, root: Hex): Promise<void> => {
    const commitment = await client.readContract({
      ...almanac,
      functionName: "hashCommitment",
      args: [BigInt(epoch), root, CID, SALT, wallet.account.address],
    });
    const args = [BigInt(epoch), commitment] as const;
    await send(wallet.writeContract({ ...almanac, functionName: "commit", args }));
  };

  const reveal = (wallet: typeof keeper, epoch: number, root: Hex) => {
    const args = [BigInt(epoch), root, CID, SALT] as const;
    return send(wallet.writeContract({ ...almanac, functionName: "reveal", args }));
  };

  /** Commits, waits, reveals. */
  const publish = async (epoch: number, root: Hex): Promise<void> => {
    await commit(keeper, epoch, root);
    const [commitEnds] = await windowsOf(epoch);
    await warp(commitEnds);
    await reveal(keeper, epoch, root);
  };

  const jobOf = (epoch: number) =>
    client.readContract({ ...almanac, functionName: "jobOf", args: [BigInt(epoch)] });

  /** The tree over rasters and over what the chain says that they are painted from. */
  const treeOver = async (
    epoch: number,
    rasters: readonly Uint8Array[],
  ): Promise<{ tokens: TokenTree[]; inputs: SkyInputs[]; tree: EpochTree }> => {
    const job = await jobOf(epoch);
    const inputs = await Promise.all(rasters.map((_, id) => skyInputs(epoch, id)));
    const tokens = rasters.map((raster, id) => tokenTree(job, id, inputs[id]!, raster));
    const nodes = tokens.map(({ root }) => root.slice(2)).join("");
    return { tokens, inputs, tree: epochTree(Buffer.from(nodes, "hex")) };
  };

  /**
   * One epoch with a root over rasters that `alter` may change before the tree is built. Only the honest
   * epoch paints every token: the others are about one, and their neighbours' leaves are placeholders.
   */
  const tellEpoch = async (alter?: (raster: Uint8Array) => Uint8Array): Promise<Told> => {
    const epoch = await passEpoch();
    const subject = await paint(epoch, SUBJECT);
    const rasters: Uint8Array[] = [];
    for (let id = 0; id < TOKENS; id++) {
      if (id === SUBJECT) rasters.push(alter ? alter(subject) : subject);
      else rasters.push(alter ? subject : await paint(epoch, id));
    }
    const { tokens, inputs, tree } = await treeOver(epoch, rasters);
    await publish(epoch, tree.root);
    return {
      epoch,
      rasters,
      proof: (id) => ({
        root: tree.root,
        node: tokens[id]!.root,
        inputs: { ...inputs[id]!, model: String(inputs[id]!.model) },
        path: tree.path(id),
      }),
    };
  };

  const playGame = async (): Promise<Game> => {
    const epoch = await passEpoch();
    const e = BigInt(epoch);
    const wallets = Object.fromEntries(
      Object.entries(PLAYERS).map(([player, index]) => [player, walletOf(index)]),
    ) as Record<Player, typeof keeper>;
    const { honest, second, liar, silent } = wallets;
    const address = (player: Player) => wallets[player].account.address;
    const subject = await paint(epoch, SUBJECT);
    const truth = await treeOver(epoch, new Array(TOKENS).fill(subject));
    const lie = await treeOver(
      epoch,
      Array.from({ length: TOKENS }, (_, id) =>
        id === SUBJECT ? withWrongPixel(subject) : subject,
      ),
    );
    const run = WRONG_PIXEL.y * 15 + Math.floor(WRONG_PIXEL.x / 16);
    const said = (player: "liar" | "honest"): Lie => {
      const { inputs, tokens, tree } = player === "liar" ? lie : truth;
      const raster = player === "liar" ? withWrongPixel(subject) : subject;
      return {
        ...{ kind: "run", run, pixels: toHex(raster.subarray(48 * run, 48 * run + 48)) },
        ...{ inputs: inputs[SUBJECT]! },
        path: [...tokens[SUBJECT]!.path(run), ...tree.path(SUBJECT)],
      };
    };
    const shown = toHex(truth.tree.words(19, 0, 128));
    const top = [26n, 0n] as const;
    return {
      epoch,
      address,
      said,
      commit: async () => {
        for (const wallet of Object.values(wallets)) await deposit(wallet);
        await commit(honest, epoch, truth.tree.root);
        await commit(liar, epoch, lie.tree.root);
        await commit(second, epoch, truth.tree.root);
        await commit(silent, epoch, truth.tree.root);
      },
      reveal: async () => {
        const [commitEnds] = await windowsOf(epoch);
        await warp(commitEnds);
        await reveal(honest, epoch, truth.tree.root);
        await reveal(liar, epoch, lie.tree.root);
        await reveal(second, epoch, truth.tree.root);
      },
      demand: async () => {
        const [, revealEnds] = await windowsOf(epoch);
        await warp(revealEnds);
        const [height, index] = top;
        const inputs = { model: 0n, latent: ZERO, condition: ZERO };
        const node = { height, index, hash: truth.tree.root, inputs, path: [] };
        const value = await client.readContract({ ...almanac, functionName: "demandBond" });
        await send(
          liar.writeContract({
            ...{ ...almanac, functionName: "demand", args: [e, address("honest"), node], value },
          }),
        );
      },
      answer: () => {
        const args = [e, address("honest"), ...top, shown] as const;
        return send(second.writeContract({ ...almanac, functionName: "answer", args }));
      },
      fell: async () => {
        const expired = [e, address("silent")] as const;
        await send(honest.writeContract({ ...almanac, functionName: "expire", args: expired }));
        const told = said("liar") as Extract<Lie, { kind: "run" }>;
        await send(
          honest.writeContract({
            ...almanac,
            functionName: "challenge",
            args: [
              ...([e, address("liar"), BigInt(SUBJECT), BigInt(run)] as const),
              ...([told.pixels, told.inputs, told.path, ZERO] as const),
            ],
          }),
        );
      },
      finish: async () => {
        const [, , challengeEnds] = await windowsOf(epoch);
        await warp(challengeEnds);
        const args = [e, address("honest")] as const;
        await send(honest.writeContract({ ...almanac, functionName: "finalize", args }));
        await send(honest.writeContract({ ...almanac, functionName: "settle", args }));
        const felled = [e, address("liar")] as const;
        await send(honest.writeContract({ ...almanac, functionName: "claim", args: felled }));
      },
    };
  };

  const tell = async (): Promise<Map<Story, Told>> => {
    await germinate();
    await deposit(keeper);
    await send(
      keeper.writeContract({ ...almanac, functionName: "fund", value: 10n ** 18n, args: [] }),
    );
    // Some weather to live through, so that plants and charts have a past.
    for (let i = 0; i < 6; i++) await passEpoch();
    const same = (raster: Uint8Array) => raster;
    const stories = new Map<Story, Told>();
    stories.set("honest", await tellEpoch());
    stories.set("wrong-pixel", await tellEpoch((raster) => withWrongPixel(raster)));
    const path = await tellEpoch(same);
    stories.set("tampered-path", { ...path, proof: (id) => tamper(path.proof(id)) });
    const leaf = await tellEpoch(same);
    stories.set("tampered-leaf", { ...leaf, rasters: leaf.rasters.map(withWrongPixel) });
    stories.set("unserved", await tellEpoch(same));
    const last: Told = { ...leaf, epoch: await passEpoch() };
    stories.set("unrevealed", last);
    return stories;
  };

  const rasterHash = (epoch: number, tokenId: number): Hex => {
    const hash = hashes.get(`${epoch}/${tokenId}`);
    if (!hash) throw new Error(`Nobody painted token ${tokenId} at epoch ${epoch}.`);
    return hash;
  };

  return { model, tell, passEpoch, germinate, playGame, skyInputs, contractSvg, rasterHash };
}

/** A keeper as far as the page can see: paths and rasters from memory. */
async function serveKeeper(
  stories: Map<Story, Told>,
  port: number,
): Promise<{ server: Server; url: string }> {
  const served = new Map<number, Told>();
  for (const [story, told] of stories) {
    if (story !== "unserved" && story !== "unrevealed") served.set(told.epoch, told);
  }
  const server = createServer((incoming, outgoing) => {
    const match = /^\/api\/epochs\/(\d+)\/tokens\/(\d+)\/(proof|raster)$/.exec(incoming.url ?? "");
    const told = match && served.get(Number(match[1]));
    const tokenId = Number(match?.[2]);
    const raster = told?.rasters[tokenId];
    if (!told || !raster) {
      outgoing.writeHead(404, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ error: "This keeper has nothing on that." }));
    } else if (match[3] === "raster") {
      outgoing.writeHead(200, { "content-type": "application/octet-stream" }).end(raster);
    } else {
      outgoing.writeHead(200, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ epoch: told.epoch, tokenId, ...told.proof(tokenId) }));
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(port, "127.0.0.1", resolve);
  });
  return { server, url: `http://127.0.0.1:${port}` };
}

async function startPainter(model: SkyModel): Promise<Painter> {
  setWasmPaths(
    `${join(import.meta.dirname, "../../node_modules/@tensorflow/tfjs-backend-wasm/dist")}/`,
  );
  if (!(await tf.setBackend("wasm"))) throw new Error("TF.js finds no wasm backend here.");
  await tf.ready();
  return createPainter(tf, model);
}

/** Weather that changes from epoch to epoch and from place to place, within every range. */
function weather(epoch: number, station: number): Observation {
  const turn = (epoch * 5 + station * 3) % 7;
  return {
    tempCentiC: 400 + turn * 260 - station * 150,
    precipCentiMm: turn > 4 ? turn * 70 : 0,
    windEastCms: (turn - 3) * 140,
    windNorthCms: (station % 2 ? -1 : 1) * 90,
    windSpeedCms: 120 + Math.abs(turn - 3) * 140,
    sunMinutes: turn < 4 ? 60 * (4 - turn) : 0,
    frostMinutes: turn === 0 ? 90 : 0,
    codeRank: [0, 1, 2, 3, 6, 11, 12][turn]!,
    cloudPct: turn * 15,
    derived: turn % 2 === 0,
    age: 0,
  };
}

function withWrongPixel(raster: Uint8Array): Uint8Array {
  const wrong = raster.slice();
  wrong[(WRONG_PIXEL.y * SIDE + WRONG_PIXEL.x) * 3]! ^= 1;
  return wrong;
}

function tamper<T extends { path: Hex[] }>(proof: T): T {
  const path = proof.path.slice();
  path[5] = `${path[5]!.slice(0, -1)}${path[5]!.endsWith("0") ? "1" : "0"}` as Hex;
  return { ...proof, path };
}

function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}
