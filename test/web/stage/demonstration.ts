// The demonstration with one real keeper, for tests that watch it at work: a chain whose clock waits for the
// keeper, recorded weather, and the page that the setup built.
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressOf, startPlayer } from "../../../tools/demo/cast.ts";
import {
  BLOCK_SECONDS,
  keepRecord,
  MNEMONIC,
  mint,
  startChain,
} from "../../../tools/demo/chain.ts";
import { type Clock, startClock } from "../../../tools/demo/clock.ts";
import { serve } from "../../../tools/demo/serve.ts";
import { endow } from "../../../tools/demo/stakes.ts";
import { answer, type Child, stop } from "../../../tools/processes.ts";
import { type Chain, chainAt } from "./chain.ts";
import { anyPort, portOf } from "./ports.ts";
import { pageIn } from "./scenery.ts";

export interface Demonstration extends Pick<Chain, "client" | "contracts"> {
  url: string;
  /** The keeper's own address on the network. */
  keeperUrl: string;
  /** The keeper ends; the chain goes on without it. */
  stopKeeper: () => Promise<void>;
  close: () => Promise<void>;
}

export async function raiseDemonstration(scenery: string, tokens: number): Promise<Demonstration> {
  const data = mkdtempSync(join(tmpdir(), "heliotrope-demonstration-"));
  const children: Child[] = [];
  let clock: Clock | undefined;
  let server: Server | undefined;
  const close = async () => {
    server?.closeAllConnections();
    server?.close();
    await clock?.stop();
    for (const child of children.toReversed()) await stop(child);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const { rpcUrl, deployment } = await startChain(data, await anyPort(), (child) => {
      children.push(child);
    });
    const { contracts } = deployment;
    await endow(rpcUrl, MNEMONIC, contracts.Almanac!.address, [addressOf("keeper")]);
    await mint(rpcUrl, contracts.Heliotrope!.address, tokens);
    keepRecord(data, deployment);
    const keeper = await startPlayer(
      "keeper",
      { data, rpcUrl, once: false, firstPort: await anyPort() },
      (child) => {
        children.push(child);
      },
    );
    await answer(() => fetch(`${keeper.url}/healthz`), 180);
    clock = await startClock({
      rpcUrl,
      climate: contracts.Climate!.address,
      almanac: contracts.Almanac!.address,
      blockSeconds: BLOCK_SECONDS,
      // As fast as the keeper follows: each block waits for it.
      paceMs: 150,
      keepers: () => (keeper.isRunning() ? [keeper.url] : []),
    });
    server = await serve(
      {
        folder: pageIn(scenery),
        deployment: { ...deployment, rpc: "/rpc", keepers: [""], development: true },
        rpcUrl,
        keeperUrl: keeper.url,
      },
      0,
    );
    const { client } = chainAt(rpcUrl, contracts);
    return {
      client,
      contracts,
      url: `http://127.0.0.1:${portOf(server)}/`,
      keeperUrl: keeper.url,
      stopKeeper: async () => void (await stop(keeper.child)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
