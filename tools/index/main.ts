// The public index: `node tools/index/main.ts`. Installs Ponder where it is not yet, and runs it until it is ended.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ensurePonder, INDEX } from "./install.ts";

const HELP = `node tools/index/main.ts

Serves GraphQL over tokens, climate, epochs, keepers and challenges of one deployment. Read from the environment:

  RPC_URL       nodes, separated by commas (default http://127.0.0.1:8545)
  DEPLOYMENT    the deploy record (default deployments/31337.json)
  PORT          where GraphQL is served, at / (default 4760)
  DATABASE_URL  PostgreSQL; without it, an embedded database in DATA_DIR
  DATABASE_SCHEMA  the schema there (default heliotrope_index)
  DATA_DIR      the folder of the embedded database (default .heliotrope/index)`;

function main(): void {
  const { env } = process;
  const deployment = resolve(env.DEPLOYMENT || "deployments/31337.json");
  const record = JSON.parse(readFileSync(deployment, "utf8")) as {
    chainId: number;
    contracts: { Heliotrope: { address: string } };
  };
  // A chain that was started afresh has other contracts, and so another database.
  const home = `${record.chainId}-${record.contracts.Heliotrope.address.slice(2, 10)}`;
  const data = resolve(env.DATA_DIR || ".heliotrope/index", home);
  mkdirSync(data, { recursive: true });
  ensurePonder();
  const ponder = join(INDEX, "node_modules", "ponder", "dist", "esm", "bin", "ponder.js");
  const schema = env.DATABASE_SCHEMA || "heliotrope_index";
  const child = spawn(
    process.execPath,
    [ponder, "start", "--root", INDEX, "--port", env.PORT || "4760", "--schema", schema],
    {
      stdio: "inherit",
      env: {
        ...env,
        DEPLOYMENT: deployment,
        INDEX_DATA: data,
        // What is indexed here is nobody else's business.
        PONDER_TELEMETRY_DISABLED: "true",
      },
    },
  );
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => child.kill(name));
  child.once("close", (code) => process.exit(code ?? 0));
}

if (process.argv.includes("--help")) console.log(HELP);
else main();
