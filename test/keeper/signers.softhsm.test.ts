// A key that never leaves its module: SoftHSM, through the tool that hardware modules are used with.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FatalError } from "../../keeper/errors.ts";
import { openSigner } from "../../keeper/signers/open.ts";
import type { Signer } from "../../keeper/signers/signer.ts";
import { ensureSoftHsm } from "../../tools/softhsm.ts";
import { proveSigner } from "./signing.ts";

const folder = mkdtempSync(join(tmpdir(), "heliotrope-softhsm-"));
const pin = join(folder, "pin");
let library = "";

beforeAll(() => {
  const { library: found, util, pkcs11Tool } = ensureSoftHsm();
  library = found;
  mkdirSync(join(folder, "tokens"));
  writeFileSync(join(folder, "conf"), `directories.tokendir = ${join(folder, "tokens")}\n`);
  process.env.SOFTHSM2_CONF = join(folder, "conf");
  writeFileSync(pin, "271828\n", { mode: 0o600 });
  const quiet = { stdio: "pipe" } as const;
  execFileSync(
    util,
    ["--init-token", "--free", "--label", "greenhouse", "--pin", "271828", "--so-pin", "314159"],
    quiet,
  );
  const to = ["--module", library, "--token-label", "greenhouse", "--login", "--pin", "271828"];
  for (const [label, id, type] of [
    ["keeper", "0a", "EC:secp256k1"],
    ["other", "0b", "EC:secp256k1"],
    ["wrong", "0c", "EC:prime256v1"],
  ] as const) {
    const key = ["--keypairgen", "--key-type", type, "--label", label, "--id", id];
    execFileSync(pkcs11Tool, [...to, ...key], quiet);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(uri: string, keeperPasswordFile: string | undefined = pin): Promise<Signer> {
  return openSigner({
    keeperKey: undefined,
    keeperKeyFile: undefined,
    keeperPasswordFile,
    keeperSigner: `pkcs11:${uri}`,
  });
}

test("default: by label, by id, with the PIN from either place", async () => {
  const signer = await open(`token=greenhouse;object=keeper?module-path=${library}`);
  await proveSigner(signer, signer.address, 4);
  const byId = await open(
    `token=greenhouse;id=%0a?module-path=${library}&pin-source=file:${pin}`,
    undefined,
  );
  expect(byId.address).toBe(signer.address);
  await proveSigner(byId, signer.address, 1);
  const other = await open(`token=greenhouse;object=other?module-path=${library}`);
  expect(other.address).not.toBe(signer.address);
  await proveSigner(other, other.address, 1);
});

test("error: what is wrong ends the keeper at its start", async () => {
  const complaints: [string, RegExp][] = [
    [`token=greenhouse?module-path=${library}`, /^KEEPER_SIGNER does not say which key of which/],
    ["token=greenhouse;object=keeper", /^KEEPER_SIGNER does not say which key of which module/],
    [`token=shed;object=keeper?module-path=${library}`, /does not sign now \(pkcs11-tool: No slot/],
    ["token=greenhouse;object=keeper?module-path=/no.so", /does not sign now .*\/no\.so/],
    [`token=greenhouse;object=wrong?module-path=${library}`, /is a key of P-256, and Ethereum's/],
    [
      `token=greenhouse;object=nobody?module-path=${library}`,
      /The key nobody of the module greenhouse is not there\. Name its id/,
    ],
  ];
  for (const [uri, complaint] of complaints) {
    const opening = open(uri);
    await expect(opening, uri).rejects.toThrow(FatalError);
    await expect(opening, uri).rejects.toThrow(complaint);
  }
});

test("error: a PIN that is refused is not tried again, and others may not read its file", async () => {
  const wrong = join(folder, "wrong");
  writeFileSync(wrong, "000000", { mode: 0o600 });
  const opening = open(`token=greenhouse;object=keeper?module-path=${library}`, wrong);
  await expect(opening).rejects.toThrow(FatalError);
  await expect(opening).rejects.toThrow(/refuses the PIN .* modules lock themselves after a few/);
  chmodSync(wrong, 0o644);
  await expect(
    open(`token=greenhouse;object=keeper?module-path=${library}`, wrong),
  ).rejects.toThrow(/^KEEPER_PASSWORD_FILE names .*, which others may read \(mode 644\)/);
});
