// Tokens: minted, moved between wallets, germinated, and what their holders chose.
import { ponder } from "ponder:registry";
import { choice, token, transfer } from "ponder:schema";
import { genomesAbi } from "../../../contracts/abi.ts";
import { homeStation } from "../../../renderer/genome.ts";

const NOBODY = "0x0000000000000000000000000000000000000000";

ponder.on("Heliotrope:Transfer", async ({ event, context }) => {
  const { from, to, tokenId } = event.args;
  const id = Number(tokenId);
  const at = event.block.timestamp;
  if (from === NOBODY) {
    await context.db
      .insert(token)
      .values({ id, owner: to, isBurned: false, mintedAt: at, mintedBy: to, nonce: 0 })
      .onConflictDoUpdate({ owner: to });
  } else {
    await context.db.update(token, { id }).set({ owner: to, isBurned: to === NOBODY });
  }
  await context.db.insert(transfer).values({
    id: event.id,
    tokenId: id,
    from,
    to,
    at,
    transaction: event.transaction.hash,
  });
});

ponder.on("Heliotrope:HomeChosen", async ({ event, context }) => {
  const { first, quantity, station } = event.args;
  for (let id = Number(first); id < Number(first + quantity); id++) {
    // Told before its tokens are: they may not be there yet.
    await context.db
      .insert(token)
      .values({
        id,
        owner: NOBODY,
        isBurned: false,
        mintedAt: event.block.timestamp,
        mintedBy: event.transaction.from,
        station,
        nonce: 0,
      })
      .onConflictDoUpdate({ station });
  }
});

ponder.on("Genomes:Germinated", async ({ event, context }) => {
  const { first, count, birthEpoch } = event.args;
  for (let id = Number(first); id < Number(first + count); id++) {
    const genome = await context.client.readContract({
      abi: genomesAbi,
      address: context.contracts.Genomes.address,
      functionName: "genomeOf",
      args: [BigInt(id)],
      // Written once: the node need not remember the state of that block.
      cache: "immutable",
    });
    // Home until its holder moves it, which it may have done on the way.
    const station = homeStation(genome);
    await context.db.update(token, { id }).set((row) => ({
      genome,
      birthEpoch: Number(birthEpoch),
      station: row.nonce === 0 ? station : row.station,
    }));
  }
});

ponder.on("Heliotrope:Moved", async ({ event, context }) => {
  const station = Number(event.args.station);
  await chosen(event, context, "moved", station, { station });
});
ponder.on("Heliotrope:Pinned", async ({ event, context }) => {
  const pinnedEpoch = Number(event.args.epoch);
  await chosen(event, context, "pinned", pinnedEpoch, { pinnedEpoch });
});
ponder.on("Heliotrope:Followed", async ({ event, context }) => {
  await chosen(event, context, "followed", null, { pinnedEpoch: null });
});
ponder.on("Heliotrope:ModelAdopted", async ({ event, context }) => {
  const model = Number(event.args.model);
  await chosen(event, context, "model", model, { model });
});
ponder.on("Heliotrope:ArtAdopted", async ({ event, context }) => {
  const artVersion = Number(event.args.version);
  await chosen(event, context, "art", artVersion, { artVersion });
});

interface Chosen {
  readonly id: string;
  readonly args: { readonly tokenId: bigint; readonly fromEpoch: bigint; readonly nonce: bigint };
  readonly block: { readonly timestamp: bigint };
  readonly transaction: { readonly hash: `0x${string}` };
}
type Kind = (typeof choice.$inferInsert)["kind"];
// biome-ignore lint/suspicious/noExplicitAny: Ponder makes the type of a context for each event anew.
type Context = any;

async function chosen(
  event: Chosen,
  context: Context,
  kind: Kind,
  value: number | null,
  change: Partial<typeof token.$inferInsert>,
): Promise<void> {
  const { tokenId, fromEpoch, nonce } = event.args;
  const id = Number(tokenId);
  await context.db.update(token, { id }).set({ ...change, nonce: Number(nonce) });
  await context.db.insert(choice).values({
    id: event.id,
    tokenId: id,
    kind,
    value,
    fromEpoch: Number(fromEpoch),
    at: event.block.timestamp,
    transaction: event.transaction.hash,
  });
}
