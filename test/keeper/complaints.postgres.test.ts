import { openPostgres } from "../../keeper/store/postgres.ts";
import { describeComplaints } from "./complaints.ts";
import { postgresForFile } from "./postgres.ts";
import { describeSender } from "./sends.ts";

const cluster = postgresForFile();
const open = async () => openPostgres(await cluster().database());

describeComplaints("PostgreSQL", open, () => cluster().database());
describeSender("PostgreSQL", open);
