/**
 * Named points at which a test may kill the process, as if the power had gone: HELIOTROPE_FAULT names one of
 * them, with the kind of intent after a colon where one is wanted (`after-sign:commit`).
 */
export const FAULT_POINTS = [
  // A transaction: before its nonce is taken; signed, and nothing of that stored; stored, and shown to nobody;
  // shown; mined, and its intent not settled yet.
  "before-sign",
  "mid-sign",
  "after-sign",
  "after-broadcast",
  "before-settle",
  // What replaces a stuck transaction, and what fills a hole in the nonces: stored, and shown to nobody.
  "after-replace",
  "after-fill",
  // A picture: half of it in its file; the whole file, and no row that names it; both.
  "mid-raster",
  "before-raster-row",
  "after-raster",
  // A salt: on the disk, and nobody has heard of it; heard of, and the render that it belongs to nowhere; both.
  "mid-salt",
  "before-render-row",
  "after-salt",
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Whether a test asks for the wasm backend to be refused, as on a machine whose arithmetic fails the self-test. */
export function isWasmRefused(): boolean {
  return process.env.HELIOTROPE_FAULT === "refuse-wasm";
}

/** Dies where a test asks for it, as a process does whose GPU driver crashes. */
export function crashGpu(): void {
  if (process.env.HELIOTROPE_FAULT === "crash-gpu") process.kill(process.pid, "SIGKILL");
}

/** What a worker does to its pictures where a test asks for it: `flip-pixels` to all, `flip-later` after a while. */
export function spoilsPixels(delivered: number): boolean {
  const wanted = process.env.HELIOTROPE_FAULT;
  return wanted === "flip-pixels" || (wanted === "flip-later" && delivered >= 9);
}

/** Dies without any clean-up when this is the named point; SIGKILL, so that no handler can soften it. */
export function faultPoint(point: FaultPoint, kind = ""): void {
  const wanted = process.env.HELIOTROPE_FAULT;
  if (wanted === undefined || wanted === "") return;
  if (wanted === point || wanted === `${point}:${kind}`) process.kill(process.pid, "SIGKILL");
}
