/** From the settings to whoever signs. */
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { FatalError } from "../errors.ts";
import { decryptKeystore } from "./keystore.ts";
import { openKms } from "./kms.ts";
import { openPkcs11 } from "./pkcs11.ts";
import { readSecret } from "./secret.ts";
import type { Signer } from "./signer.ts";

/** One of the first three. */
export interface SignerSettings {
  readonly keeperKey: Hex | undefined;
  readonly keeperKeyFile: string | undefined;
  readonly keeperSigner: string | undefined;
  readonly keeperPasswordFile: string | undefined;
}

export async function openSigner(settings: SignerSettings): Promise<Signer> {
  const { keeperKey, keeperKeyFile, keeperSigner, keeperPasswordFile } = settings;
  if (keeperSigner?.startsWith("pkcs11:")) return openPkcs11(keeperSigner, keeperPasswordFile);
  if (keeperSigner?.startsWith("kms:")) return openKms(keeperSigner.slice("kms:".length));
  if (keeperKeyFile !== undefined) {
    return privateKeyToAccount(keyIn(keeperKeyFile, keeperPasswordFile));
  }
  if (keeperKey !== undefined) return privateKeyToAccount(keeperKey);
  throw new FatalError(
    "The keeper has no key. Set KEEPER_KEY_FILE, KEEPER_SIGNER or KEEPER_KEY; --help says how.",
  );
}

function keyIn(file: string, passwordFile: string | undefined): Hex {
  const text = readSecret("KEEPER_KEY_FILE", file).trim();
  const plain = /^(?:0x)?([0-9a-fA-F]{64})$/.exec(text);
  if (plain !== null) return `0x${plain[1]!}`;
  if (passwordFile === undefined) {
    throw new FatalError(
      `${file} holds no plain private key. If it is an encrypted one, name the file with its password in KEEPER_PASSWORD_FILE.`,
    );
  }
  return decryptKeystore(file, text, readSecret("KEEPER_PASSWORD_FILE", passwordFile));
}
