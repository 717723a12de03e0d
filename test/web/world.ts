// The page's queries without a page: the world that they read from.
import { readerOf } from "../../web/client.ts";
import { parseDeployment } from "../../web/deployment.ts";
import type { World } from "../../web/world.ts";
import type { Stage } from "./stage.ts";

export function worldOf({ contracts, rpcUrl, url }: Stage): World {
  const deployment = parseDeployment({ chainId: 31_337, contracts, rpc: rpcUrl }, url);
  return { deployment, client: readerOf(deployment) };
}
