// Where two genomes differ, bit by bit and gene by gene.
import type { Genome } from "../../renderer/genome.ts";
import { hrefOf } from "../router.ts";
import { count } from "../words.ts";
import { bitsOf, differencesOf } from "./differences.ts";
import { GENES, wordsOf } from "./genes.ts";

const SIDE = 32;
const CELL = 10;

interface Props {
  ours: Genome;
  theirs: Genome;
  tokenId: number;
}

export function Comparison({ ours, theirs, tokenId }: Props) {
  const differences = differencesOf(ours, theirs);
  const bits = bitsOf(ours, theirs);
  const differing = bits.filter(Boolean).length;
  const summary =
    differing === 0
      ? "Bit for bit the same genome."
      : `${count(differing, "bit")} of 256 ${differing === 1 ? "differs" : "differ"}.`;
  return (
    <div className="comparison">
      <p role="status">
        Beside <a href={hrefOf({ page: "token", tokenId })}>plant {tokenId}</a>: {summary}
      </p>
      <svg
        className="bits"
        viewBox={`0 0 ${SIDE * CELL} ${(256 / SIDE) * CELL}`}
        role="img"
        aria-label={`The 256 bits from the highest to the lowest. ${summary}`}
      >
        {bits.map((differs, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bit is its place
            key={i}
            className={differs ? "differs" : undefined}
            x={(i % SIDE) * CELL + 1}
            y={Math.floor(i / SIDE) * CELL + 1}
            width={CELL - 2}
            height={CELL - 2}
          />
        ))}
      </svg>
      {differences.length > 0 && (
        <div className="scroll">
          <table className="table small">
            <thead>
              <tr>
                <th scope="col">Gene</th>
                <th scope="col">Here</th>
                <th scope="col">Plant {tokenId}</th>
                <th scope="col" className="end">
                  Bits
                </th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ gene, ours: here, theirs: there, bits: many }) => (
                <tr key={gene}>
                  <th scope="row">{GENES[gene].name}</th>
                  <td>{wordsOf(gene, here)}</td>
                  <td>{wordsOf(gene, there)}</td>
                  <td className="end">{many}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
