/** What an address names: a token of a revealed epoch, or an error that says why not. */
import type { Store } from "../store/open.ts";
import type { Render } from "../store/renders.ts";
import { renderOfEpoch } from "../store/renders.ts";

export interface TokenParams {
  epoch: string;
  id: string;
}

export async function revealedEpoch(store: Store, text: string): Promise<Render> {
  const epoch = wholeNumber(text, "an epoch");
  const render = await renderOfEpoch(store.db, BigInt(epoch));
  if (render === null) throw httpError(404, `Epoch ${epoch} was not rendered here.`);
  if (render.state !== "revealed") {
    throw httpError(404, `Epoch ${epoch} is not revealed; its proofs are served from then on.`);
  }
  return render;
}

export async function revealedToken(
  store: Store,
  params: TokenParams,
): Promise<{ render: Render; tokenId: number }> {
  // Before the epoch is looked up: what is no number is wrong in every epoch.
  const tokenId = wholeNumber(params.id, "a token id");
  const render = await revealedEpoch(store, params.epoch);
  if (tokenId >= render.tokens) {
    throw httpError(
      404,
      `Token ${tokenId} was not born by epoch ${render.epoch}, which has tokens 0 to ${render.tokens - 1}.`,
    );
  }
  return { render, tokenId };
}

export function wholeNumber(text: string, what: string): number {
  if (!/^\d{1,10}$/.test(text)) throw httpError(400, `"${text}" is not ${what}.`);
  return Number(text);
}

export function httpError(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
