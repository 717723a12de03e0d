// What a sale owes (ERC-2981).
import {
  decodeAbiParameters,
  isAddressEqual,
  parseAbi,
  parseAbiParameters,
  zeroAddress,
} from "viem";
import { type Checks, comma, type Fault } from "./check.ts";
import type { Reader } from "./reader.ts";

export const ROYALTY_CHECKS = {
  "royalty-answers": {
    severity: "failure",
    what: "royaltyInfo answers, for every price",
    why: "A marketplace that settles on chain reverts with it: the token cannot be sold there.",
    remedy: "Return (receiver, price * bps / 10,000) for any id and any price below 2^240.",
  },
  "royalty-sane": {
    severity: "failure",
    what: "the royalty is not above the price",
    why: "Such a sale cannot be settled; marketplaces drop the collection.",
    remedy: "Divide by 10,000; hundredths of a percent are the unit.",
  },
  "royalty-high": {
    severity: "warning",
    what: "the royalty is at most 10 %",
    why: "OpenSea and others cap what they honour there, and buyers see a warning.",
    remedy: "Ask for 10 % or less.",
  },
  "royalty-scales": {
    severity: "failure",
    what: "the royalty grows with the price",
    why: "ERC-2981 asks for a percentage; a fixed amount eats a small sale whole.",
    remedy: "Compute it from salePrice.",
  },
  "royalty-receiver": {
    severity: "failure",
    what: "the royalty has a receiver",
    why: "What is sent to the address zero is lost, and most marketplaces skip it.",
    remedy: "Set a receiver, or a royalty of zero.",
  },
} as const satisfies Checks;

type RoyaltyFault = Fault<keyof typeof ROYALTY_CHECKS>;

const ABI = parseAbi(["function royaltyInfo(uint256, uint256) view returns (address, uint256)"]);
const ANSWER = parseAbiParameters("address, uint256");
const ETHER = 10n ** 18n;
const PRICES = [0n, 10_000n, ETHER, 7n * ETHER, 2n ** 128n];

export async function royaltyFaults(
  reader: Reader,
  id: bigint,
): Promise<{ faults: RoyaltyFault[]; notes: Record<string, string> }> {
  const faults: RoyaltyFault[] = [];
  const amounts = new Map<bigint, bigint>();
  let receiver = zeroAddress as string;
  for (const price of PRICES) {
    const answer = await reader.ask(ABI, "royaltyInfo", [id, price]);
    try {
      if (answer.kind !== "data") throw new Error(answer.reason);
      const [to, amount] = decodeAbiParameters(ANSWER, answer.data);
      amounts.set(price, amount);
      receiver = to;
    } catch (error) {
      const why = answer.kind === "data" ? "what it answers is no pair" : (error as Error).message;
      const found = `at a price of ${comma(price)} wei: ${why}`;
      return { faults: [{ check: "royalty-answers", found, isLast: true }], notes: {} };
    }
  }
  const share = Number(amounts.get(ETHER)! / 10n ** 12n) / 10_000;
  const found = `${comma(share)} % of one ether`;
  for (const [price, amount] of amounts) {
    if (amount <= price) continue;
    faults.push({ check: "royalty-sane", found: `${comma(amount)} of ${comma(price)} wei` });
  }
  if (amounts.get(ETHER)! * 10n > ETHER) faults.push({ check: "royalty-high", found });
  // Rounding may lose a wei at each price.
  const gap = amounts.get(7n * ETHER)! - 7n * amounts.get(ETHER)!;
  if (gap > 7n || gap < -7n) {
    faults.push({ check: "royalty-scales", found: `not seven times as much at 7 ether as at one` });
  }
  if (amounts.get(ETHER)! > 0n && isAddressEqual(receiver as never, zeroAddress)) {
    faults.push({ check: "royalty-receiver", found: "the address zero" });
  }
  return { faults, notes: { "royalty-high": found, "royalty-receiver": receiver } };
}
