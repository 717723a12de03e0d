// The salt of an intent. Whoever loses it has put the intent down for nothing, so it is kept on this machine before
// anything is sent.
import { bytesToHex, type Hex, isHex } from "viem";

/** The salt that belongs to an accusation; a new one where there is none. */
export function saltFor(accusation: string): Hex {
  const name = `heliotrope.intent.${accusation}`;
  // Where a browser keeps nothing, the salt lives as long as the page.
  const kept = known.get(name) ?? read(name);
  const salt = isHex(kept) && kept.length === 66 ? kept : bytesToHex(random());
  known.set(name, salt);
  try {
    localStorage.setItem(name, salt);
  } catch {}
  return salt;
}

const known = new Map<string, string>();

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function random(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(32));
}
