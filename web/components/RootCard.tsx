// One root of an epoch: who stands behind it, what became of it, and of their bonds.
import type { Address } from "viem";
import type { EpochView, Rules } from "../almanac/phase.ts";
import type { DemandStory, RootStory, Story } from "../almanac/story.ts";
import { groundWords, nodeWords, plantOf, stakeWords } from "../almanac/telling.ts";
import { formatCid } from "../cid.ts";
import { useFelling } from "../queries/felling.ts";
import { hrefOf } from "../router.ts";
import { count, ether, shortInstant } from "../words.ts";
import { Facts, Hash } from "./Facts.tsx";
import { useName, Who } from "./Who.tsx";

interface Props {
  view: EpochView;
  story: Story;
  root: RootStory;
  rules: Rules;
  now: number;
}

export function RootCard({ view, story, root, rules, now }: Props) {
  const state = stateOf(view, story, root);
  return (
    <li className="root" data-root={root.letter} data-state={state}>
      <h3>
        Root {root.letter} <span className="state">{STATES[state]}</span>
      </h3>
      <People who={root.keepers.map(({ keeper }) => keeper)} />
      {root.fall && <Fall view={view} root={root} rules={rules} />}
      {!root.fall && <Stake view={view} root={root} rules={rules} state={state} />}
      {root.demands.length > 0 && (
        <ul className="demands small">
          {root.demands.map((demand) => (
            <Demand
              key={`${demand.height}/${demand.index}`}
              demand={demand}
              root={root}
              view={view}
              now={now}
            />
          ))}
        </ul>
      )}
      <details className="small">
        <summary>Hash and place of the pictures</summary>
        <Facts
          rows={[
            ["Root", <Hash key="root" value={root.root} />],
            ...(root.cid
              ? ([["CID", <Hash key="cid" value={formatCid(root.cid)} />]] as const)
              : []),
          ]}
        />
      </details>
    </li>
  );
}

const STATES = {
  stands: "stands",
  fallen: "has fallen",
  won: "is the epoch's root",
  void: "stood, but not alone",
} as const;

function stateOf(view: EpochView, { verdict }: Story, { root, fall }: RootStory) {
  if (fall) return "fallen";
  if (view.outcome === "open") return "stands";
  return verdict?.root === root ? "won" : "void";
}

/** Names that fit; a root may have hundreds of keepers. */
const MOST_NAMES = 8;

function People({ who }: { who: readonly Address[] }) {
  return (
    <p className="people">
      {who.slice(0, MOST_NAMES).map((address) => (
        <Who key={address} address={address} />
      ))}
      {who.length > MOST_NAMES && ` and ${count(who.length - MOST_NAMES, "other")}`}
    </p>
  );
}

function Stake({
  view,
  root,
  rules,
  state,
}: Pick<Props, "view" | "root" | "rules"> & { state: keyof typeof STATES }) {
  const settled = root.keepers.filter(({ paid }) => paid !== undefined);
  return (
    <p>
      {state === "won"
        ? `Each keeper gets its bond back, and ${ether(view.share)} from the pot.`
        : state === "void"
          ? "Each keeper gets its bond back."
          : stakeWords(root, rules, () => "")}
      {settled.length > 0 && ` ${settled.length} of ${root.keepers.length} paid out.`}
    </p>
  );
}

function Fall({ view, root, rules }: Pick<Props, "view" | "root" | "rules">) {
  const name = useName();
  const { data: felling } = useFelling(root.fall?.tx);
  if (!root.fall) return null;
  const { by, ground, at } = root.fall;
  const tokenId =
    felling?.tokenId ?? (felling?.node && plantOf(felling.node.height, felling.node.index));
  return (
    <>
      <p>
        Felled on {shortInstant(at)} by <Who address={by} />
        {ground && `: ${groundWords(ground)}`}
        {felling?.run !== undefined && `, in run ${felling.run}`}
        {tokenId !== undefined && (
          <>
            {" "}
            (<a href={hrefOf({ page: "token", tokenId, epoch: view.epoch })}>plant {tokenId}</a>)
          </>
        )}
        .
      </p>
      <p>{stakeWords(root, rules, name)}</p>
    </>
  );
}

function Demand({
  demand,
  root,
  view,
  now,
}: {
  demand: DemandStory;
  root: RootStory;
  view: EpochView;
  now: number;
}) {
  const { answer, bond, raisedTo, deadline, demander, height, index, settled } = demand;
  const isOver = view.outcome !== "open" || root.fall !== undefined;
  return (
    <li data-demand={answer ? "answered" : "open"}>
      <Who address={demander} /> demanded to see {nodeWords(height, index)} for {ether(bond)}
      {raisedTo !== undefined && `, raised to ${ether(raisedTo)}`}:{" "}
      {answer ? (
        <>
          <Who address={answer.by} /> showed it.
        </>
      ) : isOver ? (
        "nobody showed it."
      ) : now < deadline ? (
        `due by ${shortInstant(deadline)}.`
      ) : (
        `overdue since ${shortInstant(deadline)}, and anyone may fell the root for it.`
      )}
      {settled &&
        (settled.to === demander ? (
          " What it cost came back."
        ) : (
          <>
            {" "}
            Paid to <Who address={settled.to} />.
          </>
        ))}
    </li>
  );
}
