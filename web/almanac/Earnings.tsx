// What a keeper got and lost over its epochs: two rows of bars over one axis, and below them what it comes to.
import { formatEther } from "viem";
import { Band } from "../charts/Band.tsx";
import { epochName, ether } from "../words.ts";
import type { Course } from "./career.ts";
import "../styles/charts.css";

export function Earnings({ course }: { course: Course }) {
  const { epochs, gained, lost, sum } = course;
  if (epochs.length < 2) return null;
  const total = (values: readonly bigint[]) => values.reduce((all, each) => all + each, 0n);
  const bars = Math.max(...gained.map(numberOf), ...lost.map(numberOf), 1e-9);
  const line = sum.map(numberOf);
  const rows = [
    { name: "Gained", words: ether(total(gained)), tone: "chart-gained", values: gained },
    { name: "Lost", words: ether(total(lost)), tone: "chart-lost", values: lost },
  ] as const;
  const end = sum.at(-1)!;
  return (
    <figure className="earnings">
      <figcaption className="soft small">
        From {epochName(epochs[0]!)} to {epochName(epochs.at(-1)!)}, by the epoch that it was for
      </figcaption>
      <div className="strip">
        {rows.map(({ name, words, tone, values }) => (
          <div className="row" key={name}>
            <p className="small">
              <span className="name">{name}</span> <span className="soft numbers">{words}</span>
            </p>
            <div className="plot">
              <Band values={values.map(numberOf)} kind="bars" tone={tone} domain={[0, bars]} />
            </div>
          </div>
        ))}
        <div className="row">
          <p className="small">
            <span className="name">Together</span>{" "}
            <span className="soft numbers">{signed(end)}</span>
          </p>
          <div className="plot">
            <Band
              values={line}
              kind="line"
              tone="chart-sum"
              domain={[Math.min(0, ...line), Math.max(1e-9, ...line)]}
            />
          </div>
        </div>
      </div>
    </figure>
  );
}

/** Wei with its sign, for example "−0.15 ETH". */
export function signed(wei: bigint): string {
  return wei < 0n ? `−${ether(-wei)}` : wei > 0n ? `+${ether(wei)}` : ether(0n);
}

const numberOf = (wei: bigint) => Number(formatEther(wei));
