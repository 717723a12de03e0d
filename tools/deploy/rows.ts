// What a check has to say: one comparison a row.
import { type Address, type Hex, isAddress } from "viem";

export interface Row {
  readonly contract: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

export type Add = (contract: string, what: string, expected: unknown, found: unknown) => void;
export type Addresses = Readonly<Record<string, Address>>;

export const isRight = ({ expected, found }: Row) => expected === found;

/** Addresses as words to compare. */
export const lower = (address: string): Hex => {
  if (!isAddress(address, { strict: false })) throw new Error(`${address} is no address.`);
  return address.toLowerCase() as Hex;
};
