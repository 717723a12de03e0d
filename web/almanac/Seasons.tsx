// A keeper's epochs, newest first, and what became of each.
import { hrefOf } from "../router.ts";
import { epochName, ether } from "../words.ts";
import { type Career, FATE_WORDS, type Season } from "./career.ts";
import { signed } from "./Earnings.tsx";

export function Seasons({ career, bond }: { career: Career; bond: bigint }) {
  const { seasons, rewards } = career;
  return (
    <div className="scroll">
      <table className="table seasons">
        <caption className="hidden">Epochs of this keeper, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Epoch</th>
            <th scope="col">What became of it</th>
            <th scope="col" className="end">
              Gained or lost
            </th>
          </tr>
        </thead>
        <tbody>
          {seasons.map((season) => {
            const { epoch, fate, gain } = season;
            const told = rewards.filter((reward) => reward.epoch === epoch);
            const all = told.reduce((sum, { amount }) => sum + amount, gain);
            return (
              <tr key={epoch} data-season={epoch} data-fate={fate}>
                <th scope="row">
                  <a href={hrefOf({ page: "almanac", epoch })}>{epochName(epoch)}</a>
                </th>
                <td>
                  {FATE_WORDS[fate]} {bondWords(season, bond)}
                  {told.map(({ kind, amount }) => (
                    <span key={kind}>
                      {" "}
                      {kind === "felled"
                        ? `It felled another root, for ${ether(amount)}.`
                        : `It told of a seal that was never opened, for ${ether(amount)}.`}
                    </span>
                  ))}
                </td>
                <td className="end numbers">{all === 0n ? "nothing paid" : signed(all)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function bondWords({ fate, isSettled }: Season, bond: bigint): string {
  if (fate === "sealed" || fate === "stands") return `${ether(bond)} are locked.`;
  if (fate === "late") return `${ether(bond / 4n)} can be taken from it.`;
  return isSettled || fate === "fell" || fate === "expired" ? "" : "Its bond can be paid out.";
}
