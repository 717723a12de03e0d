/** Keys at AWS's key service. Its client is no part of the install; credentials come as that client finds them. */
import { type Hex, hexToBytes } from "viem";
import { FatalError, oneLine, RetryableError } from "../errors.ts";
import { importOptional } from "../render/optional.ts";
import { addressOfSpki, pairOfDer } from "./der.ts";
import { remoteSigner, type Signer } from "./signer.ts";

/** As much of @aws-sdk/client-kms as is used. */
export interface KmsModule {
  readonly KMSClient: new (settings: object) => { send(command: object): Promise<unknown> };
  readonly GetPublicKeyCommand: new (input: object) => object;
  readonly SignCommand: new (input: object) => object;
}

export async function openKms(
  keyId: string,
  load: () => Promise<KmsModule | undefined> = () =>
    importOptional<KmsModule>("@aws-sdk/client-kms"),
): Promise<Signer> {
  const kms = await load();
  if (kms === undefined) {
    throw new FatalError(
      "KEEPER_SIGNER names a key at AWS, and the client for it is not installed. Install it (node tools/optional.ts kms), or use another signer.",
    );
  }
  const place = `The key ${keyId} at AWS`;
  // Where the key is named in full, its region is in its name.
  const region = /^arn:[^:]+:kms:([^:]+):/.exec(keyId)?.[1];
  const client = new kms.KMSClient(region === undefined ? {} : { region });
  const reply = await client
    .send(new kms.GetPublicKeyCommand({ KeyId: keyId }))
    .catch((error: unknown) => {
      throw new FatalError(
        `${place} cannot be used (${reasonOf(error)}). Check its id, AWS_REGION, and that these credentials may kms:GetPublicKey and kms:Sign with it.`,
      );
    });
  const address = addressOfSpki(place, bytesIn(place, reply, "PublicKey"));
  return remoteSigner(place, address, async (digest: Hex) => {
    const asked = new kms.SignCommand({
      KeyId: keyId,
      Message: hexToBytes(digest),
      MessageType: "DIGEST",
      SigningAlgorithm: "ECDSA_SHA_256",
    });
    try {
      return pairOfDer(bytesIn(place, await client.send(asked), "Signature"));
    } catch (error) {
      throw new RetryableError(`${place} does not sign now (${reasonOf(error)}).`);
    }
  });
}

function bytesIn(place: string, reply: unknown, name: string): Uint8Array {
  const value = (reply as Record<string, unknown> | null)?.[name];
  if (value instanceof Uint8Array) return value;
  throw new FatalError(`${place} answered without ${name}.`);
}

function reasonOf(error: unknown): string {
  const name = (error as { name?: string }).name;
  const text = oneLine(error);
  return name === undefined || name === "Error" ? text : `${name}: ${text}`;
}
