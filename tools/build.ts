// `npm run build`: contracts, ABIs, types, web.
import { run } from "./processes.ts";

const steps: [what: string, command: string, args: string[]][] = [
  ["renderer/living/page.bin", process.execPath, ["tools/page.ts"]],
  ["contracts", "forge", ["build", "--skip", "test"]],
  ["contracts/abi.ts", process.execPath, ["tools/abi.ts"]],
  ["types", "tsc", ["--noEmit"]],
  ["web", "vite", ["build"]],
];

for (const [what, command, args] of steps) {
  console.log(`building ${what}`);
  const { code, output } = await run(command, args);
  if (code !== 0) {
    console.error(output);
    console.error(`heliotrope: building ${what} failed (see above).`);
    process.exit(1);
  }
}
