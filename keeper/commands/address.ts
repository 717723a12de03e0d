/** `address`: whom the key is, so that it can be funded before anything runs. */
import type { Given } from "../settings/read.ts";
import { openSigner } from "../signers/open.ts";

export async function address({ settings }: Given<"address">): Promise<number> {
  console.log((await openSigner(settings)).address);
  return 0;
}
