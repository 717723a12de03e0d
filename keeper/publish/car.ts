import { Readable } from "node:stream";
import { CarWriter } from "@ipld/car";
import { CID } from "multiformats/cid";
import type { Block } from "./unixfs.ts";

/** A CAR (version 1) of these blocks as they come: what is not taken yet is not made yet. */
export function carStream(root: string, blocks: AsyncIterable<Block>): Readable {
  const { writer, out } = CarWriter.create([CID.parse(root)]);
  const stream = Readable.from(out, { objectMode: false });
  const write = async () => {
    for await (const { cid, bytes } of blocks) {
      if (stream.destroyed) return;
      await writer.put({ cid: CID.parse(cid), bytes });
    }
    await writer.close();
  };
  // Whoever reads learns that it broke off: an incomplete CAR must not look whole.
  write().catch((error: Error) => stream.destroy(error));
  return stream;
}
