// One verdict in words. The kinds are kept apart, because they ask for different things of the viewer.
import type { ReactNode } from "react";
import type { Difference, Fault, Verdict } from "../verify.ts";
import { count } from "../words.ts";
import { Hash } from "./Facts.tsx";

export function VerdictCard({ verdict }: { verdict: Verdict }) {
  switch (verdict.kind) {
    case "matches":
      return (
        <Card kind={verdict.kind} tone="good" title="It matches">
          <p>
            The picture computed on this machine is the one behind the revealed root. The path came
            from {verdict.source}; it proves itself.
          </p>
          <Hash value={verdict.root} />
        </Card>
      );
    case "root-wrong":
      return (
        <Card kind={verdict.kind} tone="bad" title="The root is wrong">
          <p>
            The raster from {verdict.source} belongs to the revealed root, and it is not what the
            model on the chain paints.
            {verdict.difference
              ? ""
              : " Its pixels are not served, so the first difference cannot be named."}
          </p>
          {verdict.difference && <FirstDifference difference={verdict.difference} />}
          <Hash value={verdict.root} />
        </Card>
      );
    case "bad-proof":
      return (
        <Card kind={verdict.kind} tone="warn" title="A bad proof: ask another source">
          <p>What was served does not lead to the revealed root. It says nothing about the root.</p>
          <Faults faults={verdict.faults} />
        </Card>
      );
    case "cannot-be-proved":
      return (
        <Card kind={verdict.kind} tone="warn" title="It cannot be proved here">
          <p>
            Nobody serves a path for this picture now, so nothing ties it to the revealed root. Try
            again later, or run a keeper and ask that.
          </p>
          <Faults faults={verdict.tried} />
        </Card>
      );
    case "not-revealed":
      return (
        <Card kind={verdict.kind} tone="warn" title="Not revealed yet">
          <p>
            No keeper has revealed a root for this epoch, so there is nothing to hold it against.
          </p>
        </Card>
      );
  }
}

function Card(props: {
  kind: Verdict["kind"];
  tone: "good" | "warn" | "bad";
  title: string;
  children: ReactNode;
}) {
  return (
    <div className={`notice verdict ${props.tone}`} data-verdict={props.kind}>
      <strong>{props.title}</strong>
      {props.children}
    </div>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  return (
    <ul className="small soft">
      {faults.map(({ source, reason }) => (
        <li key={source}>
          {source}: {reason}
        </li>
      ))}
    </ul>
  );
}

function FirstDifference({ difference }: { difference: Difference }) {
  const { run, x, y, served, recomputed, pixels } = difference;
  return (
    <div className="small">
      <p className="numbers">
        First difference: run {run}, pixel ({x}, {y}); {count(pixels, "pixel")} differ
        {pixels === 1 ? "s" : ""}.
      </p>
      <p className="swatches numbers">
        <Swatch name="Committed" rgb={served} />
        <Swatch name="Computed here" rgb={recomputed} />
      </p>
    </div>
  );
}

function Swatch({ name, rgb }: { name: string; rgb: readonly [number, number, number] }) {
  return (
    <span className="swatch">
      <svg viewBox="0 0 1 1" aria-hidden="true">
        <rect width="1" height="1" fill={`rgb(${rgb.join(" ")})`} />
      </svg>
      {name} {rgb.join(", ")}
    </span>
  );
}
