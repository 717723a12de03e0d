/** A small disk of its own under a folder, which can be filled to the last byte. It takes the rights of root. */
import { execFileSync } from "node:child_process";
import { cpSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Disk {
  fill(): void;
  free(): void;
  /** Moves everything to the disk below. */
  settle(): void;
  close(): void;
}

const SIZE = "160m";

export function openDisk(folder: string): Disk {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "heliotrope-test", folder]);
  const ballast = join(folder, "ballast");
  let isMounted = true;
  const close = () => {
    if (isMounted) execFileSync("umount", ["--lazy", folder]);
    isMounted = false;
  };
  return {
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize + bsize));
      } catch {
        // That is what full means.
      }
    },
    free: () => rmSync(ballast, { force: true }),
    settle: () => {
      const aside = `${folder}-aside`;
      cpSync(folder, aside, { recursive: true });
      close();
      cpSync(aside, folder, { recursive: true });
      rmSync(aside, { recursive: true });
    },
    close,
  };
}
