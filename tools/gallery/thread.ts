// A thread that paints pictures and frames, one at a time.
import { serveTasks } from "../threads.ts";
import { type FrameTask, paintFrame } from "./frame.ts";
import { type PictureTask, paintPicture } from "./picture.ts";

serveTasks((task: PictureTask | FrameTask) =>
  "progress" in task ? paintFrame(task) : paintPicture(task),
);
