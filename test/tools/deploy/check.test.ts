// A deployment read back from the chain, whatever was done to it; and a second collection.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Address,
  createTestClient,
  decodeFunctionResult,
  encodeFunctionData,
  http,
  keccak256,
  padHex,
  parseAbi,
  publicActions,
  toHex,
  walletActions,
} from "viem";
import { privateKeyToAccount, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  almanacAbi,
  climateAbi,
  heliotropeAbi,
  metadataAbi,
  modelsAbi,
} from "../../../contracts/abi.ts";
import { immutableWords, readArtifact } from "../../../tools/deploy/artifact.ts";
import { standardInput } from "../../../tools/deploy/inputs.ts";
import { CALL_GAS } from "../../../tools/deploy/preflight.ts";
import type { DeployRecord } from "../../../tools/deploy.ts";
import { run } from "../../../tools/processes.ts";
import { clientOf, germinate, mint, observeNext, type System } from "../../contracts/system.ts";
import { KEYS } from "../../keeper/anvil.ts";
import { openStage, PATIENCE, readRecord, type Stage } from "./stage.ts";

describe("check", () => {
  let stage: Stage;
  let record: DeployRecord;
  let name: string;
  let client: ReturnType<typeof testClient>;
  const testClient = (url: string) =>
    createTestClient({ mode: "anvil", transport: http(url) })
      .extend(publicActions)
      .extend(walletActions);
  const at = (contract: string): Address => record.contracts[contract]!.address;

  afterAll(() => stage?.close());
  beforeAll(async () => {
    stage = await openStage();
    client = testClient(stage.anvil.url);
    name = stage.recordName("whole");
    const { text, error } = await stage.deployed("deploy", name);
    expect(error).toBeNull();
    expect(text).toMatch(/(\d+) of \1 as they should be/);
    record = readRecord(name);
  }, PATIENCE);

  /** Does something to the chain, checks, and undoes it. */
  async function tampered(tamper: () => Promise<unknown>, env = {}) {
    const id = await client.snapshot();
    try {
      await tamper();
      return (await stage.deployed("check", name, { env })).error;
    } finally {
      await client.revert({ id });
    }
  }

  /** As the timelock, without its delay. */
  async function asTimelock(to: Address, data: `0x${string}`) {
    const account = at("Timelock");
    await client.impersonateAccount({ address: account });
    await client.setBalance({ address: account, value: 10n ** 18n });
    await client.sendTransaction({ account, to, data, chain: null });
  }

  const stranger = privateKeyToAddress(KEYS[5]);

  test("default", async () => {
    expect((await stage.deployed("check", name)).error).toBeNull();
  });

  test("error: another record", async () => {
    const other = stage.recordName("swapped");
    const contracts = { ...record.contracts, Genomes: record.contracts.Almanac };
    writeFileSync(join("deployments", other), JSON.stringify({ ...record, contracts }));
    const { error } = await stage.deployed("check", other);
    expect(error).toContain("Genomes, code hash, immutables masked: expected");
    expect(error).toContain("Heliotrope, genomes: expected");
  });

  test("error: a record of addresses without code", async () => {
    const other = stage.recordName("empty");
    const contracts = { ...record.contracts, Skies: { address: stranger } };
    writeFileSync(join("deployments", other), JSON.stringify({ ...record, contracts }));
    expect((await stage.deployed("check", other)).error).toContain(
      "Skies, code: expected the build's, found none",
    );
  });

  test("error: another model, by its file and by its bytes", async () => {
    const file = stage.collection((json) => {
      json.models = ["renderer/sky/model.ts"];
    });
    const { error } = await stage.deployed("check", name, { env: { HELIOTROPE_COLLECTION: file } });
    expect(error).toContain("Models, hash of model 0: expected");

    const models = { address: at("Models"), abi: modelsAbi } as const;
    const [pointer] = await client.readContract({ ...models, functionName: "modelOf", args: [0n] });
    const code = (await client.getCode({ address: pointer }))!;
    const bytecode: `0x${string}` = `${code.slice(0, -2) as "0x"}${code.endsWith("00") ? "01" : "00"}`;
    const altered = await tampered(() => client.setCode({ address: pointer, bytecode }));
    expect(altered).toContain("Models, bytes of model 0, hashed: expected");
  });

  test("error: other code, also in Plant's pieces", async () => {
    const address = at("Climate");
    const code = (await client.getCode({ address }))!;
    const error = await tampered(() => client.setCode({ address, bytecode: `${code}00` }));
    expect(error).toContain("Climate, code hash, immutables masked");

    const plant = (await client.getCode({ address: at("Plant") }))!;
    const words = immutableWords(plant, readArtifact("Plant"));
    const piece: Address = `0x${words.at(-1)!.slice(26)}`;
    const other = await tampered(() => client.setCode({ address: piece, bytecode: code }));
    expect(other).toContain("Thicket, code hash: expected");
  });

  test("error: an owner left over", async () => {
    const request = encodeFunctionData({
      abi: climateAbi,
      functionName: "requestOwnershipHandover",
    });
    const pending = await tampered(() =>
      client.request({
        method: "eth_sendTransaction",
        params: [{ from: stranger, to: at("Climate"), data: request }],
      } as never),
    );
    expect(pending).toContain(`Climate, pending handovers: expected none, found ${stranger}`);

    const owned = await tampered(async () => {
      await client.request({
        method: "eth_sendTransaction",
        params: [{ from: stranger, to: at("Models"), data: request }],
      } as never);
      const args = [stranger] as const;
      const functionName = "completeOwnershipHandover";
      await asTimelock(at("Models"), encodeFunctionData({ abi: modelsAbi, functionName, args }));
    });
    expect(owned).toContain(`Models, owner: expected ${at("Timelock")}, found ${stranger}`);
    expect(owned).toContain(`Models, owner, by its events: expected`);
  });

  test("error: other code behind the almanac's proxy, or on its way there", async () => {
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    const value = padHex(at("Climate"), { size: 32 });
    const other = await tampered(() =>
      client.setStorageAt({ address: at("Almanac"), index: slot, value }),
    );
    expect(other).toContain(
      `Almanac, implementation: expected ${at("AlmanacImplementation")}, found ${at("Climate")}`,
    );

    const announced = await tampered(async () => {
      const args = [at("AlmanacImplementation"), "0x"] as const;
      const functionName = "announceUpgrade";
      await asTimelock(at("Almanac"), encodeFunctionData({ abi: almanacAbi, functionName, args }));
    });
    expect(announced).toContain(
      `Almanac, announced upgrade: expected none, found ${at("AlmanacImplementation")}`,
    );
    const locked = await tampered(() =>
      asTimelock(
        at("Almanac"),
        encodeFunctionData({ abi: almanacAbi, functionName: "lock", args: [1n] }),
      ),
    );
    expect(locked).toContain("Almanac, locked powers: expected 0, found 1");
  });

  test("error: a role left over", async () => {
    const abi = parseAbi([
      "function grantRole(bytes32 role, address account)",
      "function updateDelay(uint256 delay)",
    ]);
    const args = [keccak256(toHex("PROPOSER_ROLE")), stranger] as const;
    const proposer = await tampered(() =>
      asTimelock(at("Timelock"), encodeFunctionData({ abi, functionName: "grantRole", args })),
    );
    expect(proposer).toContain(`proposer ${stranger}`);

    const hasty = await tampered(() =>
      asTimelock(
        at("Timelock"),
        encodeFunctionData({ abi, functionName: "updateDelay", args: [0n] }),
      ),
    );
    expect(hasty).toContain("Timelock, delay: expected 172800, found 0");

    const env = { HELIOTROPE_MULTISIG: privateKeyToAddress(KEYS[0]) };
    expect((await stage.deployed("check", name, { env })).error).toBeNull();
    const artist = await tampered(async () => {
      const roles = [stranger, 1n] as const;
      const grant = { abi: heliotropeAbi, functionName: "grantRoles", args: roles } as const;
      await asTimelock(at("Heliotrope"), encodeFunctionData(grant));
    }, env);
    expect(artist).toContain(`${stranger}: 1`);
  });

  test("error: other terms", async () => {
    const file = stage.collection((json) => {
      json.maxSupply = 9_999;
      json.name = "Another";
      (json.almanac as { commitSeconds: number }).commitSeconds = 60;
    });
    const { error } = await stage.deployed("check", name, { env: { HELIOTROPE_COLLECTION: file } });
    expect(error).toContain("Heliotrope, name: expected Another, found Heliotrope");
    expect(error).toContain("Heliotrope, maxSupply: expected 9999, found 10000");
    expect(error).toContain("Almanac, commitSeconds: expected 60, found 7200");
    // The delay of an upgrade follows from the windows.
    expect(error).toContain("Almanac, UPGRADE_DELAY: expected 118920, found 133200");
  });

  test(
    "behavior: explorers get what makes the same code",
    async () => {
      const index = JSON.parse(
        readFileSync(join("deployments", name.replace(".json", ".verify"), "index.json"), "utf8"),
      );
      expect(Object.keys(index).sort()).toEqual(Object.keys(record.contracts).sort());
      expect(index.Timelock.contract).toMatch(/TimelockController.sol:TimelockController$/);
      expect(index.Almanac.contract).toMatch(/ERC1967Proxy.sol:ERC1967Proxy$/);
      expect(index.AlmanacImplementation.contract).toBe("contracts/Almanac.sol:Almanac");
      // Rules, climate and token.
      expect(index.AlmanacImplementation.constructorArguments).toMatch(/^0x[0-9a-f]{640}$/);
      expect(index.Climate.constructorArguments).toMatch(/^0x[0-9a-f]{192}$/);
      // Every input is made alike; one that compiles quickly stands for them.
      const file = join(stage.folder, "input.json");
      writeFileSync(file, JSON.stringify(standardInput("Almanac")));
      const { output } = await run("sh", ["-c", `tools/solc --standard-json < ${file}`]);
      const compiled = JSON.parse(output.slice(output.indexOf("{"))).contracts;
      const { object } = compiled["contracts/Almanac.sol"].Almanac.evm.bytecode;
      const built = JSON.parse(readFileSync("out/Almanac.sol/Almanac.json", "utf8"));
      expect(`0x${object}`).toBe(built.bytecode.object);
    },
    PATIENCE,
  );

  test(
    "behavior: a second collection lives under the same weather, with terms of its own",
    async () => {
      const second = stage.recordName("second");
      const file = stage.collection((json) => {
        delete json.climate;
        Object.assign(json, { name: "Moss", symbol: "MOSS", maxSupply: 64, reserve: 4 });
        (json.sale as Record<string, unknown>).priceWei = "1000000000000000";
        json.germinationRewardWei = "0";
        json.shares = join(process.cwd(), "deployments", name);
      });
      const env = { HELIOTROPE_COLLECTION: file };
      const { text, error } = await stage.deployed("deploy", second, { env });
      expect(error).toBeNull();
      expect(text).not.toContain("new Climate");
      expect(text).not.toMatch(/weather of \d/);
      expect(text).toMatch(/commit and reveal of 2 keepers, an epoch +[\d,]+ +1,252/);
      const own = readRecord(second);
      for (const shared of ["Climate", "Models", "Engine", "Plant", "Skies", "Metadata"]) {
        expect(own.contracts[shared]).toEqual(record.contracts[shared]);
      }
      for (const apart of [
        ...["Heliotrope", "Genomes", "Almanac", "AlmanacImplementation", "Choices", "Timelock"],
      ]) {
        expect(own.contracts[apart]).not.toEqual(record.contracts[apart]);
      }

      const systemOf = ({ contracts, startBlock }: DeployRecord): System => ({
        anvil: stage.anvil,
        client: clientOf(stage.anvil.url),
        startBlock,
        contracts: Object.fromEntries(
          Object.entries(contracts).map(([key, { address }]) => [key, address]),
        ),
      });
      const systems = [systemOf(record), systemOf(own)];
      for (const system of systems) {
        await mint(system, privateKeyToAccount(KEYS[5]), 10);
        await germinate(system);
      }
      const [system] = systems as [System, System];
      await observeNext(system);
      const { epoch } = await observeNext(system);
      const seen = await Promise.all(
        systems.map((one) =>
          Promise.all(
            [...Array(10).keys()].map(async (id) => {
              const token = one.contracts.Heliotrope!;
              const metadata = { address: one.contracts.Metadata!, abi: metadataAbi } as const;
              const args = [token, BigInt(id), epoch] as const;
              const scene = await system.client.readContract({
                ...metadata,
                functionName: "sceneOf",
                args,
              });
              return [scene.stationName, scene.now] as const;
            }),
          ),
        ),
      );
      // Whichever stations the seeds drew: a station has one weather.
      const [here, there] = seen.map((all) => new Map(all));
      const both = [...here!.keys()].filter((station) => there!.has(station));
      expect(both.length).toBeGreaterThan(0);
      for (const station of both) expect(there!.get(station)).toEqual(here!.get(station));

      // What the preflight asks of a node is what a sky needs.
      const question = { abi: heliotropeAbi, functionName: "tokenURI" } as const;
      const { data } = await system.client.call({
        to: own.contracts.Heliotrope!.address,
        data: encodeFunctionData({ ...question, args: [0n] }),
        gas: CALL_GAS,
      });
      const uri = decodeFunctionResult({ ...question, data: data! });
      expect(Buffer.from(uri.split(",")[1]!, "base64").toString() + uri).toContain("image/png");

      // The climate knows only the first collection, so anybody tells the second.
      const hash = await system.client.writeContract({
        address: own.contracts.Heliotrope!.address,
        abi: heliotropeAbi,
        functionName: "announce",
        account: privateKeyToAccount(KEYS[4]),
      });
      const receipt = await system.client.waitForTransactionReceipt({ hash });
      expect(receipt.status).toBe("success");
      expect(receipt.logs.length).toBe(1);
    },
    PATIENCE,
  );
});
