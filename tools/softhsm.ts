// Finds SoftHSM, which stands in for a hardware key module in tests, and OpenSC's tool that speaks to both.
import { existsSync } from "node:fs";
import { findProgram, installPackages } from "./debian.ts";

export interface SoftHsm {
  readonly library: string;
  /** Makes tokens. */
  readonly util: string;
  readonly pkcs11Tool: string;
}

const LIBRARIES = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib"].map(
  (folder) => `${folder}/softhsm/libsofthsm2.so`,
);

function findSoftHsm(): SoftHsm | undefined {
  const library = LIBRARIES.find((path) => existsSync(path));
  const util = findProgram(["softhsm2-util"]);
  const pkcs11Tool = findProgram(["pkcs11-tool"]);
  if (library === undefined || util === undefined || pkcs11Tool === undefined) return undefined;
  return { library, util, pkcs11Tool };
}

/**
 * SoftHSM of this machine; installs Debian's where there is none and this user may.
 * @throws Error with the remedy when there is none and it cannot be installed.
 */
export function ensureSoftHsm(): SoftHsm {
  const found = findSoftHsm();
  if (found) return found;
  const remedy =
    "Install them (Debian: apt-get install softhsm2 opensc), or leave their tests out (npm test -- --without softhsm).";
  installPackages(["softhsm2", "opensc"], remedy);
  const installed = findSoftHsm();
  if (installed) return installed;
  throw new Error(`apt-get installed softhsm2 and opensc, and they are not found. ${remedy}`);
}
