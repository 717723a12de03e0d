// One verdict in words. The kinds are kept apart, because they ask for different things of the viewer.
import type { ReactNode } from "react";
import { paddingWords } from "../almanac/telling.ts";
import { Hash } from "../components/Facts.tsx";
import { count } from "../words.ts";
import type { Difference, Fault, Verdict } from "./judge.ts";

const TITLES: Record<Verdict["kind"], string> = {
  matches: "It matches",
  "root-wrong": "The root is wrong",
  "epoch-differs": "The root is wrong",
  "bad-proof": "A bad proof: ask another source",
  "cannot-be-proved": "Nobody serves a proof",
  "not-revealed": "Not revealed yet",
};

/** A verdict in one spoken sentence. */
export function sentenceOf({ kind }: Verdict): string {
  return `Verdict: ${TITLES[kind]}.`;
}

/** `children` say what can be done about it. */
export function VerdictCard({ verdict, children }: { verdict: Verdict; children?: ReactNode }) {
  switch (verdict.kind) {
    case "matches":
      return (
        <Card kind={verdict.kind} tone="good">
          <p>
            The picture computed on this machine is the one behind the revealed root. The path came
            from {verdict.source}; it proves itself.
          </p>
          <Hash value={verdict.root} />
        </Card>
      );
    case "root-wrong":
      return (
        <Card kind={verdict.kind} tone="bad">
          {verdict.lie?.kind === "padding" ? (
            <p>
              This picture is as it should be, and yet the root is wrong: beside the path from{" "}
              {verdict.source} something lies under it where nothing may be (
              {paddingWords(verdict.lie.node.height, verdict.lie.node.index)}).
            </p>
          ) : (
            <p>
              The raster from {verdict.source} belongs to the revealed root, and it is not what the
              model on the chain paints.
              {verdict.difference
                ? ""
                : " Its pixels are not served, so the first difference cannot be named."}
            </p>
          )}
          {verdict.lie?.kind === "inputs" && (
            <p>It was painted from something else than the chain says: from another sky.</p>
          )}
          {verdict.difference && <FirstDifference difference={verdict.difference} />}
          <Hash value={verdict.root} />
          {children}
        </Card>
      );
    case "epoch-differs":
      return (
        <Card kind={verdict.kind} tone="bad">
          <p>
            Every picture of this epoch was painted here, and together they give another root. Which
            of them the revealed root lies about nobody shows, so no challenge can name it yet.
          </p>
          <Hash value={verdict.root} />
          {children}
        </Card>
      );
    case "bad-proof":
      return (
        <Card kind={verdict.kind} tone="warn">
          <p>
            What was served does not lead to the revealed root. It says nothing about the root, only
            about who served it.
          </p>
          <Faults faults={verdict.faults} />
          <Hash value={verdict.root} />
          {children}
        </Card>
      );
    case "cannot-be-proved":
      return (
        <Card kind={verdict.kind} tone="warn">
          <p>
            Nothing ties this picture to the revealed root now. That makes the root neither right
            nor wrong, and there are other ways to find out.
          </p>
          <Faults faults={verdict.tried} />
          <Hash value={verdict.root} />
          {children}
        </Card>
      );
    case "not-revealed":
      return (
        <Card kind={verdict.kind} tone="warn">
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
  children: ReactNode;
}) {
  return (
    <div className={`notice verdict ${props.tone}`} data-verdict={props.kind}>
      <strong>{TITLES[props.kind]}</strong>
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
