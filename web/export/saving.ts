// Hands a file to the browser's own downloads.

/** How long the browser may take to begin to copy it. */
const GRACE_MS = 60_000;

export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), GRACE_MS);
}
