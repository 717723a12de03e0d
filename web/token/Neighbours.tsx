// The way to the plants minted before and after.
import { hrefOf } from "../router.ts";

export function Neighbours({ tokenId, minted }: { tokenId: number; minted: number }) {
  const link = (id: number, words: string) => (
    <a className="button small" href={hrefOf({ page: "token", tokenId: id })}>
      {words}
    </a>
  );
  return (
    <nav className="neighbours" aria-label="Neighbouring plants">
      {tokenId > 0 && link(tokenId - 1, `‹ Plant ${tokenId - 1}`)}
      {tokenId + 1 < minted && link(tokenId + 1, `Plant ${tokenId + 1} ›`)}
    </nav>
  );
}
