import { openBlank } from "./blank.ts";
import { describeComplaints } from "./complaints.ts";
import { describeSender } from "./sends.ts";

describeComplaints("PGlite", openBlank, async () => undefined);
describeSender("PGlite", openBlank);
