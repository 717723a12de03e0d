import { createECDH, generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Hex, hexToBytes, recoverAddress, toHex } from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";
import { afterAll, describe, expect, test } from "vitest";
import { connect } from "../../keeper/chain/rpc.ts";
import { FatalError, RetryableError } from "../../keeper/errors.ts";
import { addressOfSpki, pairOfDer } from "../../keeper/signers/der.ts";
import { decryptKeystore } from "../../keeper/signers/keystore.ts";
import { type KmsModule, openKms } from "../../keeper/signers/kms.ts";
import { openSigner } from "../../keeper/signers/open.ts";
import { checkSeparate } from "../../keeper/signers/separate.ts";
import { KEYS, startAnvil } from "./anvil.ts";
import { ORDER, proveSigner } from "./signing.ts";

const folder = mkdtempSync(join(tmpdir(), "heliotrope-signers-"));
const KEY = KEYS[3];
const account = privateKeyToAccount(KEY);
const none = {
  keeperKey: undefined,
  keeperKeyFile: undefined,
  keeperSigner: undefined,
  keeperPasswordFile: undefined,
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** The two examples of the Web3 Secret Storage Definition: one key, one password, two derivations. */
const EXAMPLE_KEY = "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
const EXAMPLES = {
  pbkdf2: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "6087dab2f9fdbbfaddc31a909735c1e6" },
    ciphertext: "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
    kdf: "pbkdf2",
    kdfparams: {
      c: 262_144,
      dklen: 32,
      prf: "hmac-sha256",
      salt: "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd",
    },
    mac: "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2",
  },
  scrypt: {
    cipher: "aes-128-ctr",
    cipherparams: { iv: "83dbcc02d8ccb40e466191a123791e0e" },
    ciphertext: "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
    kdf: "scrypt",
    kdfparams: {
      dklen: 32,
      n: 262_144,
      r: 1,
      p: 8,
      salt: "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19",
    },
    mac: "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097",
  },
} as const;

describe("openSigner", () => {
  test("default: a key in a file, with or without 0x and the line's end", async () => {
    for (const text of [`${KEY}\n`, KEY.slice(2)]) {
      const signer = await openSigner({ ...none, keeperKeyFile: file("key", text) });
      await proveSigner(signer, account.address, 1);
    }
    expect((await openSigner({ ...none, keeperKey: KEY })).address).toBe(account.address);
  });

  test("behavior: an encrypted keystore, as geth and others write it", async () => {
    for (const crypto of Object.values(EXAMPLES)) {
      const signer = await openSigner({
        ...none,
        keeperKeyFile: file("keystore.json", JSON.stringify({ crypto, version: 3, id: "x" })),
        keeperPasswordFile: file("password", "testpassword\n"),
      });
      expect(signer.address).toBe(privateKeyToAccount(EXAMPLE_KEY).address);
    }
    const upper = JSON.stringify({ Crypto: EXAMPLES.pbkdf2, version: 3 });
    expect(decryptKeystore("f", upper, "testpassword")).toBe(EXAMPLE_KEY);
  });

  test("error: another password, no password, no keystore", async () => {
    const text = JSON.stringify({ crypto: EXAMPLES.pbkdf2, version: 3 });
    expect(() => decryptKeystore("f", text, "testpasswort")).toThrow(
      "The password in KEEPER_PASSWORD_FILE does not open f. Give the one that it was encrypted with.",
    );
    for (const other of ["", "{}", text.replace('"version":3', '"version":1'), `${KEY}00`]) {
      expect(() => decryptKeystore("f", other, "x")).toThrow(/^f holds neither a private key/);
    }
    // A file that asks for a terabyte of memory is not tried.
    const greedy = text.replace('"c":262144', '"c":2621440000');
    expect(() => decryptKeystore("f", greedy, "x")).toThrow(/^f holds neither a private key/);
    await expect(openSigner({ ...none, keeperKeyFile: file("k", text) })).rejects.toThrow(
      "holds no plain private key. If it is an encrypted one, name the file with its password in KEEPER_PASSWORD_FILE.",
    );
  });

  test.each([0o640, 0o604, 0o644])("error: a file that others may read (%o)", async (mode) => {
    const path = file("open", KEY, mode);
    const complaint = `names ${path}, which others may read (mode ${mode.toString(8)}). Take that away (chmod 600)`;
    await expect(openSigner({ ...none, keeperKeyFile: path })).rejects.toThrow(complaint);
    const keystore = file("closed.json", JSON.stringify({ crypto: EXAMPLES.pbkdf2, version: 3 }));
    await expect(
      openSigner({ ...none, keeperKeyFile: keystore, keeperPasswordFile: path }),
    ).rejects.toThrow(complaint);
    await expect(openSigner({ ...none, keeperKeyFile: join(folder, "no") })).rejects.toThrow(
      "which cannot be read (ENOENT)",
    );
  });
});

