import { postgresForFile } from "./postgres.ts";
import { describeReorgs } from "./reorgs.ts";

const { HELIOTROPE_REORG_DEPTHS = "4" } = process.env;
const depths = HELIOTROPE_REORG_DEPTHS.split(",").map(Number);
const cluster = postgresForFile();

describeReorgs("PostgreSQL", depths, () => cluster().database());
