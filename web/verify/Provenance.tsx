// The button that checks a picture, and where the picture comes from, link by link.
import { type ReactNode, useState } from "react";
import { formatCid } from "../cid.ts";
import { Facts, Hash } from "../components/Facts.tsx";
import type { Portrait } from "../portrait.ts";
import {
  type EpochRecord,
  type RootRecord,
  useAlmanac,
  useNewestRevealed,
} from "../queries/almanac.ts";
import { useModel } from "../queries/model.ts";
import { usePortrait } from "../queries/portraits.ts";
import type { Pulse } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { count, instant } from "../words.ts";
import { External } from "./External.tsx";
import { Permanence } from "./Permanence.tsx";
import { Verify } from "./Verify.tsx";

interface Props {
  portrait: Portrait;
  pulse: Pulse;
  /** Accepted epochs of this life, oldest first. */
  epochs: readonly number[];
  /** The epoch that the viewer went back to; undefined for now. */
  chosen: number | undefined;
  onChoose: (epoch: number) => void;
}

export function Provenance({ portrait, pulse, epochs, chosen, onChoose }: Props) {
  const { data: revealed } = useNewestRevealed(portrait.birthEpoch, epochs);
  // A verification that has begun keeps its epoch, however many pass meanwhile.
  const [held, setHeld] = useState<number>();
  // Now is rarely revealed yet, so without a choice the newest revealed epoch is offered.
  const epoch = chosen ?? held ?? revealed ?? epochs.at(-1);
  const { data: record } = useAlmanac(portrait.tokenId, epoch);
  const { data: model } = useModel(portrait.sky?.modelId ?? 0);
  const { data: then } = usePortrait(portrait.tokenId, epoch);
  const isRecordCurrent = record !== undefined && record.epoch === epoch;

  return (
    <>
      <section aria-labelledby="verification">
        <h2 id="verification">Verify</h2>
        {epoch === undefined && (
          <p className="soft">No weather has been accepted since this plant was born.</p>
        )}
        {isRecordCurrent && (
          <>
            {/* A chosen epoch stands over the page already. */}
            {chosen === undefined && (
              <p className="soft numbers">
                Epoch {record.epoch}, {instant(record.epoch * pulse.epochSeconds)}
                {revealed === epoch && ", the newest that keepers have revealed"}
              </p>
            )}
            {record.roots.length === 0 && <Unrevealed record={record} pulse={pulse} />}
            {record.roots.length === 0 && revealed != null && revealed !== epoch && (
              <p>
                <button type="button" className="button small" onClick={() => onChoose(revealed)}>
                  Go to epoch {revealed}, the newest revealed
                </button>
              </p>
            )}
            {record.roots.length > 0 && then?.epoch === record.epoch && (
              <Verify
                key={record.epoch}
                portrait={then}
                record={record}
                onStart={() => setHeld(record.epoch)}
              />
            )}
            {chosen === undefined && held !== undefined && revealed != null && revealed > held && (
              <p>
                <button type="button" className="button small" onClick={() => setHeld(undefined)}>
                  Take epoch {revealed}, revealed since
                </button>
              </p>
            )}
          </>
        )}
      </section>
      {isRecordCurrent && (
        <section aria-labelledby="provenance">
          <h2 id="provenance">Provenance</h2>
          <Facts
            rows={[
              ["Sky model", model ? <Hash key="model" value={model.hash} /> : "being read"],
              ["Climate", <Hash key="climate" value={record.climateHash} />],
              ["Job", <Hash key="job" value={record.job} />],
              ...record.roots.flatMap((root, i) => rowsOf(root, numbered(i, record), record)),
            ]}
          />
          <p className="small">
            <a href={hrefOf({ page: "almanac", epoch: record.epoch })}>
              Epoch {record.epoch} in the almanac: who said what, and what became of it
            </a>
          </p>
        </section>
      )}
      {isRecordCurrent && record.roots.length > 0 && (
        <External key={record.epoch} tokenId={portrait.tokenId} epoch={record.epoch} />
      )}
      <Permanence />
    </>
  );
}

function Unrevealed({
  record,
  pulse,
}: {
  record: { commitEnds: number; revealEnds: number };
  pulse: Pulse;
}) {
  const closed = pulse.time >= record.revealEnds;
  return (
    <p className="notice verdict" data-verdict="not-revealed" role="status">
      <strong>{closed ? "Never revealed" : "Not revealed yet"}</strong>
      <span>
        {closed
          ? "No keeper revealed a root for this epoch. The picture still follows from the chain alone."
          : pulse.time < record.commitEnds
            ? `Keepers may commit until ${instant(record.commitEnds)}, and reveal after that.`
            : `Keepers may reveal until ${instant(record.revealEnds)}.`}
      </span>
    </p>
  );
}

type Row = readonly [string, ReactNode];

/** What the chain says of a root: where it stands, who stands behind it, where its pictures are. */
function rowsOf(root: RootRecord, number: string, { outcome }: EpochRecord): Row[] {
  const standing = root.fallen ? "fallen" : outcome === "decided" ? "decided" : "stands";
  const others = root.keepers - 1;
  return [
    [
      `Root${number}`,
      <span key={root.root} data-standing={standing}>
        <Hash value={root.root} /> ({STANDINGS[standing]})
      </span>,
    ],
    ...(root.cid
      ? [[`CID${number}`, <Hash key={root.cid} value={formatCid(root.cid)} />] as const]
      : []),
    [
      `Keeper${number}`,
      <span key={root.keeper}>
        <Hash value={root.keeper} />
        {others > 0 && ` and ${count(others, "other")}`}
      </span>,
    ],
  ];
}

const STANDINGS = {
  fallen: "it has fallen",
  decided: "the epoch was decided for it",
  stands: "it stands",
} as const;

/** Nothing where there is one root, " 2" where there are several. */
function numbered(index: number, { roots }: EpochRecord): string {
  return roots.length === 1 ? "" : ` ${index + 1}`;
}
