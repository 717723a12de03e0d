import { openBlank } from "./blank.ts";
import { describeLease } from "./lease.ts";

describeLease("PGlite", openBlank);
