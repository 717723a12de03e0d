// A villain in a process of its own, for the demonstration and for the tournament. It answers /healthz, so that
// the demonstration's clock waits for it as for any keeper.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { loadDeployment } from "../../keeper/chain/deployment.ts";
import { connect, readHead } from "../../keeper/chain/rpc.ts";
import { openShelf } from "../../keeper/render/models.ts";
import { createPool } from "../../keeper/render/pool.ts";
import { CHEATS } from "./cheats.ts";
import { createCopier } from "./copier.ts";
import { createForger } from "./forger.ts";
import { createHand } from "./hand.ts";

const HELP = `node tools/villain/main.ts --cheat NAME --rpc URL --deployment FILE --data-dir FOLDER [--port N]

Lies to the almanac of a local chain, epoch after epoch, with the key in KEEPER_KEY. It loses its bonds.

${Object.entries(CHEATS)
  .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
  .join("\n")}
  ${"copier".padEnd(12)}copies another's commitment, commits to noise, tries to reveal another's root`;

const LOCAL_CHAIN = 31_337;
const LOOK_MS = 50;

const say = (line: string) => console.error(line);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cheat: { type: "string", default: "" },
      rpc: { type: "string", default: "http://127.0.0.1:8545" },
      deployment: { type: "string" },
      "data-dir": { type: "string", default: ".heliotrope/villain" },
      port: { type: "string", default: "0" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { cheat: name } = values;
  if (name !== "copier" && !Object.hasOwn(CHEATS, name)) {
    throw new Error(`"${name}" is no cheat. Choose one of those that --help lists.`);
  }
  const rpc = await connect([values.rpc]);
  if (rpc.chainId !== LOCAL_CHAIN) {
    throw new Error(`Villains play on a local chain only; ${values.rpc} is chain ${rpc.chainId}.`);
  }
  const { contracts } = await loadDeployment(rpc, values.deployment);
  const account = privateKeyToAccount(process.env.KEEPER_KEY as Hex);
  const hand = createHand(values.rpc, account, contracts.Almanac);
  const pool = createPool({ size: 1, backend: "auto", warn: say });
  const folder = values["data-dir"];
  const models = openShelf({ rpc, contracts, folder, modelFile: undefined, warn: say });
  const studio = { rpc, contracts, models, pool };
  const villain =
    name === "copier"
      ? createCopier(studio, hand, say)
      : createForger(CHEATS[name as keyof typeof CHEATS], studio, hand, say);

  let isStopped = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      isStopped = true;
    });
  }
  let block = 0;
  const server = await tellHealth(Number(values.port), () => ({ block, keeper: hand.address }));
  const { port } = server.address() as AddressInfo;
  say(JSON.stringify({ url: `http://127.0.0.1:${port}`, keeper: hand.address, cheat: name }));
  while (!isStopped) {
    try {
      const head = await readHead(rpc.client);
      if (Number(head.number) > block) {
        const before = await rpc.client.getBlock({ blockNumber: head.number - 1n });
        await villain.turn(head, head.timestamp - before.timestamp);
        block = Number(head.number);
      }
    } catch (error) {
      say(`a turn did not finish: ${(error as Error).message.split("\n")[0]}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  server.close();
  await pool.close();
}

function tellHealth(port: number, health: () => object): Promise<Server> {
  const server = createServer(({ url }, answer) => {
    answer.setHeader("content-type", "application/json");
    // It has no epochs to serve: a turn of its ends when everything about its epoch is sent.
    answer.end(JSON.stringify(url === "/healthz" ? health() : []));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`villain: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  },
);
