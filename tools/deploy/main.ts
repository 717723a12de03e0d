// `npm run deploy`: the command line.
import { parseArgs } from "node:util";
import { LaunchError, launch } from "./launch.ts";

const HELP = `npm run deploy -- --rpc-url URL [options]

  --rpc-url URL        the chain
  --dry-run            check and simulate everything, print gas and cost, send nothing
  --check              only read back the deployment of deployments/<chainId>.json
  --gas-prices LIST    gwei to count in (default 1,5,20)
  --keepers N          how many keepers the yearly cost counts (default 1)

Who signs, one of
  HELIOTROPE_PRIVATE_KEY   a key, in the environment
  --account NAME           a key of forge's keystore; --password-file FILE
  --ledger                 a hardware wallet
  --unlocked --sender A    an account that the node holds

Environment: HELIOTROPE_COLLECTION (a file other than collection.json), HELIOTROPE_MULTISIG,
HELIOTROPE_SIGNERS, HELIOTROPE_THRESHOLD, HELIOTROPE_ARTIST, HELIOTROPE_GUARDIAN,
HELIOTROPE_TREASURY. docs/deploy.md explains each.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      "rpc-url": { type: "string" },
      "dry-run": { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      "gas-prices": { type: "string", default: "1,5,20" },
      keepers: { type: "string", default: "1" },
      account: { type: "string" },
      "password-file": { type: "string" },
      ledger: { type: "boolean" },
      unlocked: { type: "boolean" },
      sender: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (!values["rpc-url"]) throw new LaunchError("Name the chain: --rpc-url URL. --help says more.");
  const gasPrices = values["gas-prices"].split(",");
  if (!gasPrices.every((price) => /^\d+(\.\d{1,9})?$/.test(price))) {
    throw new LaunchError(`--gas-prices ${values["gas-prices"]}: gwei, such as 1,5,20.`);
  }
  const keepers = Number(values.keepers);
  if (!Number.isInteger(keepers) || keepers < 0) {
    throw new LaunchError(`--keepers ${values.keepers} is not a whole number.`);
  }
  await launch({
    rpcUrl: values["rpc-url"],
    mode: values.check ? "check" : values["dry-run"] ? "dry-run" : "deploy",
    gasPrices,
    keepers,
    signing: [
      ...(["account", "password-file", "sender"] as const).flatMap((name) =>
        values[name] ? [`--${name}`, values[name]] : [],
      ),
      ...(["ledger", "unlocked"] as const).flatMap((name) => (values[name] ? [`--${name}`] : [])),
    ],
    env: process.env,
    say: console.log,
  });
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    // Only a fault of the program needs its place in the program.
    const isPlain = error instanceof Error && !(error instanceof TypeError);
    console.error(`heliotrope: ${isPlain ? error.message : (error?.stack ?? error)}`);
    process.exit(1);
  },
);
