import { PGlite } from "@electric-sql/pglite";
import { describeComplaints } from "./complaints.ts";
import { describeSender } from "./sends.ts";

describeComplaints(
  "PGlite",
  async () => new PGlite(),
  async () => undefined,
);
describeSender("PGlite", async () => new PGlite());
