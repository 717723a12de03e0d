import { encodeFunctionData } from "viem";
import { climateAbi } from "../../contracts/abi.ts";
import { chooseReporters, report } from "../weather/reporter.ts";
import type { Context } from "./context.ts";
import type { Survey } from "./survey.ts";

/**
 * When the present epoch has no weather yet, has k of our reporters read and sign it, and submits what they saw.
 * Does nothing where this keeper has no reporter keys.
 */
export async function observe(context: Context, now: Survey): Promise<void> {
  const { rpc, contracts, sender, reporters, recordings, log } = context;
  if (now.epochAccepted || reporters.length === 0) return;
  const { client } = rpc;
  const climate = {
    address: contracts.Climate,
    abi: climateAbi,
    blockNumber: now.blockNumber,
  } as const;
  const { epoch } = now;
  const [signerSetVersion, stationCount] = await Promise.all([
    client.readContract({ ...climate, functionName: "signerSetVersionIn", args: [epoch] }),
    client.readContract({ ...climate, functionName: "stationCountIn", args: [epoch] }),
  ]);
  if (signerSetVersion === 0n || stationCount === 0n) {
    log.debug(
      { epoch: Number(epoch) },
      "no signer set or no station was in force at this epoch's instant",
    );
    return;
  }
  const [[signers, threshold], stations] = await Promise.all([
    client.readContract({ ...climate, functionName: "signersOf", args: [signerSetVersion] }),
    Promise.all(
      Array.from({ length: Number(stationCount) }, (_, index) =>
        client.readContract({ ...climate, functionName: "stationOf", args: [BigInt(index)] }),
      ),
    ),
  ]);
  const members = reporters.filter(({ address }) => signers.includes(address));
  const chosen = chooseReporters(members, Number(threshold), epoch);
  if (chosen === null) {
    log.warn(
      { epoch: Number(epoch), here: members.length, needed: Number(threshold) },
      "too few of the climate's signers are among REPORTER_KEYS to submit weather from here",
    );
    return;
  }
  const assignment = {
    chainId: rpc.chainId,
    climate: contracts.Climate,
    epoch,
    epochSeconds: now.epochSeconds,
    signerSetVersion,
    stations,
  };
  const reports = await Promise.all(
    chosen.map((account) => report(account, recordings, assignment)),
  );
  const missing = reports[0]?.missing ?? [];
  if (missing.length > 0) {
    log.warn(
      { epoch: Number(epoch), missing },
      "no usable record for these stations; reported missing",
    );
  }
  await sender.enqueue({
    kind: "observe",
    subject: `epoch ${epoch}`,
    target: contracts.Climate,
    data: encodeFunctionData({
      abi: climateAbi,
      functionName: "submit",
      args: [
        epoch,
        reports.map(({ observations }) => observations),
        reports.map(({ signature }) => signature),
      ],
    }),
    expiresAt: (epoch + 1n) * BigInt(now.epochSeconds),
  });
}
