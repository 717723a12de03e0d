// `npm run preflight`: composition root.
import { preflight } from "./command.ts";

const { code, out, error } = await preflight(process.argv.slice(2), console.error);
if (out) console.log(out);
if (error) console.error(`heliotrope: ${error}`);
process.exitCode = code;
