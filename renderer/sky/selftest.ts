// The known picture: a backend that does not paint exactly this from a model is refused.

import type { SkyRequest } from "./integer.ts";

/** The whole 32 x 32 picture whose keccak256 every model file carries. */
export const SELF_TEST: SkyRequest = {
  latent: "0x0000000000000000000000000000000448656c696f74726f70653a20736b7921",
  condition: "0x303a5a64205a180c1e305828483c14181e202806000000000000000000000000",
  size: 32,
  x: 0,
  y: 0,
  width: 32,
  height: 32,
};
