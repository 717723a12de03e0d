// Any picture file, held against the chain.
import { useState } from "react";
import { PictureCheck } from "../check/PictureCheck.tsx";
import type { Claim } from "../check/picture.ts";
import { Drop } from "../components/Drop.tsx";

export function Check() {
  const [file, setFile] = useState<{ file: File; at: number }>();
  const [tokenId, setTokenId] = useState("");
  const [epoch, setEpoch] = useState("");
  const claim: Claim = {
    ...(isWhole(tokenId) && { tokenId: Number(tokenId) }),
    ...(isWhole(epoch) && { epoch: Number(epoch) }),
  };
  return (
    <div className="check">
      <header>
        <h1>Check a picture</h1>
        <p className="lede">
          Got a picture from a marketplace, from IPFS or out of a drawer? Drop it here. It stays on
          this machine, which paints again what the chain says it may show, and compares.
        </p>
      </header>
      <Drop
        label="Choose a file"
        onFile={(chosen) => setFile({ file: chosen, at: (file?.at ?? 0) + 1 })}
      >
        A canonical or composed picture, a PNG, JPEG, AVIF or WebP made from one, or a saved living
        page.
      </Drop>
      <fieldset className="claims">
        <legend>What is it said to be?</legend>
        <label className="field">
          <span>Plant</span>
          <input
            className="input numbers"
            inputMode="numeric"
            value={tokenId}
            onChange={({ target }) => setTokenId(target.value)}
            aria-invalid={tokenId !== "" && !isWhole(tokenId)}
          />
        </label>
        <label className="field">
          <span>Epoch</span>
          <input
            className="input numbers"
            inputMode="numeric"
            value={epoch}
            onChange={({ target }) => setEpoch(target.value)}
            aria-invalid={epoch !== "" && !isWhole(epoch)}
          />
        </label>
        <p className="hint">
          Both may be left empty. With a number fewer skies have to be compared; files that this app
          has saved tell it themselves.
        </p>
      </fieldset>
      {file && (
        <PictureCheck key={`${file.at} ${JSON.stringify(claim)}`} file={file.file} claim={claim} />
      )}
    </div>
  );
}

function isWhole(text: string): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(text.trim());
}
