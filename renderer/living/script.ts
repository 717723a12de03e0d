// The text that GLSL and JavaScript share, as JavaScript: declarations are all that differ.

/** A function of the numbers `q` and the inputs `f` that answers `column` and `pixel`. Comments must be gone. */
export function toScript(source: string): string {
  return `(q,f)=>{let{imul:M,abs,min,max}=Math,U=(a,n)=>a>>>n,D=(a,b)=>a/b|0;${source
    .replace(
      /(?:int|void) (\w+)(\([^)]*\)\{)/g,
      (_, name: string, parameters: string) => `function ${name}${parameters.replace(/int /g, "")}`,
    )
    .replace(/int /g, "let ")}return[column,pixel]}`;
}
