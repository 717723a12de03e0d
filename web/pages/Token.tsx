// One plant: its picture at any moment of its life, why it looks like that, and where it comes from.
import "../styles/charts.css";
import "../styles/token.css";
import { Trouble, Waiting } from "../components/States.tsx";
import { usePortrait } from "../queries/portraits.ts";
import { usePulse } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { Plant } from "../token/Plant.tsx";

interface Props {
  tokenId: number;
  /** The epoch to look back at; undefined follows the present. */
  epoch: number | undefined;
}

export function Token({ tokenId, epoch }: Props) {
  const { data: pulse } = usePulse();
  const { data: present, error, refetch } = usePortrait(tokenId, undefined);
  if (pulse && tokenId >= pulse.minted) return <NoSuchToken tokenId={tokenId} />;
  if (pulse && present?.tokenId === tokenId) {
    return <Plant key={tokenId} present={present} pulse={pulse} epoch={epoch} />;
  }
  if (!error) return <Waiting>Reading the plant from the chain…</Waiting>;
  return (
    <Trouble retry={() => void refetch()}>
      This plant could not be read from the chain: {error.message.split("\n")[0]}
    </Trouble>
  );
}

function NoSuchToken({ tokenId }: { tokenId: number }) {
  return (
    <div className="introduction">
      <h1>There is no plant {tokenId} yet</h1>
      <p className="lede">
        <a href={hrefOf({ page: "gallery" })}>See the plants that there are</a>, or{" "}
        <a href={hrefOf({ page: "mint" })}>mint one</a>.
      </p>
    </div>
  );
}
