import { recoverTypedDataAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, test } from "vitest";
import {
  loadRecordings,
  parseRecordings,
  recordingsFile,
} from "../../keeper/weather/recordings.ts";
import { chooseReporters, report } from "../../keeper/weather/reporter.ts";
import { AGE_MISSING, type Observation, unpackObservation } from "../../renderer/observation.ts";
import { KEYS } from "./anvil.ts";

const accounts = KEYS.slice(1, 5).map((key) => privateKeyToAccount(key));
const recordings = loadRecordings(recordingsFile());
const assignment = {
  chainId: 31_337,
  climate: "0x00000000000000000000000000000000000000c1",
  epoch: 55_000n,
  epochSeconds: 25_200,
  signerSetVersion: 1n,
  stations: [
    { name: "Seattle", latMicroDeg: 47_606_200, lonMicroDeg: -122_332_100 },
    { name: "New York", latMicroDeg: 40_712_800, lonMicroDeg: -74_006_000 },
  ],
} as const;

function unpack(observations: string): Observation[] {
  return [...observations.slice(2).matchAll(/.{32}/g)].map(([word]) =>
    unpackObservation(BigInt(`0x${word}`)),
  );
}

describe("report", () => {
  test("default", async () => {
    const { signer, observations, signature, missing } = await report(
      accounts[0]!,
      recordings,
      assignment,
    );
    expect(missing).toEqual([]);
    const [seattle, newYork] = unpack(observations);
    for (const seen of [seattle!, newYork!]) expect(seen).toMatchObject({ derived: true, age: 0 });
    expect(seattle).not.toEqual(newYork);
    const recovered = await recoverTypedDataAddress({
      domain: {
        name: "Heliotrope Climate",
        version: "1",
        chainId: 31_337,
        verifyingContract: assignment.climate,
      },
      types: {
        Report: [
          { name: "epoch", type: "uint256" },
          { name: "signerSetVersion", type: "uint256" },
          { name: "observations", type: "bytes" },
        ],
      },
      primaryType: "Report",
      message: { epoch: 55_000n, signerSetVersion: 1n, observations },
      signature,
    });
    expect(recovered).toBe(signer);
  });

  test("behavior: reporters see slightly different weather", async () => {
    const reports = await Promise.all(
      accounts.map((account) => report(account, recordings, assignment)),
    );
    const temperatures = reports.map(({ observations }) => unpack(observations)[0]!.tempCentiC);
    expect(new Set(temperatures).size).toBe(4);
    expect(Math.max(...temperatures) - Math.min(...temperatures)).toBeLessThan(150);
  });

  test("behavior: a station without a usable record is missing, the other is not", async () => {
    const stations = [{ name: "Atlantis", latMicroDeg: 0, lonMicroDeg: 0 }, assignment.stations[0]];
    const seen = await report(accounts[0]!, recordings, { ...assignment, stations });
    expect(seen.missing).toEqual(["Atlantis"]);
    const [atlantis, seattle] = unpack(seen.observations);
    expect(atlantis!.age).toBe(AGE_MISSING);
    expect(seattle!.age).toBe(0);
    const nothing = parseRecordings(
      "location,date,precipitation,temp_max,temp_min,wind,weather\n",
      "w.csv",
    );
    const blind = await report(accounts[0]!, nothing, assignment);
    expect(blind.missing).toEqual(["Seattle", "New York"]);
  });
});

describe("chooseReporters", () => {
  test("default", () => {
    const chosen = chooseReporters(accounts, 3, 0n)!;
    const addresses = chosen.map(({ address }) => BigInt(address));
    expect(addresses).toEqual([...addresses].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(addresses).size).toBe(3);
  });

  test("behavior: everyone takes turns at staying silent", () => {
    const silent = [0n, 1n, 2n, 3n].map((epoch) => {
      const chosen = chooseReporters(accounts, 3, epoch)!;
      return accounts.find((account) => !chosen.includes(account))!.address;
    });
    expect(new Set(silent).size).toBe(4);
  });

  test("behavior: too few reporters choose nobody", () => {
    expect(chooseReporters(accounts.slice(0, 2), 3, 0n)).toBeNull();
  });
});
