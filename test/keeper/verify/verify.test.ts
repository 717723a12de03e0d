// A picture held against a chain of the real kind: two epochs of three plants, and files of every sort made of them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEpoch } from "../../../keeper/chain/epochs.ts";
import { readInputs } from "../../../keeper/chain/inputs.ts";
import { readDrawn } from "../../../keeper/chain/scene.ts";
import { encodeComposed } from "../../../keeper/publish/compose.ts";
import { pngOf } from "../../../keeper/publish/layout.ts";
import { type Easel, openEasel } from "../../../keeper/verify/easel.ts";
import { readPicture } from "../../../keeper/verify/file.ts";
import { type Verdict, type VerifyTools, verify } from "../../../keeper/verify/verify.ts";
import { composedSvg } from "../../../renderer/compose.ts";
import { RECORD } from "../../../tools/demo/chain.ts";
import { sendWeather } from "../accept.ts";
import { type Board, type Keeper, setBoard } from "../board.ts";
import { startKeeper } from "../process.ts";

const TOKENS = 3;
let board: Board;
let tools: VerifyTools;
let easel: Easel;
/** Two epochs at which all plants are born. */
let epochs: readonly [bigint, bigint];

beforeAll(async () => {
  board = await setBoard(TOKENS);
  const keeper: Keeper = await board.keeper(5);
  const { rpc, deployment } = board;
  const { contracts } = deployment;
  await board.mineUntil(async () => (keeper.loop.latest()?.germinated ?? 0n) === BigInt(TOKENS));
  // Born strictly before the instants of the next two epochs.
  for (let i = 0; i < 30; i++) await board.mine();
  const found = [await accept(), await accept()];
  const block = await board.client.getBlockNumber();
  for (const epoch of found) {
    expect(await readEpoch({ rpc, contracts }, epoch, block)).toMatchObject({ supply: TOKENS });
  }
  epochs = [found[0]!, found[1]!];
  tools = { rpc, contracts, models: keeper.context.models, bar: () => ({ to() {}, end() {} }) };
  easel = openEasel(tools);
  // It has done its part, and would look at the chain fifty times a second.
  await keeper.stop();
});

afterAll(() => board.close());

/** Has the weather of the next epoch accepted, early in it; says which. */
async function accept(): Promise<bigint> {
  const { client, chain } = board;
  for (;;) {
    const { timestamp } = await client.getBlock();
    const next = timestamp + 840n;
    await board.mine();
    if (next % 25_200n >= 840n) continue;
    const { epoch } = await sendWeather(client, chain, 4, next + 840n);
    await board.mine();
    return epoch;
  }
}

/** Painted once each: in plain integers it takes most of a second. */
const painted = new Map<string, Promise<Uint8Array>>();

function pixelsOf(tokenId: number, epoch: bigint): Promise<Uint8Array> {
  const known = painted.get(`${tokenId} ${epoch}`);
  const pixels = known ?? readInputs(tools, tokenId, epoch).then((inputs) => easel.whole(inputs));
  painted.set(`${tokenId} ${epoch}`, pixels);
  return pixels;
}
const imageOf = async (tokenId: number, epoch: bigint) =>
  sharp(await pixelsOf(tokenId, epoch), { raw: { width: 240, height: 240, channels: 3 } });

