import { PGlite } from "@electric-sql/pglite";
import { describeEngine } from "./database.ts";

describeEngine("PGlite", async () => new PGlite());
