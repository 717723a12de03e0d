/** `audit --epoch E`: one verdict a line. */
import { audit as auditEpoch, sentenceOf } from "../audit.ts";
import type { Given } from "../settings/read.ts";

export async function audit({ settings, flags }: Given<"audit">): Promise<number> {
  const verdicts = await auditEpoch(settings, flags.epoch);
  for (const verdict of verdicts) console.log(sentenceOf(verdict));
  return verdicts.every(({ kind }) => kind === "honest") ? 0 : 1;
}
