import { createWalletClient, type Hex, http, type PublicClient } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { climateAbi } from "../../contracts/abi.ts";
import { chooseReports } from "../../keeper/weather/choose.ts";
import { loadRecordings, recordingsFile } from "../../keeper/weather/recordings.ts";
import { openReplay } from "../../keeper/weather/replay.ts";
import { openReporter, type Report } from "../../keeper/weather/reporter.ts";
import { type DemoChain, privateKey } from "../../tools/demo/chain.ts";

/**
 * Hands the node the weather of the epoch that its next block lies in, as three reporters saw it, paid for by the
 * account at `sender`; it is accepted in that block.
 */
export async function sendWeather(
  client: PublicClient,
  { rpcUrl, deployment }: DemoChain,
  sender: number,
  next: bigint,
): Promise<{ epoch: bigint; hash: Hex }> {
  const climate = { address: deployment.contracts.Climate!.address, abi: climateAbi } as const;
  const epochSeconds = await client.readContract({ ...climate, functionName: "EPOCH_SECONDS" });
  const epoch = next / BigInt(epochSeconds);
  const signerSetVersion = await client.readContract({
    ...climate,
    functionName: "signerSetVersionIn",
    args: [epoch],
  });
  const [, threshold] = await client.readContract({
    ...climate,
    functionName: "signersOf",
    args: [signerSetVersion],
  });
  const count = await client.readContract({
    ...climate,
    functionName: "stationCountIn",
    args: [epoch],
  });
  const stations = await Promise.all(
    Array.from({ length: Number(count) }, (_, index) =>
      client.readContract({ ...climate, functionName: "stationOf", args: [BigInt(index)] }),
    ),
  );
  const assignment = {
    chainId: deployment.chainId,
    climate: climate.address,
    epoch,
    epochSeconds: Number(epochSeconds),
    signerSetVersion,
    stations,
  };
  const members = [1, 2, 3, 4].map((index) => privateKeyToAccount(privateKey(index)));
  const recordings = loadRecordings(recordingsFile());
  // Asked once: their words need not be remembered.
  const words = { given: async () => null, give: async <W>(word: W) => word };
  const all: Report[] = [];
  for (const signer of members) {
    const sources = [openReplay(recordings, signer.address)];
    const { report } = await openReporter({ signer, sources, words }).report(assignment, next);
    if (report !== null) all.push(report);
  }
  const reports = chooseReports(all, Number(threshold), epoch)!;
  const wallet = createWalletClient({
    account: privateKeyToAccount(privateKey(sender)),
    chain: foundry,
    transport: http(rpcUrl),
  });
  const hash = await wallet.writeContract({
    ...climate,
    functionName: "submit",
    args: [
      epoch,
      reports.map(({ observations }) => observations),
      reports.map(({ signature }) => signature),
    ],
    gas: 5_000_000n,
  });
  return { epoch, hash };
}
