// Everybody with an account, a page at a time.
import { useState } from "react";
import type { Rules } from "../almanac/phase.ts";
import { useAccounts } from "../queries/game.ts";
import { hrefOf } from "../router.ts";
import { count, ether } from "../words.ts";
import { Hash } from "./Facts.tsx";
import { Flower } from "./Who.tsx";

const PAGE = 12;

export function Keepers({ accounts, rules }: { accounts: number; rules: Rules }) {
  const [first, setFirst] = useState(1);
  const last = Math.min(accounts, first + PAGE - 1);
  const { data } = useAccounts(first, last);
  return (
    <section className="keepers" aria-labelledby="keepers">
      <h2 id="keepers">Keepers</h2>
      {accounts === 0 && (
        <p className="soft">
          Nobody has an account yet. Whoever deposits a bond gets one:{" "}
          <code>npm run keeper -- run</code> does.
        </p>
      )}
      {accounts > 0 && (
        <table>
          <caption className="hidden">Accounts of the almanac</caption>
          <thead>
            <tr>
              <th scope="col">Keeper</th>
              <th scope="col">Locked</th>
              <th scope="col">Free</th>
            </tr>
          </thead>
          <tbody>
            {data?.map(({ id, keeper, balance, locked }) => (
              <tr key={id}>
                <th scope="row">
                  <a className="who" href={hrefOf({ page: "keeper", address: keeper })}>
                    <Flower address={keeper} />
                    Keeper {id}
                  </a>
                  <Hash value={keeper} />
                </th>
                <td className="numbers">
                  {locked === 0 ? "nothing" : `${ether(BigInt(locked) * rules.bond)}`}
                  {locked > 0 && <span className="soft small"> for {count(locked, "epoch")}</span>}
                </td>
                <td className="numbers">{ether(balance)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {accounts > PAGE && (
        <nav className="neighbours" aria-label="Pages of keepers">
          <button
            type="button"
            className="button small"
            disabled={first === 1}
            onClick={() => setFirst(Math.max(1, first - PAGE))}
          >
            ‹ Earlier
          </button>
          <span className="soft small numbers">
            {first} to {last} of {accounts}
          </span>
          <button
            type="button"
            className="button small"
            disabled={last === accounts}
            onClick={() => setFirst(first + PAGE)}
          >
            Later ›
          </button>
        </nav>
      )}
    </section>
  );
}
