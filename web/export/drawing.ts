// An SVG document as pixels, band by band, each drawn as vectors at its own size: crisp however large the
// whole is. Drawn as an image, so nothing in it runs and nothing is fetched.

export interface Drawing {
  /** Rows `y` to `y + height - 1` of the drawing at `size` pixels square, RGBA. */
  rows(size: number, y: number, height: number): Promise<Uint8ClampedArray>;
  /** All of it, laid over what the canvas shows. */
  lay(canvas: CanvasRenderingContext2D, size: number): Promise<void>;
}

/** @throws Error when the document is no SVG. */
export function openDrawing(svg: string): Drawing {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (root.localName !== "svg")
    throw new Error("The picture is no SVG document, so it cannot be saved.");
  const [left = 0, top = 0, wide = 1920, high = 1920] = (root.getAttribute("viewBox") ?? "")
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);

  const imageOf = async (size: number, y: number, height: number): Promise<HTMLImageElement> => {
    const from = top + (y * high) / size;
    root.setAttribute("viewBox", `${left} ${from} ${wide} ${(height * high) / size}`);
    root.setAttribute("width", String(size));
    root.setAttribute("height", String(height));
    root.setAttribute("preserveAspectRatio", "none");
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(root))}`;
    await image.decode();
    return image;
  };

  let canvas: CanvasRenderingContext2D | undefined;
  return {
    async rows(size, y, height) {
      const image = await imageOf(size, y, height);
      canvas ??= canvasOf(size, height);
      if (canvas.canvas.width !== size || canvas.canvas.height !== height) {
        canvas.canvas.width = size;
        canvas.canvas.height = height;
      }
      canvas.clearRect(0, 0, size, height);
      canvas.drawImage(image, 0, 0);
      return canvas.getImageData(0, 0, size, height).data;
    },
    async lay(onto, size) {
      onto.drawImage(await imageOf(size, 0, size), 0, 0);
    },
  };
}

/** A canvas that is read back, and so is kept where the processor can reach it. */
export function canvasOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context)
    throw new Error("This browser has no canvas to draw on, so no picture can be saved.");
  return context;
}
