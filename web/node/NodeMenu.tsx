// Which node is asked, and a way to ask another: the page needs one, and any will do.
import { useId, useRef, useState } from "react";
import type { Deployment } from "../deployment.ts";
import { type Checked, checkNode, keepNode, ownNode } from "./own.ts";

export function NodeMenu({ deployment }: { deployment: Deployment }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const own = ownNode(deployment);
  return (
    <>
      <button type="button" className="button small" onClick={() => dialog.current?.showModal()}>
        Use another node
      </button>
      <dialog ref={dialog} aria-labelledby={title} className="stack">
        <h2 id={title}>Use another node</h2>
        <p>
          The page asks {own ? "your own choice, " : ""}
          <span className="hash">{deployment.rpc}</span>. Any node of chain {deployment.chainId}{" "}
          will do, since every picture is checked here. Your choice stays on this machine.
        </p>
        <NodeForm deployment={deployment} />
        <p className="cluster">
          {own && (
            <button
              type="button"
              className="button small"
              onClick={() => keepNode(deployment, undefined)}
            >
              Go back to the collection’s node
            </button>
          )}
          <button type="button" className="button small" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </p>
      </dialog>
    </>
  );
}

function NodeForm({ deployment }: { deployment: Deployment }) {
  const [address, setAddress] = useState("");
  const [checking, setChecking] = useState(false);
  const [checked, setChecked] = useState<Checked>();
  const check = async () => {
    setChecking(true);
    setChecked(undefined);
    const answer = await checkNode(deployment, address.trim());
    setChecking(false);
    setChecked(answer);
    if (answer.isUsable) keepNode(deployment, address.trim());
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <label className="field">
        <span>Address of the node</span>
        <input
          className="input"
          type="url"
          required
          placeholder="https://"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      </label>
      <p className="cluster">
        <button type="submit" className="button primary" disabled={checking}>
          Check it and use it
        </button>
      </p>
      <p role="status" className="small">
        {checking ? "Asking for its chain and for the contracts…" : checked?.sentence}
      </p>
    </form>
  );
}
