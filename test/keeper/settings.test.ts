import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { help } from "../../keeper/settings/help.ts";
import { confirmationsOf, pollMsOf } from "../../keeper/settings/pace.ts";
import { readCommand } from "../../keeper/settings/read.ts";
import { readSection } from "../../tools/sections.ts";
import { settingsTable } from "../../tools/settings.ts";

const KEY = `0x${"11".repeat(32)}` as const;
const OTHER = `0x${"22".repeat(32)}` as const;

/** `run` with its settings, or the complaint. */
function readRun(argv: readonly string[], env: Record<string, string>) {
  const command = readCommand(["run", ...argv], { KEEPER_KEY: KEY, ...env });
  if (command.help || command.name !== "run") throw new Error("not run");
  return command;
}

describe("readCommand", () => {
  test("default", () => {
    const { settings, flags } = readRun([], {});
    expect(flags).toEqual({ once: false, standby: false });
    expect(settings).toMatchObject({
      rpcUrls: ["http://127.0.0.1:8545"],
      port: 4750,
      keeperKey: KEY,
      reporterKeys: [],
      backend: "auto",
      tipWei: 1_000_000_000n,
    });
    expect([confirmationsOf(settings, 31_337), pollMsOf(settings, 31_337)]).toEqual([0n, 250]);
    expect([confirmationsOf(settings, 1), pollMsOf(settings, 1)]).toEqual([2n, 2_000]);
  });

  test("args: flags win over the environment", () => {
    const env = {
      PORT: "1",
      REPORTER_KEYS: `${OTHER}, ${OTHER}`,
      RPC_URL: "http://a,http://b",
    };
    const { settings, flags } = readRun(["--once", "--port", "0", "--data-dir", "/tmp/x"], env);
    expect(flags.once).toBe(true);
    expect(settings).toMatchObject({ port: 0, dataDir: "/tmp/x" });
    expect(settings.reporterKeys).toHaveLength(2);
    expect(settings.rpcUrls).toEqual(["http://a", "http://b"]);
  });

  test("args: what may be spent, in ether", () => {
    const read = (env: Record<string, string>) => readRun([], env).settings;
    expect(read({})).toMatchObject({
      bondLimit: 12n * 10n ** 17n,
      demandLimit: 10n ** 17n,
      peers: [],
    });
    const given = {
      BOND_LIMIT_ETHER: "0",
      DEMAND_LIMIT_ETHER: "0.000000000000000001",
      PEERS: "http://a/",
    };
    expect(read(given)).toMatchObject({ bondLimit: 0n, demandLimit: 1n, peers: ["http://a"] });
  });

  test("args: an audit needs an epoch and no key", () => {
    expect(readCommand(["audit", "--epoch", "12"], {})).toMatchObject({
      name: "audit",
      flags: { epoch: 12n },
    });
  });

  test("args: --help", () => {
    expect(readCommand(["--help"], {})).toEqual({ help: true, name: undefined });
    expect(readCommand(["audit", "--help"], {})).toEqual({ help: true, name: "audit" });
    expect(help()).toContain("KEEPER_KEY");
    expect(help("audit")).not.toContain("KEEPER_KEY");
    expect(
      help()
        .split("\n")
        .filter((line) => line.length > 120),
    ).toEqual([]);
  });

  test.each([
    [["run"], {}, "KEEPER_KEY_FILE is not set, nor is KEEPER_SIGNER or KEEPER_KEY. Correct it"],
    [
      ["run"],
      { KEEPER_KEY: KEY, KEEPER_SIGNER: "kms:abc" },
      "KEEPER_SIGNER and KEEPER_KEY are both set. Keep one of them",
    ],
    [["run"], { KEEPER_SIGNER: "abc" }, "KEEPER_SIGNER is neither pkcs11:... nor kms:..."],
    [
      ["run"],
      { KEEPER_KEY: KEY, DATABASE_URL: "mysql://x" },
      "DATABASE_URL is not a postgresql://",
    ],
    [
      ["run"],
      { KEEPER_KEY: "0x12" },
      "KEEPER_KEY is not a private key (0x and 64 hexadecimal digits)",
    ],
    [
      ["run"],
      { KEEPER_KEY: KEY, REPORTER_KEYS: `${OTHER},x` },
      "REPORTER_KEYS (item 2) is not a private key",
    ],
    [["run"], { KEEPER_KEY: KEY, PORT: "99999" }, "PORT is above 65535"],
    [
      ["run"],
      { KEEPER_KEY: KEY, RPC_URL: "localhost" },
      "RPC_URL (item 1) is not an http(s) address",
    ],
    [["run"], { KEEPER_KEY: KEY, RENDERER_URL: "file:///x" }, "RENDERER_URL is not an http(s)"],
    [["run"], { KEEPER_KEY: KEY, RENDER_BACKEND: "abacus" }, "RENDER_BACKEND is none of auto, web"],
    [["run"], { KEEPER_KEY: KEY, TIP_GWEI: "-1" }, "TIP_GWEI is not an amount of gwei"],
    [["run"], { KEEPER_KEY: KEY, LOG_LEVEL: "loud" }, "LOG_LEVEL is not a level of logging"],
    [["run"], { KEEPER_KEY: KEY, REPORTER_KEYS: KEY }, "KEEPER_KEY is also one of REPORTER_KEYS."],
    [["dance"], { KEEPER_KEY: KEY }, '"dance" is not something the keeper does. Try "run", '],
    [[], { KEEPER_KEY: KEY }, "No command is not something"],
    [["audit"], {}, '"audit" needs --epoch E, as in "audit --epoch 1234".'],
    [["audit", "--epoch", "latest"], {}, "--epoch is not the number of an epoch, as in"],
    [["run", "--epoch", "3"], { KEEPER_KEY: KEY }, '--epoch does not go with "run", but with '],
    [
      ["run"],
      { KEEPER_KEY: KEY, BOND_LIMIT_ETHER: "1 ETH" },
      "BOND_LIMIT_ETHER is not an amount of",
    ],
    [
      ["run"],
      { KEEPER_KEY: KEY, RENDER_WORKERS: "0" },
      "RENDER_WORKERS is 0 and DATABASE_URL is not set, so that nobody would paint.",
    ],
    [
      ["audit", "--epoch", "3"],
      { RENDER_WORKERS: "0" },
      'RENDER_WORKERS is 0, and "audit" paints by itself.',
    ],
    [["worker"], { KEEPER_KEY: KEY }, "DATABASE_URL is not set, and it is all that a worker needs"],
    [["run", "--loud"], { KEEPER_KEY: KEY }, "Unknown option '--loud'"],
  ])("error: %j %j", (argv, env, message) => {
    expect(() => readCommand(argv, env)).toThrow(message);
  });

  test("behavior: a command is given what it reads, and looks at nothing else", () => {
    const command = readCommand(["audit", "--epoch", "1"], { KEEPER_KEY: "oops", PORT: "x" });
    if (command.help) throw new Error("help");
    expect(command.settings).not.toHaveProperty("keeperKey");
    expect(command.settings).not.toHaveProperty("port");
  });

  test("behavior: a mistyped key is not repeated in the message", () => {
    const typo = `${KEY}0`;
    expect(() => readCommand(["run"], { KEEPER_KEY: typo })).toThrow(/^(?!.*1111)/);
  });
});

describe("docs/keeper.md", () => {
  test("behavior: its table is the table that is read", () => {
    const document = readFileSync("docs/keeper.md", "utf8");
    expect(readSection(document, "settings"), "run node tools/settings.ts").toBe(settingsTable());
  });
});
