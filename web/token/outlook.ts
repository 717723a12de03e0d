// What the coming year holds for a place, as far as it follows from time alone: how high the sun climbs each day,
// and how full the moon is.
import { heavensAt } from "../../renderer/sun.ts";

const DAY = 86_400;
const HOUR = 3_600;
/** Heights are told from it. */
const HORIZON = 64;

interface Outlook {
  name: string;
  tone: string;
  /** 0 to 64, one for each epoch from the present on. */
  values: number[];
}

/** For `epochs` + 1 epochs from `present` on. */
export function outlookOf(
  place: { latMicroDeg: number; lonMicroDeg: number },
  present: number,
  epochs: number,
  epochSeconds: number,
): Outlook[] {
  const { latMicroDeg, lonMicroDeg } = place;
  const at = (time: number) => heavensAt(time, latMicroDeg, lonMicroDeg);
  const noons = new Map<number, number>();
  const noonOf = (day: number) => {
    const known = noons.get(day);
    if (known !== undefined) return known;
    let highest = 0;
    for (let hour = 0; hour < 24; hour++) {
      highest = Math.max(highest, at(day * DAY + hour * HOUR).sunY - HORIZON);
    }
    noons.set(day, highest);
    return highest;
  };
  const times = Array.from({ length: epochs + 1 }, (_, i) => (present + i) * epochSeconds);
  return [
    {
      name: "Sun at noon",
      tone: "chart-sun",
      values: times.map((time) => noonOf(Math.floor(time / DAY))),
    },
    {
      name: "Fullness of the moon",
      tone: "chart-wind",
      // The lit part of the disc; the phase runs to 128.
      values: times.map((time) => 32 - 32 * Math.cos((at(time).moonPhase * Math.PI) / 64)),
    },
  ];
}
