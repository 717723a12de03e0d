// The living page to keep, as the chain answers it.
import { useWorld } from "../world.ts";
import { readLivingPage } from "./living.ts";
import { MakingState } from "./MakingState.tsx";
import { useMaking } from "./useMaking.ts";

export function LivingForm({ tokenId }: { tokenId: number }) {
  const world = useWorld();
  const maker = useMaking();
  const start = () =>
    maker.make(async () => {
      const html = await readLivingPage(world, tokenId);
      const file = new Blob([html as BlobPart], { type: "text/html" });
      return { file, name: `heliotrope-${tokenId}-living-page.html` };
    });
  return (
    <div>
      <h3>Living page</h3>
      <p className="soft small">
        HTML. The page that the contract itself writes of the plant as it is now: it sways, the hour
        can be turned, and it needs no network ever again.
      </p>
      <div className="controls">
        <button
          type="button"
          className="button"
          disabled={maker.making.kind === "working"}
          onClick={start}
        >
          Save the living page
        </button>
      </div>
      <MakingState maker={maker} label="Reading the living page from the chain" />
    </div>
  );
}
