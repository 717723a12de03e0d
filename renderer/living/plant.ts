// The plant as the contract drew it, made fit for a window of any shape.

/**
 * What lies low and reaches wide is ground, and goes on to both sides: grass as it leans, and the earth, which this
 * returns, drawn out as wide as the window is.
 */
export function earthOf(svg: SVGSVGElement): SVGGElement[] {
  return [...svg.querySelectorAll("g")].filter((part) => {
    const { y, width } = part.getBBox();
    if (y < 1000 || width < 1000) return false;
    if (part.hasAttribute("fill")) return true;
    for (const side of [-1920, 1920]) {
      const copy = part.cloneNode(true) as SVGGElement;
      copy.setAttribute("transform", `translate(${side})`);
      part.after(copy);
    }
    return false;
  });
}

/** The drawing as a picture of some pixels. */
export async function imageOf(svg: SVGSVGElement, width: number, height: number) {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  const image = new Image();
  const text = new XMLSerializer().serializeToString(copy);
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  return image;
}