/** SubjectPublicKeyInfo of KEY, as modules and key services give it. */
function spki(): Uint8Array {
  const ecdh = createECDH("secp256k1");
  ecdh.setPrivateKey(hexToBytes(KEY));
  const head = "3056301006072a8648ce3d020106052b8104000a034200";
  return Buffer.from(head + ecdh.getPublicKey("hex"), "hex");
}

function der(r: bigint, s: bigint): Uint8Array {
  const integer = (value: bigint) => {
    const bytes = hexToBytes(toHex(value));
    const signed = bytes[0]! > 127 ? [0, ...bytes] : [...bytes];
    return [2, signed.length, ...signed];
  };
  const body = [...integer(r), ...integer(s)];
  return Uint8Array.from([0x30, body.length, ...body]);
}

describe("pairOfDer", () => {
  test("default: numbers of every length", () => {
    const numbers = [1n, 127n, 128n, 255n, 2n ** 247n, 2n ** 248n - 1n, 2n ** 255n, ORDER - 1n];
    for (const r of numbers) {
      for (const s of numbers) expect(pairOfDer(der(r, s))).toEqual({ r, s });
    }
  });

  test("behavior: what OpenSSL wrote, of its key, over a digest of sevens", async () => {
    const bytes = (text: string) => Buffer.from(text, "hex");
    const { r, s } = pairOfDer(
      bytes(
        "30450220694bc06b537500a86a83405433cda75fd54700e0174db64d4e7290336ad0b877022100c7dcb87ca65c3c4e92f9336592c59e21705df7bd1aaa547afdbf4f0bfc0d8525",
      ),
    );
    const address = addressOfSpki(
      "OpenSSL",
      bytes(
        "3056301006072a8648ce3d020106052b8104000a034200044ac5b1e26502d78d16536152c810b7773127a61c6150e950d15b929e49f386513fa2d4b4cf4293cbea84b5f7a6b6a4dfbebf0636c2b630fd2ef4287fff7aa25f",
      ),
    );
    const hash = `0x${"07".repeat(32)}` as const;
    const words = { r: toHex(r, { size: 32 }), s: toHex(s, { size: 32 }) };
    const found = [0, 1].map((yParity) =>
      recoverAddress({ hash, signature: { ...words, yParity } }),
    );
    expect(await Promise.all(found)).toContain(address);
  });

  test("error: anything else", () => {
    const good = der(5n, 2n ** 255n);
    for (let length = 0; length < good.length; length++) {
      expect(() => pairOfDer(good.subarray(0, length))).toThrow("no signature in DER");
    }
    expect(() => pairOfDer(Uint8Array.from([...good, 0]))).toThrow("no signature in DER");
    expect(() => pairOfDer(Uint8Array.from([0x30, 6, 2, 1, 0x80, 2, 1, 1]))).toThrow("no sig");
    for (const at of [0, 2, 5]) {
      const bad = Uint8Array.from(good);
      bad[at]! ^= 1;
      expect(() => pairOfDer(bad), String(at)).toThrow("no signature in DER");
    }
  });
});

