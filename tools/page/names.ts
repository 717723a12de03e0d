// Makes a program small where a minifier may not: names of properties that are the project's own, and the constants
// of WebGL, which a minifier cannot know.

/** The constants of WebGL2 that the page uses. */
const CONSTANTS: Record<string, number> = {
  CLAMP_TO_EDGE: 33071,
  COLOR_ATTACHMENT0: 36064,
  FRAGMENT_SHADER: 35632,
  FRAMEBUFFER: 36160,
  LINEAR: 9729,
  LINK_STATUS: 35714,
  RGBA: 6408,
  SCISSOR_TEST: 3089,
  STATIC_DRAW: 35044,
  TEXTURE0: 33984,
  TEXTURE_2D: 3553,
  TEXTURE_MIN_FILTER: 10241,
  TEXTURE_WRAP_S: 10242,
  TEXTURE_WRAP_T: 10243,
  TRIANGLES: 4,
  UNIFORM_BUFFER: 35345,
  UNPACK_PREMULTIPLY_ALPHA_WEBGL: 37441,
  UNSIGNED_BYTE: 5121,
  VERTEX_SHADER: 35633,
};

/** Properties of the project's own objects; none of them is a name of the platform's. */
const OWN = [
  "add biases condition depth epoch frame inputs instant keep lat latent lon mapping matrices",
  "moonPhase moonX moonY numbers ready rest rgba rising season shifts sunX sunY texture",
  "cloud storm fog mist fine ridgeSeed terrain cloudSeed strokeSeed starSeed weather moonShadow darkness",
  "say pass",
]
  .join(" ")
  .split(" ");

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** The same program with shorter names; plain texts stay, so shaders do. */
export function shortenNames(source: string): string {
  return source
    .replace(/\bgl\.([A-Z][A-Z0-9_]+)/g, (_, name: string) => {
      const value = CONSTANTS[name];
      if (value === undefined) throw new Error(`gl.${name} is not in tools/page/names.ts; add it.`);
      return `${value}`;
    })
    .replace(/"(?:[^"\\]|\\.)*"|\b[a-zA-Z]+\b/g, (name) => {
      const at = OWN.indexOf(name);
      return at < 0 ? name : `${LETTERS[at % 26]}${(at / 26) | 0}`;
    });
}
