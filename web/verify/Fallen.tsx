// What is said to a challenger once the root has fallen: to whoever won it, and to whoever came second.
import { Who } from "../components/Who.tsx";
import { hrefOf } from "../router.ts";
import { ether } from "../words.ts";
import type { Race } from "./race.ts";

interface Props {
  race: Exclude<Race, { kind: "open" }>;
  epoch: number;
  stand: { keepers: number; claimed: boolean };
  rules: { bond: bigint };
  isFinal: boolean;
}

export function Fallen({ race, epoch, stand, rules, isFinal }: Props) {
  const reward = ether((BigInt(stand.keepers) * rules.bond) / 2n);
  const almanac = <a href={hrefOf({ page: "almanac", epoch })}>its page in the almanac</a>;
  if (race.kind === "won") {
    return (
      <div className="notice good" role="status" data-challenge="fallen" data-race="won">
        <p>The root has fallen, and you felled it.</p>
        <p className="small">
          {stand.claimed ? (
            <>{reward}, half of the bonds behind it, were credited to your account. </>
          ) : isFinal ? (
            <>{reward}, half of the bonds behind it, can be credited to your account now. </>
          ) : (
            <>Once the epoch is decided, {reward} are yours, half of the bonds behind it. </>
          )}
          Deciding, paying out and withdrawing are on {almanac}.
        </p>
        {!race.isSafe && (
          <p className="small">
            You challenged without an intent: until the epoch is decided, whoever had put one down
            before may still take your place.
          </p>
        )}
      </div>
    );
  }
  const by = <Who address={race.by} />;
  if (race.kind === "ours-to-take") {
    return (
      <div className="notice" role="status" data-challenge="fallen" data-race="ours-to-take">
        <p>
          {by} felled the root before you, but without an intent, and yours is older: the find is
          yours. Challenge now, before the epoch is decided, and the reward of {reward} is too.
        </p>
      </div>
    );
  }
  return (
    <div className="notice" role="status" data-challenge="fallen" data-race="lost">
      <p>
        The root has fallen, and {by} was first
        {race.withIntent && ", with an intent"}: the reward goes there. The lie is felled all the
        same, and there is nothing left to do here. A challenge of yours that came second has cost
        its gas, and nothing else.
      </p>
    </div>
  );
}
