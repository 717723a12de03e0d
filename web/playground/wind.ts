// Wind as people name it, by where it comes from, and as the weather has it: components towards where it goes.
import type { Observation } from "../../renderer/observation.ts";

type Wind = Pick<Observation, "windEastCms" | "windNorthCms" | "windSpeedCms">;

/** From a bearing in degrees (0 north, 90 east), at a speed in cm/s. */
export function windFrom(bearing: number, speedCms: number): Wind {
  const angle = (bearing * Math.PI) / 180;
  return {
    windEastCms: Math.round(-Math.sin(angle) * speedCms),
    windNorthCms: Math.round(-Math.cos(angle) * speedCms),
    windSpeedCms: speedCms,
  };
}

/** Where it comes from, 0 to 359; north where it is calm. */
export function bearingOf({ windEastCms, windNorthCms }: Wind): number {
  if (windEastCms === 0 && windNorthCms === 0) return 0;
  const degrees = (Math.atan2(-windEastCms, -windNorthCms) * 180) / Math.PI;
  return (Math.round(degrees) + 360) % 360;
}
