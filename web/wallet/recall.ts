// The wallet that was connected last, kept on this machine by the name that it announces (EIP-6963), so that a reload
// need not ask for it again. No account is written down: which ones are shared is asked of the wallet.
import type { Config, Connector } from "wagmi";
import { reconnect, watchConnection, watchConnectors } from "wagmi/actions";

const KEY = "heliotrope.wallet";

/** Connects the wallet of the last visit, if it shares its accounts without asking, and keeps which one is next. */
export function recallWallet(config: Config): void {
  watchConnection(config, {
    onChange: ({ connector }, before) => {
      if (connector && connector.uid !== before.connector?.uid) keep(connector.id);
    },
  });
  const last = kept();
  if (last === undefined) return;
  // Extensions announce themselves when they are ready, which may be after the page is.
  const find = (connectors: readonly Connector[]) => {
    const connector = connectors.find(({ id }) => id === last);
    if (!connector) return false;
    void connectQuietly(config, connector);
    return true;
  };
  if (find(config.connectors)) return;
  const unwatch = watchConnectors(config, {
    onChange: (connectors) => {
      if (find(connectors)) unwatch();
    },
  });
}

/** Whoever disconnects wants to be asked the next time. */
export function forgetWallet(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing is kept where nothing may be.
  }
}

async function connectQuietly(config: Config, connector: Connector): Promise<void> {
  // `eth_accounts`, which opens no window. A wallet that is locked, or was never asked, shares none.
  if (!(await connector.isAuthorized())) return;
  // The visitor may have been faster.
  if (config.state.status === "disconnected") await reconnect(config, { connectors: [connector] });
}

function keep(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // The wallet is asked for again next time, that is all.
  }
}

function kept(): string | undefined {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
