// Files that carry a proof: dropped here, read on this machine, believed only where they lead to a revealed root.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { hrefOf } from "../router.ts";
import { number } from "../words.ts";
import { Drop } from "./Drop.tsx";
import { readDropped } from "./dropped.ts";
import type { Evidence } from "./judge.ts";

interface Props {
  tokenId: number;
  epoch: number;
  onEvidence: (evidence: Evidence) => void;
}

export function DropEvidence({ tokenId, epoch, onEvidence }: Props) {
  const [bytes, setBytes] = useState(0);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const reading = useMutation({
    mutationFn: async (file: File) => {
      running.current?.abort();
      running.current = new AbortController();
      setBytes(0);
      onEvidence(await readDropped(file, { tokenId, epoch }, setBytes, running.current.signal));
    },
  });
  const file = reading.variables;
  return (
    <div className="stack" data-drop="evidence">
      <Drop label="Choose a file" onFile={reading.mutate} disabled={reading.isPending}>
        Have the proof in a file? Drop the epoch's CAR, from IPFS or any keeper, or a proof in JSON.
        Pictures go to <a href={hrefOf({ page: "check" })}>Check a picture</a>.
      </Drop>
      <p role="status" className="small soft">
        {reading.isPending && `Reading ${file?.name}, ${number(bytes / 2 ** 20, 1)} MB`}
        {reading.isSuccess && `${file?.name} was read. The verdict above takes it in.`}
      </p>
      {reading.error && (
        <p className="notice bad" role="alert">
          {file?.name} {reading.error.message}. Nothing was concluded from it.
        </p>
      )}
    </div>
  );
}
