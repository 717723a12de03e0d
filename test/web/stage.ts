// A real chain with real plants and real rasters, and a keeper whose answers the tests know. The page under
// test is the built one, served as the demonstration serves it. What takes long was done once for all files of
// tests (stage/setup.ts); the chain is each file's own, to change as it likes.
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { heliotropeAbi } from "../../contracts/abi.ts";
import type { SkyInputs } from "../../renderer/merkle.ts";
import type { SkyModel } from "../../renderer/sky/model.ts";
import { mint, startChain } from "../../tools/demo/chain.ts";
import { serve } from "../../tools/demo/serve.ts";
import type { Child } from "../../tools/processes.ts";
import type { Story } from "./stage/cast.ts";
import { type Chain, chainAt } from "./stage/chain.ts";
import { type Game, playGame, type Untruth } from "./stage/game.ts";
import { serveKeeper } from "./stage/keeper.ts";
import { contractSvg, germinate, skyInputs } from "./stage/plants.ts";
import { anyPort, portOf } from "./stage/ports.ts";
import { openRpc, type Rpc } from "./stage/rpc.ts";
import { copyChain, pageIn, readStories } from "./stage/scenery.ts";
import type { Told } from "./stage/stories.ts";
import { readModel, studioFor } from "./stage/studio.ts";
import { passEpoch } from "./stage/weather.ts";

export { type Story, SUBJECT, TOKENS, WRONG_PIXEL } from "./stage/cast.ts";

export interface Stage
  extends Pick<
    Chain,
    | "rpcUrl"
    | "contracts"
    | "client"
    | "wallet"
    | "send"
    | "mine"
    | "warp"
    | "warpTo"
    | "snapshot"
    | "revert"
    | "reorg"
  > {
  /** The page. */
  url: string;
  /** The node as the page knows it, which may be made to fail. `rpcUrl` goes around it. */
  rpc: Rpc;
  model: SkyModel;
  /** What was told, and what the keeper serves of it. */
  stories: Record<Story, Told>;
  /** The epoch of each story. */
  epochs: Record<Story, number>;
  /** keccak256 of what TF.js on wasm painted for a token of a story's epoch. */
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
  playGame: (untruth?: Untruth) => Promise<Game>;
  /** Has the keeper serve this too. */
  keep: (told: Told) => void;
  close: () => Promise<void>;
}

/** A stage of one's own over what the setup left, within a second or two. */
export async function raiseStage(scenery: string): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-stage-"));
  const servers: Server[] = [];
  let anvil: Child | undefined;
  let rpc: Rpc | undefined;
  const close = async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await rpc?.close();
    if (anvil) await kill(anvil);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    copyChain(scenery, folder);
    const stories = readStories(scenery);
    const { rpcUrl, deployment } = await startChain(
      folder,
      await anyPort(),
      (child) => {
        anvil = child;
      },
      { saveEverySeconds: 86_400 },
    );
    const chain = chainAt(rpcUrl, deployment.contracts);
    await chain.client.setBlockTimestampInterval({ interval: 1 });
    const model = await readModel(chain);
    rpc = await openRpc(rpcUrl);
    const keeper = await serveKeeper(stories);
    servers.push(keeper.server);
    const site = await serve(
      {
        folder: pageIn(scenery),
        deployment: { ...deployment, rpc: "/rpc", keepers: [""], development: true },
        rpcUrl: rpc.url,
        keeperUrl: keeper.url,
      },
      0,
    );
    servers.push(site);
    const paint = studioFor(chain, model);
    return {
      ...chain,
      url: `http://127.0.0.1:${portOf(site)}/`,
      rpc,
      model,
      stories,
      epochs: Object.fromEntries(
        Object.entries(stories).map(([story, { epoch }]) => [story, epoch]),
      ) as Record<Story, number>,
      rasterHash: (epoch, tokenId) => {
        const told = Object.values(stories).find((each) => each.epoch === epoch);
        const hash = told?.painted[tokenId];
        if (!hash) throw new Error(`Nobody painted token ${tokenId} at epoch ${epoch}.`);
        return hash;
      },
      skyInputs: (epoch, tokenId) => skyInputs(chain, epoch, tokenId),
      contractSvg: (tokenId) => contractSvg(chain, tokenId),
      mintSeed: () => mint(rpcUrl, deployment.contracts.Heliotrope!.address, 1),
      passEpoch: () => passEpoch(chain),
      germinate: () => germinate(chain),
      playGame: (untruth) => playGame(chain, paint, untruth),
      keep: keeper.keep,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** By force, since anvil would save a chain that interests nobody; npm's wrapper around it goes with it. */
async function kill(anvil: Child): Promise<void> {
  process.kill(-anvil.process.pid!, "SIGKILL");
  await anvil.exited;
}

/** The token, as viem's actions want a contract. */
export function tokenOf({ contracts }: Pick<Stage, "contracts">) {
  return { address: contracts.Heliotrope!.address, abi: heliotropeAbi } as const;
}

/** How many plants an account of the stage has minted. */
export function mintedBy(stage: Stage, index: number): Promise<bigint> {
  const args = [stage.wallet(index).account.address] as const;
  return stage.client.readContract({ ...tokenOf(stage), functionName: "numberMinted", args });
}
