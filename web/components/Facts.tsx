import type { ReactNode } from "react";

/** Pairs of a name and a value. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A hash or an address, in full, so that it can be compared and copied. */
export function Hash({ value }: { value: string }) {
  return <span className="hash">{value}</span>;
}
