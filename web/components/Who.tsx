// Somebody in the almanac: a small flower in a colour of its own, and a name.
import { createContext, useContext } from "react";
import type { Address } from "viem";
import type { Name } from "../almanac/telling.ts";
import { usePrimaryName } from "../queries/names.ts";
import { hrefOf } from "../router.ts";

const PETALS = [0, 72, 144, 216, 288] as const;

/** What accounts are called on this page. */
export const NamesContext = createContext<Name>(shortAddress);

export function useName(): Name {
  return useContext(NamesContext);
}

export function Who({ address }: { address: Address }) {
  const called = useCalled(address, useName()(address));
  return (
    <a className="who" title={address} href={hrefOf({ page: "keeper", address })}>
      <Flower address={address} />
      {called}
    </a>
  );
}

/** A name of its own, where the chain has names, in place of what stands for the address, or beside a number. */
export function useCalled(address: Address, known: string): string {
  const primary = usePrimaryName(address);
  if (primary === undefined) return known;
  return known === shortAddress(address) ? primary : `${known}, ${primary}`;
}

/** The same address is the same flower everywhere. */
export function Flower({ address }: { address: Address }) {
  const hue = Number.parseInt(address.slice(-6, -2), 16) % 360;
  const fill = `hsl(${hue} 45% 52%)`;
  return (
    <svg className="flower" viewBox="-6 -6 12 12" aria-hidden="true">
      {PETALS.map((turn) => (
        <ellipse
          key={turn}
          cx="3.1"
          rx="2.7"
          ry="1.9"
          fill={fill}
          transform={`rotate(${turn - 90})`}
        />
      ))}
      <circle r="1.5" className="eye" />
    </svg>
  );
}

/** An address as people compare it: its beginning and its end. */
export function shortAddress(address: Address): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}