describe("addressOfSpki", () => {
  test("default", () => {
    expect(addressOfSpki("The key", spki())).toBe(account.address);
  });

  test("error: a key of another curve, and none", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const other = publicKey.export({ type: "spki", format: "der" });
    expect(() => addressOfSpki("The key x", other)).toThrow(
      "The key x is a key of P-256, and Ethereum's are of secp256k1.",
    );
    expect(() => addressOfSpki("The key x", new Uint8Array(9))).toThrow(
      "The key x gives no public key that can be read.",
    );
  });
});

/** Answers as AWS's client does, with the higher s every other time, as AWS itself does. */
function standIn(more: { key?: Hex; broken?: () => Error | undefined } = {}): KmsModule {
  let isHigh = false;
  class Command {
    readonly input: { KeyId: string; Message?: Uint8Array; MessageType?: string };
    constructor(input: object) {
      this.input = input as Command["input"];
    }
  }
  class GetPublicKeyCommand extends Command {}
  class SignCommand extends Command {}
  class KMSClient {
    async send(command: object): Promise<unknown> {
      const error = more.broken?.();
      if (error !== undefined) throw error;
      if (command instanceof GetPublicKeyCommand) return { PublicKey: spki() };
      const { input } = command as SignCommand;
      expect(input).toMatchObject({
        KeyId: "alias/keeper",
        MessageType: "DIGEST",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      const { r, s } = await sign({ hash: toHex(input.Message!), privateKey: more.key ?? KEY });
      isHigh = !isHigh;
      return { Signature: der(BigInt(r), isHigh ? ORDER - BigInt(s) : BigInt(s)) };
    }
  }
  return { KMSClient, GetPublicKeyCommand, SignCommand };
}

describe("openKms", () => {
  test("default: the parity is found, and s is made the lower one", async () => {
    await proveSigner(await openKms("alias/keeper", async () => standIn()), account.address);
  });

  test("error: what is wrong at the start ends the keeper, what fails later is tried again", async () => {
    await expect(openKms("k", async () => undefined)).rejects.toThrow(
      "the client for it is not installed. Install it (node tools/optional.ts kms)",
    );
    let error: Error | undefined = Object.assign(new Error("not you"), { name: "AccessDenied" });
    const load = async () => standIn({ broken: () => error });
    const opening = openKms("alias/keeper", load);
    await expect(opening).rejects.toThrow(FatalError);
    await expect(opening).rejects.toThrow("cannot be used (AccessDenied: not you). Check its id");
    error = undefined;
    const signer = await openKms("alias/keeper", load);
    error = new Error("slow down");
    const signing = signer.signTypedData({
      domain: {},
      types: { A: [] },
      primaryType: "A",
      message: {},
    });
    await expect(signing).rejects.toThrow(RetryableError);
    await expect(signing).rejects.toThrow("The key alias/keeper at AWS does not sign now (slow");
  });

  test("error: a signature of another key never gets out", async () => {
    const signer = await openKms("alias/keeper", async () => standIn({ key: KEYS[4] }));
    await expect(signer.signTransaction({ type: "eip1559", chainId: 1, nonce: 0 })).rejects.toThrow(
      `signed with another key than that of ${account.address}.`,
    );
  });
});

describe("checkSeparate", () => {
  test("error: a reporter's key, or an owner's", async () => {
    const anvil = await startAnvil();
    try {
      const rpc = await connect([anvil.url]);
      const contract = "0x00000000000000000000000000000000000ca11e";
      const contracts = { Climate: contract } as never;
      // Answers every call with the account: PUSH20 address, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN.
      const bytecode = `0x73${account.address.slice(2)}5f5260205ff3` as Hex;
      const keeper = privateKeyToAccount(KEYS[4]).address;
      await checkSeparate(rpc, contracts, keeper, [account]);
      await anvil.client.setCode({ address: contract, bytecode });
      await checkSeparate(rpc, contracts, keeper, [account]);
      await expect(checkSeparate(rpc, contracts, account.address, [])).rejects.toThrow(
        `The keeper's key (${account.address}) owns Climate.`,
      );
      await expect(checkSeparate(rpc, contracts, keeper, [{ address: keeper }])).rejects.toThrow(
        `The keeper's key (${keeper}) is also one of REPORTER_KEYS.`,
      );
    } finally {
      await anvil.stop();
    }
  });
});
