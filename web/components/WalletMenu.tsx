// A small wallet dialog of our own over EIP-6963 discovery.
import { useRef } from "react";
import { useConnect, useConnection, useConnectors, useDisconnect } from "wagmi";
import { failureOf } from "../wallet/failure.ts";
import { forgetWallet } from "../wallet/recall.ts";

/** Connects and disconnects; `prominent` where connecting is the next thing to do. */
export function WalletMenu({ prominent = false }: { prominent?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const connection = useConnection();
  const connectors = useConnectors();
  const connect = useConnect();
  const disconnect = useDisconnect();

  if (connection.status === "connected") {
    const { address } = connection;
    return (
      <p className="small">
        <span className="account soft numbers">
          {connection.connector?.name}, {address.slice(0, 6)}…{address.slice(-4)}{" "}
        </span>
        <button
          type="button"
          className="button small"
          onClick={() => {
            forgetWallet();
            disconnect.mutate({ connector: connection.connector });
          }}
        >
          Disconnect
        </button>
      </p>
    );
  }

  return (
    <>
      <button
        type="button"
        className={prominent ? "button primary" : "button small"}
        onClick={() => {
          connect.reset();
          dialog.current?.showModal();
        }}
        aria-label="Connect a wallet"
      >
        <span>
          Connect<span className="wide"> a wallet</span>
        </span>
      </button>
      <dialog ref={dialog} aria-label="Connect a wallet">
        <h2>Connect a wallet</h2>
        <div className="wallets">
          {connectors.map((connector) => (
            <button
              key={connector.uid}
              type="button"
              className="button"
              disabled={connect.isPending}
              onClick={() =>
                connect.mutate({ connector }, { onSuccess: () => dialog.current?.close() })
              }
            >
              {connector.icon?.startsWith("data:image/") && <img src={connector.icon} alt="" />}
              {connector.name}
            </button>
          ))}
          {connectors.length === 0 && (
            <p>
              No wallet was found in this browser. Install one that announces itself (EIP-6963),
              then reload the page.
            </p>
          )}
        </div>
        {connect.error && (
          <p className="notice bad" role="alert">
            {failureOf(connect.error).sentence}
          </p>
        )}
        <button type="button" className="button small" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </dialog>
    </>
  );
}
