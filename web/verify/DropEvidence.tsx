// Files that carry a proof: dropped here, read on this machine, believed only where they lead to a revealed root.
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Drop } from "../components/Drop.tsx";
import { number } from "../words.ts";
import { kindOf, readDropped } from "./dropped.ts";
import type { Evidence } from "./judge.ts";

// A picture is seldom dropped here, and what holds it against the chain is long.
const PictureCheck = lazy(async () => ({
  default: (await import("../check/PictureCheck.tsx")).PictureCheck,
}));

interface Props {
  tokenId: number;
  epoch: number;
  onEvidence: (evidence: Evidence) => void;
}

export function DropEvidence({ tokenId, epoch, onEvidence }: Props) {
  const [bytes, setBytes] = useState(0);
  const [picture, setPicture] = useState<{ file: File; at: number }>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const reading = useMutation({
    mutationFn: async (file: File) => {
      running.current?.abort();
      running.current = new AbortController();
      setBytes(0);
      if ((await kindOf(file)) === "other") {
        setPicture((before) => ({ file, at: (before?.at ?? 0) + 1 }));
        return;
      }
      setPicture(undefined);
      onEvidence(await readDropped(file, { tokenId, epoch }, setBytes, running.current.signal));
    },
  });
  const file = reading.variables;
  return (
    <div className="stack" data-drop="evidence">
      <Drop label="Choose a file" onFile={reading.mutate} disabled={reading.isPending}>
        Have it in a file? Drop the epoch's CAR, from IPFS or any keeper, a proof in JSON, or any
        picture that is said to be this plant's.
      </Drop>
      <p role="status" className="small soft">
        {reading.isPending && `Reading ${file?.name}, ${number(bytes / 2 ** 20, 1)} MB`}
        {reading.isSuccess && !picture && `${file?.name} was read. The verdict above takes it in.`}
      </p>
      {picture && (
        <Suspense fallback={<p className="small soft">Reading the file…</p>}>
          <PictureCheck key={picture.at} file={picture.file} claim={{ tokenId, epoch }} />
        </Suspense>
      )}
      {reading.error && (
        <p className="notice bad" role="alert">
          {file?.name} {reading.error.message}. Nothing was concluded from it.
        </p>
      )}
    </div>
  );
}
