/** Which epochs stay pinned: the newest, and the first and last of each season. All others follow from the chain. */

/** Seasons of three months each, from December on, counted from year 0: the same for both hemispheres. */
export function seasonOf(epoch: bigint, epochSeconds: number): number {
  const instant = new Date(Number(epoch) * epochSeconds * 1000);
  return Math.floor((instant.getUTCFullYear() * 12 + instant.getUTCMonth() + 1) / 3);
}

export function keptEpochs(
  epochs: readonly bigint[],
  newest: number,
  epochSeconds: number,
): ReadonlySet<bigint> {
  const ascending = [...new Set(epochs)].sort((a, b) => (a < b ? -1 : 1));
  const kept = new Set(ascending.slice(-newest));
  ascending.forEach((epoch, i) => {
    const season = seasonOf(epoch, epochSeconds);
    const isEdge = (other: bigint | undefined) =>
      other === undefined || seasonOf(other, epochSeconds) !== season;
    if (isEdge(ascending[i - 1]) || isEdge(ascending[i + 1])) kept.add(epoch);
  });
  return kept;
}
