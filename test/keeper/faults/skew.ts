// Loaded before the keeper (`node --import`): its machine's clock is wrong by SKEW_MS, in every thread.
const skew = Number(process.env.SKEW_MS ?? 0);
const now = Date.now;
const RealDate = Date;

class SkewedDate extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [now() + skew] : given) as [number]));
  }
  static override now(): number {
    return now() + skew;
  }
}

globalThis.Date = SkewedDate as DateConstructor;
