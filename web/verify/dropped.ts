// A file that somebody has, as evidence: an epoch's folder (CAR) or a proof as keepers serve it (JSON).
import { readCar } from "./car.ts";
import type { Evidence } from "./judge.ts";
import { parseProof } from "./proof.ts";

const MOST_PROOF_BYTES = 1 << 20;

/** What a file is by its first bytes; everything else may be a picture. */
export type FileKind = "car" | "proof" | "other";

export async function kindOf(file: Blob): Promise<FileKind> {
  const head = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  const text = new TextDecoder("latin1").decode(head);
  // A CAR begins with a CBOR map that names its roots.
  if (text.includes("eroots")) return "car";
  return text.trimStart().startsWith("{") ? "proof" : "other";
}

/**
 * What the file says of a token at an epoch.
 * @throws Error with the reason, to be put behind the file's name.
 */
export async function readDropped(
  file: File,
  of: { tokenId: number; epoch: number },
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Evidence> {
  const kind = await kindOf(file);
  const source = file.name;
  if (kind === "car") {
    const { epoch, node, path, inputs, raster } = await readCar(
      file.stream(),
      of.tokenId,
      onBytes,
      signal,
    );
    requireSame("epoch", epoch, of.epoch);
    return { source, node, path, inputs, raster };
  }
  if (kind === "proof") {
    if (file.size > MOST_PROOF_BYTES) throw new Error("is too long for a proof");
    const { epoch, tokenId, node, path, inputs } = parseProof(parseJson(await file.text()));
    requireSame("epoch", epoch, of.epoch);
    requireSame("token", tokenId, of.tokenId);
    return { source, node, path, inputs };
  }
  throw new Error("is neither an epoch's CAR nor a proof in JSON");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("is no JSON");
  }
}

function requireSame(what: string, said: number | undefined, asked: number): void {
  if (said === undefined || said === asked) return;
  throw new Error(`is of ${what} ${said}, and this is ${what} ${asked}`);
}
