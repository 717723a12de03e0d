// What the search found: the pixels that convict a root, and the way to have the contract judge it.
import type { EpochRecord } from "../queries/almanac.ts";
import { hrefOf } from "../router.ts";
import { AskChain } from "../verify/AskChain.tsx";
import { Colours } from "../verify/Colours.tsx";
import { ROW_RUNS } from "../verify/run.ts";
import { number } from "../words.ts";
import type { Find } from "./hunt.ts";
import { paddingWords } from "./telling.ts";
import "../styles/verify.css";

export function FindCard({ find, record }: { find: Find; record: EpochRecord }) {
  const { tokenId, root, lie, source, here } = find;
  const plant = (
    <a href={hrefOf({ page: "token", tokenId, epoch: record.epoch })}>plant {tokenId}</a>
  );
  return (
    <div className="notice bad verdict" data-find={lie.kind} data-plant={tokenId}>
      {lie.kind === "run" ? (
        <>
          <p>
            In {plant}, run {number(lie.run)} (row {Math.floor(lie.run / ROW_RUNS)}) is not what the
            model on the chain paints.
          </p>
          {here && (
            <div className="runs">
              <Colours name="This machine" pixels={here} against={undefined} />
              <Colours name="The root" pixels={lie.pixels} against={here} />
            </div>
          )}
        </>
      ) : lie.kind === "padding" ? (
        <p>
          Something lies under the root where nothing may be:{" "}
          {paddingWords(lie.node.height, lie.node.index)}. It was seen beside the path of {plant}.
        </p>
      ) : (
        <p>
          The sky of {plant} was painted from something else than the chain says: from another
          weather, another plant or another model.
        </p>
      )}
      <p className="small soft">Served by {source}; it proves itself.</p>
      <AskChain root={root} lie={lie} record={record} tokenId={tokenId} />
    </div>
  );
}
