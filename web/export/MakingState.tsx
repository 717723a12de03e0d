// How far a file has come, in a line that is seen and spoken.
import { megabytes } from "./megabytes.ts";
import type { Maker } from "./useMaking.ts";

export function MakingState({ maker, label }: { maker: Maker; label: string }) {
  const { making, stop } = maker;
  return (
    <div className="making">
      {making.kind === "working" && (
        <>
          <progress max={1} value={making.share} aria-label={label} />
          <span className="numbers small soft">{making.words || percent(making.share)}</span>
          <button type="button" className="button small" onClick={stop}>
            Stop
          </button>
        </>
      )}
      {making.kind === "failed" && (
        <p className="notice bad" role="alert">
          Nothing was saved: {making.reason}
        </p>
      )}
      <p className="small" role="status">
        {making.kind === "working" && <span className="hidden">{label} has begun.</span>}
        {making.kind === "done" && (
          <>
            Saved as <span className="filename">{making.name}</span>, {megabytes(making.bytes)}.
          </>
        )}
        {making.kind === "stopped" && "Stopped; nothing was saved."}
      </p>
    </div>
  );
}

function percent(share: number): string {
  return `${Math.floor(100 * share)} %`;
}
