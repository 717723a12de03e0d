/**
 * Arweave, through a service that bundles signed data items: each epoch's folder goes there as a CAR, is paid for once
 * and stays. A gateway is asked what is there; an item counts when the gateway knows it, not when it was taken.
 */
import { Readable } from "node:stream";
import { z } from "zod";
import { RetryableError } from "../../errors.ts";
import { signItem, type Tag } from "./item.ts";
import { ask, type Pinnable, type PinService, refusal } from "./service.ts";
import type { Wallet } from "./wallet.ts";

const NAME = "arweave";
/** 1.7 GB over a slow line. */
const UPLOAD_MS = 6 * 3_600_000;
/** Bundles settle within the hour. After a day without a trace, what was taken is sent again: it is the same item. */
const SETTLE_MS = 24 * 3_600_000;

const QUERY = `query ($ids: [ID!], $owners: [String!], $tags: [TagFilter!]) {
  transactions(ids: $ids, owners: $owners, tags: $tags, first: 1) { edges { node { id owner { address } } } }
}`;

const found = z.object({
  data: z.object({
    transactions: z.object({
      edges: z.array(
        z.object({ node: z.object({ id: z.string(), owner: z.object({ address: z.string() }) }) }),
      ),
    }),
  }),
});
const taken = z.object({ id: z.string() });

/** What was sent, by the CID of the folder. */
export interface SentItems {
  find(cid: string): Promise<{ readonly id: string; readonly ageMs: number } | null>;
  save(cid: string, id: string): Promise<void>;
}

export interface ArweaveOptions {
  /** Of the service, without /tx. */
  readonly url: string;
  /** Of a gateway with GraphQL, without /graphql. */
  readonly gateway: string;
  readonly wallet: Wallet;
  readonly sent: SentItems;
}

export function openArweave({ url, gateway, wallet, sent }: ArweaveOptions): PinService {
  /** The item of ours that a gateway knows, or null. What others tag with the same CID is theirs, and may be anything. */
  async function known(by: { ids: readonly string[] } | { tags: readonly object[] }) {
    const variables = { owners: [wallet.address], ...by };
    const reply = await ask(NAME, `${gateway}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: QUERY, variables }),
    });
    if (!reply.ok) throw await refusal(NAME, reply);
    const parsed = found.safeParse(await reply.json().catch(() => null));
    if (!parsed.success) {
      throw new RetryableError(
        "The Arweave gateway answers a search with what is no list. Check PIN_ARWEAVE_GATEWAY; it is asked again later.",
      );
    }
    const nodes = parsed.data.data.transactions.edges.map(({ node }) => node);
    return nodes.find(({ owner }) => owner.address === wallet.address)?.id ?? null;
  }

  async function send(what: Pinnable): Promise<string> {
    const header = await signItem(wallet, tagsOf(what), what.car());
    const whole = async function* () {
      yield header.bytes;
      yield* what.car();
    };
    const request = {
      method: "POST",
      headers: {
        "content-type": "application/octet-stream",
        // Services refuse what does not say how long it is.
        "content-length": String(header.bytes.length + header.dataBytes),
      },
      body: Readable.toWeb(Readable.from(whole(), { objectMode: false })) as unknown as BodyInit,
      duplex: "half" as const,
    };
    const reply = await ask(NAME, `${url}/tx`, request, UPLOAD_MS);
    if (reply.status === 402) {
      throw new RetryableError(
        `arweave wants to be paid, and the account ${wallet.address} has not enough credit there. Top it up; it is asked again later.`,
      );
    }
    // The same item again is accepted, in words.
    if (reply.status === 202) return header.id;
    if (!reply.ok) throw await refusal(NAME, reply);
    const receipt = taken.safeParse(await reply.json().catch(() => null));
    if (receipt.data?.id !== header.id) {
      throw new RetryableError(
        `arweave took ${what.cid} and does not call it ${header.id}. Check PIN_ARWEAVE; it is sent again later.`,
      );
    }
    return header.id;
  }

  return {
    name: NAME,
    pin: async (what) => {
      const before = await sent.find(what.cid);
      if (before !== null && (await known({ ids: [before.id] })) !== null) return "pinned";
      const there = await known({ tags: [{ name: "CID", values: [what.cid] }] });
      if (there !== null) {
        await sent.save(what.cid, there);
        return "pinned";
      }
      if (before !== null && before.ageMs < SETTLE_MS) return "pinning";
      await sent.save(what.cid, await send(what));
      return "pinning";
    },
    unpin: async () => "stays",
  };
}

function tagsOf({ cid, epoch, root }: Pinnable): Tag[] {
  return [
    { name: "Content-Type", value: "application/vnd.ipld.car" },
    { name: "App-Name", value: "Heliotrope" },
    { name: "Epoch", value: epoch.toString() },
    { name: "Root", value: root },
    { name: "CID", value: cid },
  ];
}
