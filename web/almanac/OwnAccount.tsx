// What the visitor's own account at the almanac comes to: nobody who won something should have to look for it.
import { useConnection } from "wagmi";
import { useAccount } from "../queries/career.ts";
import { useRules } from "../queries/game.ts";
import { hrefOf } from "../router.ts";
import { ether } from "../words.ts";

export function OwnAccount() {
  const { address } = useConnection();
  return address ? <Purse key={address} address={address} /> : null;
}

function Purse({ address }: { address: `0x${string}` }) {
  const { data: account } = useAccount(address);
  const { data: rules } = useRules();
  if (!account || !rules || (account.balance === 0n && account.locked === 0)) return null;
  const { balance, locked } = account;
  return (
    <p className="notice" data-own-account>
      Your account at the almanac has {ether(balance)} free
      {locked > 0 && ` and ${ether(BigInt(locked) * rules.bond)} locked`}.{" "}
      <a href={hrefOf({ page: "keeper", address })}>
        {balance > 0n ? "Withdraw it on its page" : "Its page"}
      </a>
      .
    </p>
  );
}