function keep(name: string, bytes: Uint8Array): string {
  const path = join(board.folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** What is said of a file that is claimed to be token 1 at the first epoch. */
async function verdict(name: string, bytes: Uint8Array): Promise<Verdict> {
  return verify(tools, { tokenId: 1, epoch: epochs[0] }, await readPicture(keep(name, bytes)));
}

describe("verify", () => {
  test("default: the canonical file", async () => {
    const found = await verdict("1.png", pngOf(await pixelsOf(1, epochs[0])));
    expect(found.finding).toBe("honest");
    expect(found.what).toBe(
      `This is the canonical picture of token 1 at epoch ${epochs[0]}, byte for byte.`,
    );
    expect(found.sure).toMatch(/^Certain/);
  });

  test("args: the composed file, and one whose plant was changed", async () => {
    const { scene } = (await readDrawn(tools, tools.contracts.Metadata!, 1, Number(epochs[0])))!;
    const file = composedSvg(scene, await pixelsOf(1, epochs[0]));
    expect((await verdict("1.svg", file)).finding).toBe("honest");
    const bent = new TextDecoder().decode(file).replace("</svg>", "<path d='M0,0h9'/></svg>");
    const found = await verdict("bent.svg", new TextEncoder().encode(bent));
    expect(found.finding).toBe("re-encoded");
    expect(found.what).toContain("every pixel of its sky is right");
  });

  test("args: the composed file as PNG and AVIF, and another token's", async () => {
    const fileOf = async (tokenId: number) => {
      const epoch = epochs[0];
      const { scene } = (await readDrawn(
        tools,
        tools.contracts.Metadata!,
        tokenId,
        Number(epoch),
      ))!;
      return composedSvg(scene, await pixelsOf(tokenId, epoch));
    };
    const svg = await fileOf(1);
    const png = await verdict("over.png", await encodeComposed(svg, "png"));
    expect(png.finding).toBe("composed");
    expect(png.what).toContain("(png, 1200 x 1200): every pixel is that of the composition");
    expect(png.sure).toMatch(/^Certain/);
    const avif = await verdict("over.avif", await encodeComposed(svg, "avif"));
    expect(avif.finding, avif.sure).toBe("composed");
    expect(avif.what).toContain("in a file with losses or changes");
    const small = await sharp(svg).resize(600, 600).jpeg({ quality: 80 }).toBuffer();
    expect((await verdict("over.jpg", small)).finding).toBe("composed");
    const other = await verdict("other.png", await encodeComposed(await fileOf(2), "png"));
    expect(other.finding, other.sure).toBe("another token");
    expect(other.what).toContain("its composed picture, the plant over its sky");
  });

  test("args: re-encoded, without losses and with them", async () => {
    const image = await imageOf(1, epochs[0]);
    const lossless = await verdict("small.png", await image.clone().png().toBuffer());
    expect(lossless.finding).toBe("re-encoded");
    expect(lossless.what).toContain("every pixel is right");
    expect(lossless.sure).toMatch(/^Certain/);
    const jpeg = await verdict("1.jpg", await image.clone().jpeg({ quality: 75 }).toBuffer());
    expect(jpeg.finding).toBe("re-encoded");
    expect(jpeg.what).toContain("(jpeg, 240 x 240), with losses or changes: ");
    const large = await image.clone().resize(800, 800).avif({ quality: 60 }).toBuffer();
    expect((await verdict("1.avif", large)).finding).toBe("re-encoded");
  });

  test("args: another token's", async () => {
    const own = await verdict("2.png", pngOf(await pixelsOf(2, epochs[0])));
    expect(own.finding).toBe("another token");
    expect(own.what).toBe(
      `This is not token 1 at epoch ${epochs[0]}, but token 2 at epoch ${epochs[0]}: its canonical picture, byte for byte.`,
    );
    expect(own.sure).toMatch(/^Certain/);
    const lossy = await (await imageOf(2, epochs[0])).jpeg({ quality: 80 }).toBuffer();
    const found = await verdict("2.jpg", lossy);
    expect(found.finding).toBe("another token");
    expect(found.what).toContain("re-encoded with losses");
  });

  test("args: another epoch's", async () => {
    const found = await verdict("later.png", pngOf(await pixelsOf(1, epochs[1])));
    expect(found.finding).toBe("another epoch");
    expect(found.what).toContain(`but token 1 at epoch ${epochs[1]}`);
  });

  test("args: nobody's", async () => {
    const noise = Uint8Array.from({ length: 172_800 }, (_, i) => (i * 7_919) % 256);
    const found = await verdict("noise.png", pngOf(noise));
    expect(found.finding).toBe("unknown");
    // One pixel changed is not what was painted, and is seen.
    const pixels = (await pixelsOf(1, epochs[0])).slice();
    pixels[99_999]! ^= 8;
    const bent = await verdict("bent.png", pngOf(pixels));
    expect(bent.finding).toBe("re-encoded");
    expect(bent.what).toContain("changes: 1 of its 57,600 pixels is not right");
  });

  test("behavior: the command says it in words and by its exit code", async () => {
    const file = keep("2.png", pngOf(await pixelsOf(2, epochs[0])));
    const settings = { RPC_URL: board.chain.rpcUrl, DEPLOYMENT: join(board.folder, RECORD) };
    const run = async (token: number) => {
      const of = ["--token", String(token), "--epoch", String(epochs[0]), "--file", file];
      const keeper = startKeeper(["verify", ...of], settings);
      const code = await keeper.exited;
      return { code, said: keeper.log() + keeper.lastLine() };
    };
    expect(await run(2)).toMatchObject({ code: 0 });
    const wrong = await run(1);
    expect(wrong.code, wrong.said).toBe(3);
  });

  test("error: no picture, no such file, no such token", async () => {
    const cut = pngOf(await pixelsOf(1, epochs[0])).subarray(0, 90_000);
    await expect(verdict("cut.png", cut)).rejects.toThrow("It may be cut short; fetch it again.");
    await expect(verdict("text.png", Buffer.from("hello"))).rejects.toThrow("no picture");
    await expect(readPicture(join(board.folder, "none"))).rejects.toThrow("(ENOENT)");
    const picture = await readPicture(keep("1.png", pngOf(await pixelsOf(1, epochs[0]))));
    await expect(verify(tools, { tokenId: 3, epoch: epochs[0] }, picture)).rejects.toThrow(
      "the token was not born by then",
    );
  });
});
