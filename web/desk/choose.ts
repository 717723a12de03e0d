// The calls behind what a holder decides.
import { heliotropeAbi } from "../../contracts/abi.ts";
import { type Call, callOf } from "../wallet/transaction.ts";
import { addressOf, type World } from "../world.ts";

export type Choice =
  | { kind: "move"; station: number }
  | { kind: "pin"; epoch: number }
  | { kind: "follow" }
  | { kind: "adoptModel"; model: number }
  | { kind: "adoptArt"; version: number };

/** The call of the token that makes a choice. */
export function choiceCall(world: World, tokenId: number, choice: Choice): Call {
  const token = { address: addressOf(world, "Heliotrope"), abi: heliotropeAbi } as const;
  const id = BigInt(tokenId);
  switch (choice.kind) {
    case "move":
      return callOf({ ...token, functionName: "move", args: [id, BigInt(choice.station)] });
    case "pin":
      return callOf({ ...token, functionName: "pin", args: [id, BigInt(choice.epoch)] });
    case "follow":
      return callOf({ ...token, functionName: "follow", args: [id] });
    case "adoptModel":
      return callOf({ ...token, functionName: "adoptModel", args: [id, BigInt(choice.model)] });
    case "adoptArt":
      return callOf({ ...token, functionName: "adoptArt", args: [id, BigInt(choice.version)] });
  }
}

/** What a choice does, for the button and the steps after it. */
export function choiceLabel(choice: Choice, nameOf: (station: number) => string): string {
  switch (choice.kind) {
    case "move":
      return `Move to ${nameOf(choice.station)}`;
    case "pin":
      return `Pin epoch ${choice.epoch}`;
    case "follow":
      return "Follow the weather again";
    case "adoptModel":
      return `Adopt sky model ${choice.model}`;
    case "adoptArt":
      return `Adopt art version ${choice.version}`;
  }
}
