/** The pinning services that the settings name. */
import { keptToken } from "../render/tree.ts";
import type { Context } from "../steps/context.ts";
import { saveSentItem, sentItem } from "../store/items.ts";
import { openArchive } from "./archive.ts";
import { openArweave, type SentItems } from "./pin/arweave.ts";
import { openKubo } from "./pin/kubo.ts";
import { openRemote } from "./pin/remote.ts";
import type { PinService } from "./pin/service.ts";
import { readWallet } from "./pin/wallet.ts";
import { openPublisher, type Publisher } from "./publisher.ts";

export interface PinSettings {
  readonly pinKubo: string | undefined;
  readonly pinService: string | undefined;
  readonly pinServiceToken: string | undefined;
  readonly pinOrigins: readonly string[];
  readonly pinArweave: string | undefined;
  readonly pinArweaveKeyFile: string | undefined;
  readonly pinArweaveGateway: string;
}

/** Throws FatalError. Undefined where none is named: then the gateway is all that serves the epochs. */
export function openPinning(
  settings: PinSettings,
  tools: Pick<
    Context,
    "rpc" | "contracts" | "store" | "pool" | "models" | "keepEpochs" | "metrics" | "log" | "bar"
  >,
): Publisher | undefined {
  const { pinKubo, pinService, pinServiceToken = "", pinOrigins } = settings;
  const services: PinService[] = [];
  if (pinKubo !== undefined) services.push(openKubo(pinKubo));
  if (pinService !== undefined) {
    services.push(openRemote({ url: pinService, token: pinServiceToken, origins: pinOrigins }));
  }
  const { store, keepEpochs, metrics, log, bar } = tools;
  if (settings.pinArweave !== undefined) {
    const wallet = readWallet(settings.pinArweaveKeyFile ?? "");
    const { address } = wallet;
    const gateway = settings.pinArweaveGateway;
    const sent: SentItems = {
      find: (cid) => sentItem(store.db, address, cid),
      save: (cid, id) => saveSentItem(store.db, address, cid, id),
    };
    services.push(openArweave({ url: settings.pinArweave, gateway, wallet, sent }));
    log.info({ account: address }, "epochs go to arweave, paid for by this account");
  }
  if (services.length === 0) return undefined;
  // Another machine may have painted the epoch: what is missing here is painted again, and checked.
  const archive = openArchive(store, async (render, tokenId) => {
    const { raster } = await keptToken(tools, render, tokenId);
    return raster;
  });
  return openPublisher({ db: store.db, archive, services, keepEpochs, metrics, log, bar });
}
