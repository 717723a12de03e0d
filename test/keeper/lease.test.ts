import { PGlite } from "@electric-sql/pglite";
import { describeLease } from "./lease.ts";

describeLease("PGlite", async () => new PGlite());
