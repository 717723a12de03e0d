// Another renderer's picture, asked for by the viewer, under a badge that says what it is not.
import { useMutation } from "@tanstack/react-query";
import { NOT_ENFORCEABLE } from "../../renderer/attestation.ts";
import { Facts, Hash } from "../components/Facts.tsx";
import { useWorld } from "../world.ts";
import { type ExternalPicture, fetchExternal, useExternalKeeper } from "./external.ts";

export function External({ tokenId, epoch }: { tokenId: number; epoch: number }) {
  const { deployment } = useWorld();
  const { data: keeper } = useExternalKeeper();
  const asking = useMutation({
    mutationFn: () =>
      fetchExternal(keeper!, epoch, tokenId, deployment.contracts.Heliotrope, deployment.chainId),
  });
  if (!keeper) return null;
  return (
    <section aria-labelledby="external">
      <h2 id="external">Another renderer's picture</h2>
      <p className="soft">This keeper also asks a renderer outside the chain. {NOT_ENFORCEABLE}</p>
      <button
        type="button"
        className="button small"
        disabled={asking.isPending}
        onClick={() => asking.mutate()}
      >
        {asking.isPending ? "Asking…" : "Ask for it"}
      </button>
      {asking.error && (
        <p className="notice bad" role="alert">
          There is no picture: {asking.error.message}
        </p>
      )}
      {asking.data && <Picture picture={asking.data} />}
    </section>
  );
}

function Picture({ picture }: { picture: ExternalPicture }) {
  const { attestation, image } = picture;
  return (
    <>
      <p className="notice" role="status" data-enforceable="false">
        <strong>Not enforceable</strong>
      </p>
      <img src={image} width="512" height="512" alt="The same moment, by another renderer" />
      <Facts
        rows={[
          ["Renderer", attestation.renderer],
          ["Signed by", <Hash key="keeper" value={attestation.keeper} />],
          ["Picture", <Hash key="picture" value={attestation.picture} />],
        ]}
      />
    </>
  );
}
