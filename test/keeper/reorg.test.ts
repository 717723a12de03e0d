import { describeReorgs } from "./reorgs.ts";

/** One to eight in `npm run test:long`; here the ends. */
const { HELIOTROPE_REORG_DEPTHS = "1,8" } = process.env;
const depths = HELIOTROPE_REORG_DEPTHS.split(",").map(Number);

describeReorgs("PGlite", depths, async () => undefined);
