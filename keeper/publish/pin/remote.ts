/** Any service that speaks the IPFS Pinning Service API: it fetches the folder itself, from the origins it is told. */
import { z } from "zod";
import { RetryableError } from "../../errors.ts";
import { ask, type PinService, refusal } from "./service.ts";

const STATUSES = ["queued", "pinning", "pinned", "failed"] as const;
const status = z.object({
  requestid: z.string(),
  status: z.enum(STATUSES),
  pin: z.object({ cid: z.string() }),
});
const list = z.object({ count: z.number(), results: z.array(status) });

export interface RemoteOptions {
  /** Its endpoint, without /pins. */
  readonly url: string;
  readonly token: string;
  /** Multiaddresses at which the folder can be fetched: of this keeper's gateway, or of a node of one's own. */
  readonly origins: readonly string[];
}

export function openRemote({ url, token, origins }: RemoteOptions): PinService {
  const name = "pinning service";
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };

  async function read<T>(reply: Response, shape: z.ZodType<T>): Promise<T> {
    if (!reply.ok) throw await refusal(name, reply);
    const parsed = shape.safeParse(await reply.json().catch(() => null));
    if (parsed.success) return parsed.data;
    throw new RetryableError(
      `The pinning service answers what it should not (${parsed.error.issues[0]?.path.join(".")}). Check PIN_SERVICE; it is asked again later.`,
    );
  }

  async function known(cid: string) {
    const query = new URLSearchParams({ cid, status: STATUSES.join() });
    const { results } = await read(await ask(name, `${url}/pins?${query}`, { headers }), list);
    return results.filter(({ pin }) => pin.cid === cid);
  }

  async function remove(requestid: string): Promise<void> {
    const reply = await ask(name, `${url}/pins/${encodeURIComponent(requestid)}`, {
      method: "DELETE",
      headers,
    });
    if (!reply.ok && reply.status !== 404) throw await refusal(name, reply);
  }

  return {
    name,
    pin: async ({ cid, name: label }) => {
      const before = await known(cid);
      if (before.some((one) => one.status === "pinned")) return "pinned";
      if (before.some((one) => one.status !== "failed")) return "pinning";
      for (const failed of before) await remove(failed.requestid);
      const body = JSON.stringify({ cid, name: label, origins });
      const reply = await ask(name, `${url}/pins`, { method: "POST", headers, body });
      return (await read(reply, status)).status === "pinned" ? "pinned" : "pinning";
    },
    unpin: async (cid) => {
      for (const { requestid } of await known(cid)) await remove(requestid);
      return "dropped";
    },
  };
}
