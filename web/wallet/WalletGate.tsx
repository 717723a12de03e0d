// What needs a wallet on the right chain, and until there is one, the way to it.
import type { ReactNode } from "react";
import { useConnection, useSwitchChain } from "wagmi";
import { WalletMenu } from "../components/WalletMenu.tsx";
import { useWorld } from "../world.ts";
import { failureOf } from "./failure.ts";

interface WalletGateProps {
  /** What needs the wallet, for "Connect a wallet to …"; left out where the page says it. */
  purpose?: string;
  children: ReactNode;
}

export function WalletGate({ purpose, children }: WalletGateProps) {
  const { deployment } = useWorld();
  const connection = useConnection();
  const { mutate, isPending, error } = useSwitchChain();
  const { chainId } = deployment;
  if (connection.status !== "connected") {
    return (
      <div className="cluster">
        <WalletMenu prominent />
        {purpose && <span className="soft small">to {purpose}</span>}
      </div>
    );
  }
  if (connection.chainId === chainId) return children;
  return (
    <div className="notice">
      <p>
        Your wallet is on chain {connection.chainId}; these plants live on chain {chainId}.
      </p>
      <button
        type="button"
        className="button small"
        disabled={isPending}
        onClick={() => mutate({ chainId })}
      >
        Switch to chain {chainId}
      </button>
      <div role="alert">{error && <p className="small">{switchFailure(error, chainId)}</p>}</div>
    </div>
  );
}

function switchFailure(error: Error, chainId: number): string {
  const failure = failureOf(error);
  return failure.kind === "other"
    ? `Your wallet did not switch. Choose chain ${chainId} there, or add it by hand.`
    : failure.sentence;
}
