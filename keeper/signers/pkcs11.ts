/** Keys in hardware modules, through OpenSC's pkcs11-tool: any module that has a PKCS#11 library. */
import { spawn } from "node:child_process";
import { type Hex, hexToBytes } from "viem";
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import { addressOfSpki } from "./der.ts";
import { readSecret } from "./secret.ts";
import { type Pair, remoteSigner, type Signer } from "./signer.ts";

/** The PIN goes to the tool through its environment, which other users cannot see, as they can its arguments. */
const PIN = "HELIOTROPE_PIN";
const TIMEOUT_MS = 30_000;

interface Place {
  readonly text: string;
  /** Which module, and which token in it. */
  readonly module: readonly string[];
  /** The key, by either. */
  readonly id: string | undefined;
  readonly object: string | undefined;
  readonly pin: string | undefined;
}

/** `uri` as in RFC 7512: pkcs11:token=...;object=...?module-path=...&pin-source=... */
export async function openPkcs11(uri: string, passwordFile: string | undefined): Promise<Signer> {
  const place = placeOf(uri, passwordFile);
  try {
    const id = place.id ?? (await idOf(place));
    const spki = await call(place, ["--read-object", "--type", "pubkey", "--id", id]);
    const address = addressOfSpki(place.text, spki);
    return remoteSigner(place.text, address, (digest) => sign(place, id, digest));
  } catch (error) {
    // At the start somebody is there to mend it.
    throw new FatalError(oneLine(error));
  }
}

/** The tool signs with the first key there is when it is given a label: it knows keys by their ids alone. */
async function idOf(place: Place): Promise<string> {
  const listed = await call(place, ["--list-objects", "--type", "pubkey"]);
  const ids = listed
    .toString()
    .split(/^(?=Public Key Object)/m)
    .filter((each) => /^\s*label:\s*(.*?)\s*$/m.exec(each)?.[1] === place.object)
    .map((each) => /^\s*ID:\s*([0-9a-f]+)\s*$/m.exec(each)?.[1]);
  const [id] = ids;
  if (ids.length === 1 && id !== undefined) return id;
  throw new FatalError(
    `${place.text} ${ids.length === 0 ? "is not there" : "is not the only one of that name, or has no id"}. Name its id in KEEPER_SIGNER (pkcs11-tool --list-objects shows it), as in pkcs11:token=NAME;id=%0a?module-path=...`,
  );
}

async function sign(place: Place, id: string, digest: Hex): Promise<Pair> {
  const how = ["--sign", "--mechanism", "ECDSA", "--signature-format", "rs", "--id", id];
  const pair = await call(place, how, hexToBytes(digest));
  if (pair.length !== 64) {
    throw new RetryableError(`${place.text} gave ${pair.length} bytes, and no signature.`);
  }
  const half = (from: number) => BigInt(`0x${pair.subarray(from, from + 32).toString("hex")}`);
  return { r: half(0), s: half(32) };
}

function placeOf(uri: string, passwordFile: string | undefined): Place {
  const [path = "", query = ""] = uri.replace(/^pkcs11:/, "").split("?");
  const attributes = new Map<string, string>();
  for (const part of [...path.split(";"), ...query.split("&")]) {
    const at = part.indexOf("=");
    if (at > 0) attributes.set(part.slice(0, at), part.slice(at + 1));
  }
  const text = (name: string) => {
    const value = attributes.get(name);
    return value === undefined ? undefined : decodeURIComponent(value);
  };
  const module = text("module-path");
  const object = text("object");
  const id = attributes.get("id")?.replace(/%/g, "");
  const slot = text("slot-id");
  const token = text("token");
  if (module === undefined || (object === undefined && id === undefined)) {
    throw new FatalError(
      "KEEPER_SIGNER does not say which key of which module: give it as pkcs11:token=NAME;object=KEY?module-path=/path/to/library.so, with pin-source=FILE or KEEPER_PASSWORD_FILE for the PIN.",
    );
  }
  const source = text("pin-source")?.replace(/^file:(\/\/)?/, "");
  const pin =
    source !== undefined
      ? readSecret("KEEPER_SIGNER's pin-source", source)
      : passwordFile !== undefined
        ? readSecret("KEEPER_PASSWORD_FILE", passwordFile)
        : undefined;
  return {
    text: `The key ${object ?? id} of the module ${token ?? module}`,
    module: [
      ...["--module", module],
      ...(token === undefined ? [] : ["--token-label", token]),
      ...(slot === undefined ? [] : ["--slot", slot]),
    ],
    id,
    object,
    pin,
  };
}

/** What the tool writes. A PIN that was refused is never tried again: modules lock themselves after a few. */
async function call(
  { text, module, pin }: Place,
  what: readonly string[],
  input: Uint8Array = new Uint8Array(),
): Promise<Buffer> {
  const login = pin === undefined ? [] : ["--login", "--pin", `env:${PIN}`];
  const child = spawn("pkcs11-tool", [...module, ...login, ...what], {
    env: { ...process.env, ...(pin === undefined ? {} : { [PIN]: pin }) },
    stdio: ["pipe", "pipe", "pipe"],
    timeout: TIMEOUT_MS,
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const code = await new Promise<number | string>((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  if (code === 0) return Buffer.concat(output);
  if (code === "ENOENT") {
    throw new FatalError(
      "KEEPER_SIGNER wants pkcs11-tool, which is not on the PATH. Install OpenSC (Debian: apt-get install opensc).",
    );
  }
  const said = oneLine(Buffer.concat(errors).toString().trim());
  if (/CKR_PIN_(INCORRECT|LOCKED|EXPIRED|INVALID)/.test(said)) {
    throw new FatalError(
      `${text} refuses the PIN (${said}). Correct it before the next start: modules lock themselves after a few tries.`,
    );
  }
  throw new RetryableError(
    `${text} does not sign now (pkcs11-tool: ${said || code}). See that the module is connected and KEEPER_SIGNER names it.`,
  );
}
