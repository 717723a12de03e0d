import { usePulse } from "../queries/pulse.ts";
import { instant } from "../words.ts";
import { useWorld } from "../world.ts";

/** The foot of every page: which chain, how far it is, and what the page depends on. */
export function Colophon() {
  const { deployment } = useWorld();
  const { data: pulse } = usePulse();
  return (
    <footer className="colophon">
      <p>Every picture here is rebuilt on your machine from the chain alone.</p>
      <p className="numbers">
        {pulse &&
          `Chain ${deployment.chainId}, block ${pulse.block}, ${instant(pulse.time)}, epoch ${pulse.shownEpoch}`}
      </p>
    </footer>
  );
}
