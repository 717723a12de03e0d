// Base64 without Node or the DOM.
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 with padding. */
export function base64(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out += DIGITS[three >> 18]! + DIGITS[(three >> 12) & 63]!;
    out += left > 1 ? DIGITS[(three >> 6) & 63]! : "=";
    out += left > 2 ? DIGITS[three & 63]! : "=";
  }
  return out;
}
