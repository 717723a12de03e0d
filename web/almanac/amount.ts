// An amount of ether as somebody types it, read exactly: money is never a floating number here.
import { parseEther } from "viem";

/** Wei; a sentence where the text is no amount between a wei and `most`. */
export function amountIn(text: string, most: bigint): bigint | string {
  const typed = text.trim();
  if (!/^\d{1,27}(\.\d{1,18})?$/.test(typed)) {
    return "Write an amount in ETH, with a point before its decimals, for example 0.05.";
  }
  const wei = parseEther(typed);
  if (wei === 0n) return "Nothing would be withdrawn. Write how much should be.";
  if (wei > most) return "That is more than is free to withdraw. Write less.";
  return wei;
}
