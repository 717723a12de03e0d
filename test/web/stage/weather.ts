// Weather of the stage: accepted by the contract from three reporters, changing from epoch to epoch.
import { type Hex, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { climateAbi } from "../../../contracts/abi.ts";
import { encodeReport, type Observation } from "../../../renderer/observation.ts";
import { privateKey } from "../../../tools/demo/chain.ts";
import { KEEPER, REPORTERS } from "./cast.ts";
import type { Chain } from "./chain.ts";

const reporters = REPORTERS.map((index) => privateKeyToAccount(privateKey(index))).sort((a, b) =>
  a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1,
);

/** Steps into the next epoch and accepts its weather, told by three of the four reporters. */
export async function passEpoch(chain: Chain): Promise<number> {
  const { client, contracts } = chain;
  const climate = { address: contracts.Climate!.address, abi: climateAbi } as const;
  const seconds = BigInt(await client.readContract({ ...climate, functionName: "EPOCH_SECONDS" }));
  const { timestamp } = await client.getBlock();
  const epoch = timestamp / seconds + 1n;
  await chain.warpTo(epoch * seconds + 60n);
  const stations = await client.readContract({ ...climate, functionName: "stationCount" });
  const observations = Array.from({ length: Number(stations) }, (_, i) =>
    weather(Number(epoch), i),
  );
  const report: Hex = toHex(encodeReport(observations));
  const digest = await client.readContract({
    ...climate,
    functionName: "digest",
    args: [epoch, report],
  });
  const chosen = reporters.slice(0, 3);
  const signatures = await Promise.all(chosen.map((reporter) => reporter.sign({ hash: digest })));
  await chain.send(
    chain.wallet(KEEPER).writeContract({
      ...climate,
      functionName: "submit",
      args: [epoch, chosen.map(() => report), signatures],
    }),
  );
  return Number(epoch);
}

/** Weather that changes from epoch to epoch and from place to place, within every range. */
function weather(epoch: number, station: number): Observation {
  const turn = (epoch * 5 + station * 3) % 7;
  return {
    tempCentiC: 400 + turn * 260 - station * 150,
    precipCentiMm: turn > 4 ? turn * 70 : 0,
    windEastCms: (turn - 3) * 140,
    windNorthCms: (station % 2 ? -1 : 1) * 90,
    windSpeedCms: 120 + Math.abs(turn - 3) * 140,
    sunMinutes: turn < 4 ? 60 * (4 - turn) : 0,
    frostMinutes: turn === 0 ? 90 : 0,
    codeRank: [0, 1, 2, 3, 6, 11, 12][turn]!,
    cloudPct: turn * 15,
    derived: turn % 2 === 0,
    age: 0,
  };
}
