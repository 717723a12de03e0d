// `node test/renderer/sky/runs.ts` writes test/vectors/sky-runs.json: the runs that the contract is asked for.
import { writeFileSync } from "node:fs";
import { runListJson } from "./million.ts";

writeFileSync(new URL("../../vectors/sky-runs.json", import.meta.url), runListJson());
