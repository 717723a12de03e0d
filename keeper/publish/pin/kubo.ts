/** A kubo node of the operator's own, through its RPC: the folder goes there as a CAR, whole. */
import { Readable } from "node:stream";
import { z } from "zod";
import { RetryableError } from "../../errors.ts";
import { ask, type PinService, refusal } from "./service.ts";

const BOUNDARY = "heliotrope-car";
/** 1.7 GB over a slow line. */
const UPLOAD_MS = 6 * 3_600_000;

const imported = z.object({
  Root: z.object({ Cid: z.object({ "/": z.string() }), PinErrorMsg: z.string().default("") }),
});

/** @param url of the RPC, such as http://127.0.0.1:5001. */
export function openKubo(url: string): PinService {
  const name = "kubo";
  const call = (path: string, query: Record<string, string>) =>
    `${url}/api/v0/${path}?${new URLSearchParams(query)}`;

  async function isPinned(cid: string): Promise<boolean> {
    const query = { arg: cid, type: "recursive" };
    const reply = await ask(name, call("pin/ls", query), { method: "POST" });
    if (reply.ok) return (await reply.text()).includes(cid);
    const text = await reply.clone().text();
    if (text.includes("is not pinned")) return false;
    throw await refusal(name, reply);
  }

  return {
    name,
    pin: async ({ cid, car }) => {
      if (await isPinned(cid)) return "pinned";
      const request = {
        method: "POST",
        headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
        body: Readable.toWeb(Readable.from(form(car()))) as unknown as BodyInit,
        duplex: "half" as const,
      };
      const reply = await ask(
        name,
        call("dag/import", { "pin-roots": "true" }),
        request,
        UPLOAD_MS,
      );
      if (!reply.ok) throw await refusal(name, reply);
      const roots = (await reply.text()).split("\n").flatMap((line) => {
        const root = line.includes('"Root"') ? imported.safeParse(JSON.parse(line)) : null;
        return root?.success ? [root.data.Root] : [];
      });
      const root = roots.find(({ Cid }) => Cid["/"] === cid);
      if (root === undefined || root.PinErrorMsg !== "") {
        const why = root?.PinErrorMsg ?? "it does not name the folder";
        throw new RetryableError(`kubo took ${cid} and did not pin it (${why}). Trying again.`);
      }
      return "pinned";
    },
    unpin: async (cid) => {
      const reply = await ask(name, call("pin/rm", { arg: cid }), { method: "POST" });
      if (reply.ok || (await reply.clone().text()).includes("not pinned")) return "dropped";
      throw await refusal(name, reply);
    },
  };
}

/** A form with the CAR as its only file. */
async function* form(car: Readable): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder();
  yield text.encode(
    `--${BOUNDARY}\r\ncontent-disposition: form-data; name="path"; filename="epoch.car"\r\ncontent-type: application/vnd.ipld.car\r\n\r\n`,
  );
  yield* car;
  yield text.encode(`\r\n--${BOUNDARY}--\r\n`);
}
