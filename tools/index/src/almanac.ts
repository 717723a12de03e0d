// The almanac: what keepers committed to and revealed, what was demanded, felled, decided and paid.
import { ponder } from "ponder:registry";
import { challenge, demand, epoch, keeper, root, word } from "ponder:schema";

const OUTCOMES = ["open", "decided", "void"] as const;
const GROUNDS = ["run", "inputs", "padding", "silence"] as const;
const NEW = {
  commits: 0,
  reveals: 0,
  missed: 0,
  felled: 0,
  deposited: 0n,
  withdrawn: 0n,
  credited: 0n,
};

ponder.on("Almanac:Deposited", async ({ event, context }) => {
  const { keeper: address, amount } = event.args;
  await context.db
    .insert(keeper)
    .values({ ...NEW, address, deposited: amount })
    .onConflictDoUpdate((row) => ({ deposited: row.deposited + amount }));
});

ponder.on("Almanac:Withdrawn", async ({ event, context }) => {
  const { keeper: address, amount } = event.args;
  await context.db
    .insert(keeper)
    .values({ ...NEW, address, withdrawn: amount })
    .onConflictDoUpdate((row) => ({ withdrawn: row.withdrawn + amount }));
});

ponder.on("Almanac:Committed", async ({ event, context }) => {
  const { epoch: of, keeper: address, commitment } = event.args;
  const number = Number(of);
  await context.db
    .insert(word)
    .values({ epoch: number, keeper: address, commitment, state: "committed" });
  await context.db.update(epoch, { number }).set((row) => ({ commits: row.commits + 1 }));
  await context.db
    .insert(keeper)
    .values({ ...NEW, address, commits: 1, lastEpoch: number })
    .onConflictDoUpdate((row) => ({ commits: row.commits + 1, lastEpoch: number }));
});

ponder.on("Almanac:Revealed", async ({ event, context }) => {
  const { epoch: of, keeper: address, root: hash, cid } = event.args;
  const number = Number(of);
  await context.db
    .update(word, { epoch: number, keeper: address })
    .set({ state: "revealed", root: hash, cid });
  // Uniqueness is over roots: the first CID stays.
  await context.db
    .insert(root)
    .values({ epoch: number, hash, cid, keepers: 1, isStanding: true })
    .onConflictDoUpdate((row) => ({ keepers: row.keepers + 1 }));
  await context.db.update(epoch, { number }).set((row) => ({ reveals: row.reveals + 1 }));
  await context.db.update(keeper, { address }).set((row) => ({ reveals: row.reveals + 1 }));
});

ponder.on("Almanac:Expired", async ({ event, context }) => {
  const { epoch: of, keeper: address } = event.args;
  await context.db.update(word, { epoch: Number(of), keeper: address }).set({ state: "expired" });
  await context.db.update(keeper, { address }).set((row) => ({ missed: row.missed + 1 }));
});

ponder.on("Almanac:Demanded", async ({ event, context }) => {
  const { epoch: of, root: under, height, index, demander, bond, deadline } = event.args;
  const number = Number(of);
  await context.db
    .insert(demand)
    .values({
      root: under,
      height: Number(height),
      index,
      epoch: number,
      demander,
      bond,
      deadline,
      state: "open",
    })
    // A node may be demanded anew when its first demand is settled.
    .onConflictDoUpdate({ demander, bond, deadline, state: "open", answerer: null });
  await context.db.update(epoch, { number }).set((row) => ({ demands: row.demands + 1 }));
});

ponder.on("Almanac:DemandRaised", async ({ event, context }) => {
  const { root: under, height, index, bond } = event.args;
  await context.db.update(demand, { root: under, height: Number(height), index }).set({ bond });
});

ponder.on("Almanac:Answered", async ({ event, context }) => {
  const { root: under, height, index, answerer } = event.args;
  const key = { root: under, height: Number(height), index };
  await context.db.update(demand, key).set({ state: "answered", answerer });
});

ponder.on("Almanac:DemandSettled", async ({ event, context }) => {
  const { root: under, height, index } = event.args;
  const key = { root: under, height: Number(height), index };
  await context.db.update(demand, key).set({ state: "settled" });
});

ponder.on("Almanac:Felled", async ({ event, context }) => {
  const { epoch: of, root: hash, by, ground } = event.args;
  const number = Number(of);
  const why = GROUNDS[ground]!;
  await context.db
    .update(root, { epoch: number, hash })
    .set({ isStanding: false, felledBy: by, ground: why });
  await context.db.update(epoch, { number }).set((row) => ({ felled: row.felled + 1 }));
  await context.db.insert(challenge).values({
    id: event.id,
    epoch: number,
    root: hash,
    challenger: by,
    ground: why,
    at: event.block.timestamp,
    transaction: event.transaction.hash,
  });
  const behind = await context.db.sql.query.word.findMany({
    where: (row, { and, eq }) => and(eq(row.epoch, number), eq(row.root, hash)),
  });
  for (const { keeper: address } of behind) {
    await context.db.update(keeper, { address }).set((row) => ({ felled: row.felled + 1 }));
  }
});

ponder.on("Almanac:Finalized", async ({ event, context }) => {
  const { epoch: of, outcome, root: hash, share } = event.args;
  const number = Number(of);
  const standing = await context.db.find(root, { epoch: number, hash });
  const isDecided = OUTCOMES[outcome] === "decided";
  await context.db.update(epoch, { number }).set({
    outcome: OUTCOMES[outcome]!,
    share,
    ...(isDecided && { root: hash, cid: standing?.cid ?? null }),
  });
});

ponder.on("Almanac:Settled", async ({ event, context }) => {
  const { epoch: of, keeper: address, amount } = event.args;
  await context.db.update(word, { epoch: Number(of), keeper: address }).set({ settled: amount });
  await context.db.update(keeper, { address }).set((row) => ({ credited: row.credited + amount }));
});
