// The tables, and with them the GraphQL: one per noun. Amounts are wei.
import { index, onchainEnum, onchainTable, primaryKey, relations } from "ponder";

export const choiceKind = onchainEnum("choice_kind", [
  "moved",
  "pinned",
  "followed",
  "model",
  "art",
]);
export const outcome = onchainEnum("outcome", ["open", "decided", "void"]);
export const ground = onchainEnum("ground", ["run", "inputs", "padding", "silence"]);
export const wordState = onchainEnum("word_state", ["committed", "revealed", "expired"]);
export const demandState = onchainEnum("demand_state", ["open", "answered", "settled"]);

export const token = onchainTable(
  "token",
  (t) => ({
    id: t.integer().primaryKey(),
    owner: t.hex().notNull(),
    isBurned: t.boolean().notNull(),
    mintedAt: t.bigint().notNull(),
    mintedBy: t.hex().notNull(),
    /** Null until it has germinated. */
    genome: t.hex(),
    birthEpoch: t.integer(),
    /** Its home, until it germinates only where one was chosen; then as its holder wants it from the next epoch on. */
    station: t.integer(),
    /** As adopted; null where it has what it was minted with. */
    model: t.integer(),
    artVersion: t.integer(),
    pinnedEpoch: t.integer(),
    nonce: t.integer().notNull(),
  }),
  (table) => ({ byOwner: index().on(table.owner) }),
);

export const transfer = onchainTable(
  "transfer",
  (t) => ({
    id: t.text().primaryKey(),
    tokenId: t.integer().notNull(),
    from: t.hex().notNull(),
    to: t.hex().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ byToken: index().on(table.tokenId) }),
);

export const choice = onchainTable(
  "choice",
  (t) => ({
    id: t.text().primaryKey(),
    tokenId: t.integer().notNull(),
    kind: choiceKind().notNull(),
    /** The station, epoch, model or art version; null for following again. */
    value: t.integer(),
    fromEpoch: t.integer().notNull(),
    at: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ byToken: index().on(table.tokenId) }),
);

export const station = onchainTable("station", (t) => ({
  id: t.integer().primaryKey(),
  name: t.text().notNull(),
  latMicroDeg: t.integer().notNull(),
  lonMicroDeg: t.integer().notNull(),
}));

export const observation = onchainTable(
  "observation",
  (t) => ({
    epoch: t.integer().notNull(),
    stationId: t.integer().notNull(),
    tempCentiC: t.integer().notNull(),
    precipCentiMm: t.integer().notNull(),
    windEastCms: t.integer().notNull(),
    windNorthCms: t.integer().notNull(),
    windSpeedCms: t.integer().notNull(),
    sunMinutes: t.integer().notNull(),
    frostMinutes: t.integer().notNull(),
    wmoCode: t.integer().notNull(),
    cloudPct: t.integer().notNull(),
    isDerived: t.boolean().notNull(),
    /** Epochs since the station was observed; 0 where it was in this one. */
    age: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.epoch, table.stationId] }) }),
);

export const epoch = onchainTable("epoch", (t) => ({
  number: t.integer().primaryKey(),
  climateHash: t.hex().notNull(),
  submitter: t.hex().notNull(),
  acceptedAt: t.bigint().notNull(),
  transaction: t.hex().notNull(),
  commits: t.integer().notNull(),
  reveals: t.integer().notNull(),
  demands: t.integer().notNull(),
  felled: t.integer().notNull(),
  outcome: outcome().notNull(),
  /** The one root that stands, once it is decided, and the CID under which its rasters are. */
  root: t.hex(),
  cid: t.hex(),
  share: t.bigint(),
}));

export const keeper = onchainTable("keeper", (t) => ({
  address: t.hex().primaryKey(),
  commits: t.integer().notNull(),
  reveals: t.integer().notNull(),
  /** Commitments that it never revealed, and roots of its that fell. */
  missed: t.integer().notNull(),
  felled: t.integer().notNull(),
  deposited: t.bigint().notNull(),
  withdrawn: t.bigint().notNull(),
  /** Bonds that came back, and shares of pots. */
  credited: t.bigint().notNull(),
  lastEpoch: t.integer(),
}));

/** What one keeper said of one epoch. */
export const word = onchainTable(
  "word",
  (t) => ({
    epoch: t.integer().notNull(),
    keeper: t.hex().notNull(),
    commitment: t.hex().notNull(),
    state: wordState().notNull(),
    root: t.hex(),
    cid: t.hex(),
    settled: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.epoch, table.keeper] }),
    byKeeper: index().on(table.keeper),
  }),
);

/** A root that was revealed, and whether it still stands. */
export const root = onchainTable(
  "root",
  (t) => ({
    epoch: t.integer().notNull(),
    hash: t.hex().notNull(),
    cid: t.hex().notNull(),
    keepers: t.integer().notNull(),
    isStanding: t.boolean().notNull(),
    felledBy: t.hex(),
    ground: ground(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.epoch, table.hash] }) }),
);

/** A root that was brought down. */
export const challenge = onchainTable("challenge", (t) => ({
  id: t.text().primaryKey(),
  epoch: t.integer().notNull(),
  root: t.hex().notNull(),
  challenger: t.hex().notNull(),
  ground: ground().notNull(),
  at: t.bigint().notNull(),
  transaction: t.hex().notNull(),
}));

/** A demand to see what lies under a node. */
export const demand = onchainTable(
  "demand",
  (t) => ({
    root: t.hex().notNull(),
    height: t.integer().notNull(),
    index: t.bigint().notNull(),
    epoch: t.integer().notNull(),
    demander: t.hex().notNull(),
    bond: t.bigint().notNull(),
    deadline: t.bigint().notNull(),
    state: demandState().notNull(),
    answerer: t.hex(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.root, table.height, table.index] }),
    byEpoch: index().on(table.epoch),
  }),
);

export const tokenRelations = relations(token, ({ many, one }) => ({
  choices: many(choice),
  transfers: many(transfer),
  home: one(station, { fields: [token.station], references: [station.id] }),
}));
export const choiceRelations = relations(choice, ({ one }) => ({
  token: one(token, { fields: [choice.tokenId], references: [token.id] }),
}));
export const transferRelations = relations(transfer, ({ one }) => ({
  token: one(token, { fields: [transfer.tokenId], references: [token.id] }),
}));
export const observationRelations = relations(observation, ({ one }) => ({
  station: one(station, { fields: [observation.stationId], references: [station.id] }),
  of: one(epoch, { fields: [observation.epoch], references: [epoch.number] }),
}));
export const stationRelations = relations(station, ({ many }) => ({
  observations: many(observation),
}));
export const epochRelations = relations(epoch, ({ many }) => ({
  observations: many(observation),
  words: many(word),
  roots: many(root),
  allDemands: many(demand),
  challenges: many(challenge),
}));
export const wordRelations = relations(word, ({ one }) => ({
  of: one(epoch, { fields: [word.epoch], references: [epoch.number] }),
  by: one(keeper, { fields: [word.keeper], references: [keeper.address] }),
}));
export const keeperRelations = relations(keeper, ({ many }) => ({ words: many(word) }));
export const rootRelations = relations(root, ({ one }) => ({
  of: one(epoch, { fields: [root.epoch], references: [epoch.number] }),
}));
export const challengeRelations = relations(challenge, ({ one }) => ({
  of: one(epoch, { fields: [challenge.epoch], references: [epoch.number] }),
}));
export const demandRelations = relations(demand, ({ one }) => ({
  of: one(epoch, { fields: [demand.epoch], references: [epoch.number] }),
}));
