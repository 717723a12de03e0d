// The climate: stations, and each accepted epoch with its medians, which no event has.
import { ponder } from "ponder:registry";
import { epoch, observation, station } from "ponder:schema";
import { climateAbi } from "../../../contracts/abi.ts";
import { unpackObservation, wmoCode } from "../../../renderer/observation.ts";

ponder.on("Climate:StationAdded", async ({ event, context }) => {
  const { station: id, name, latMicroDeg, lonMicroDeg } = event.args;
  await context.db.insert(station).values({ id: Number(id), name, latMicroDeg, lonMicroDeg });
});

ponder.on("Climate:EpochAccepted", async ({ event, context }) => {
  const { epoch: accepted, climateHash, submitter } = event.args;
  const number = Number(accepted);
  await context.db.insert(epoch).values({
    number,
    climateHash,
    submitter,
    acceptedAt: event.block.timestamp,
    transaction: event.transaction.hash,
    commits: 0,
    reveals: 0,
    demands: 0,
    felled: 0,
    outcome: "open",
  });
  const climate = {
    abi: climateAbi,
    address: context.contracts.Climate.address,
    // What an accepted epoch holds never changes.
    cache: "immutable",
  } as const;
  const count = await context.client.readContract({
    ...climate,
    functionName: "stationCountIn",
    args: [accepted],
  });
  for (let stationId = 0; stationId < Number(count); stationId++) {
    const [packed] = await context.client.readContract({
      ...climate,
      functionName: "observationAt",
      args: [BigInt(stationId), accepted],
    });
    const seen = unpackObservation(packed);
    const { codeRank: _, derived: isDerived, ...fields } = seen;
    const row = { ...fields, isDerived, wmoCode: wmoCode(seen) };
    await context.db.insert(observation).values({ epoch: number, stationId, ...row });
  }
});
