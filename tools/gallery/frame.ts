// One frame of a film: a picture, and under it a strip of paper with the day.
import sharp from "sharp";
import { type PictureTask, paintPicture } from "./picture.ts";

export interface FrameTask extends PictureTask {
  readonly day: string;
  readonly weather: string;
  /** How far the film has come, 0 to 1. */
  readonly progress: number;
}

/** Height of the strip. Even, as video wants it. */
export function stripOf(size: number): number {
  return 2 * Math.round(size * 0.04);
}

/** RGB, `size` wide, the strip higher than that. */
export async function paintFrame(task: FrameTask): Promise<Uint8Array> {
  const { size, day, weather, progress } = task;
  const picture = await paintPicture(task);
  const height = stripOf(size);
  const base = Math.round(height * 0.66);
  const style = `font-size='${height * 0.44}' fill='#39342b'`;
  const strip = [
    `<svg xmlns='http://www.w3.org/2000/svg' width='${size}' height='${height}'>`,
    `<rect width='${size}' height='${height}' fill='#f5f0e6'/>`,
    `<rect width='${(size * progress).toFixed(1)}' height='2' fill='#b58a4a'/>`,
    `<text x='${size * 0.03}' y='${base}' font-family="Georgia, 'Liberation Serif', serif" font-style='italic' ${style}>${day}</text>`,
    `<text x='${size * 0.97}' y='${base}' text-anchor='end' font-family="'Helvetica Neue', 'Liberation Sans', sans-serif" ${style}>${weather}</text>`,
    "</svg>",
  ].join("");
  const under = await sharp(Buffer.from(strip)).removeAlpha().raw().toBuffer();
  const frame = new Uint8Array(picture.length + under.length);
  frame.set(picture);
  frame.set(under, picture.length);
  return frame;
}
