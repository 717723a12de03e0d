/** `verify --token N --epoch E --file F`: what a picture is, and how sure that is; the exit code says it too. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDeployment } from "../chain/deployment.ts";
import { connect } from "../chain/rpc.ts";
import { openShelf } from "../render/models.ts";
import type { Given } from "../settings/read.ts";
import { openTerminal } from "../terminal.ts";
import { readPicture } from "../verify/file.ts";
import { EXIT_CODES, verify as verifyPicture } from "../verify/verify.ts";

export async function verify({ settings, flags }: Given<"verify">): Promise<number> {
  const file = await readPicture(flags.file);
  const terminal = openTerminal(settings.logLevel);
  const warn = (message: string) => terminal.log.warn(message);
  // Beside a keeper that runs: its folder is locked, and a model's bytes are worth no folder of their own.
  const folder = mkdtempSync(join(tmpdir(), "heliotrope-verify-"));
  try {
    const rpc = await connect(settings.rpcUrls, { warn });
    const { contracts } = await loadDeployment(rpc, settings.deployment);
    const models = openShelf({ rpc, contracts, folder, modelFile: settings.modelFile, warn });
    const tools = { rpc, contracts, models, bar: terminal.bar };
    const of = { tokenId: flags.token, epoch: flags.epoch };
    const { finding, what, sure } = await verifyPicture(tools, of, file);
    terminal.close();
    console.log(`${finding}: ${what}\n${sure}`);
    return EXIT_CODES[finding];
  } finally {
    terminal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
