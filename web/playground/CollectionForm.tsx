// A plant of the collection: to grow on from, to walk to, or to be compared with.
import { useState } from "react";
import { germinated } from "../../renderer/genome.ts";
import type { Scene } from "../../renderer/scene.ts";
import { usePulse } from "../queries/pulse.ts";
import { readScenes } from "../queries/scenes.ts";
import { count } from "../words.ts";
import { useWorld, type World } from "../world.ts";

interface Props {
  onGrow: (scene: Scene) => void;
  onWalk: (scene: Scene) => void;
  onCompare: (scene: Scene) => void;
}

export function CollectionForm({ onGrow, onWalk, onCompare }: Props) {
  const world = useWorld();
  const { data: pulse } = usePulse();
  const [tokenId, setTokenId] = useState("0");
  const [said, setSaid] = useState<{ text: string; isBad: boolean }>();
  const use = async (act: (scene: Scene) => void, deed: string) => {
    setSaid({ text: `Reading plant ${tokenId} from the chain…`, isBad: false });
    try {
      const scene = await readPlant(world, tokenId, pulse);
      act(scene);
      setSaid({ text: deed, isBad: false });
    } catch (error) {
      setSaid({
        text: error instanceof Error ? error.message.split("\n")[0]! : String(error),
        isBad: true,
      });
    }
  };
  return (
    <form
      className="collection"
      onSubmit={(event) => {
        event.preventDefault();
        void use(onGrow, `Grown on from plant ${tokenId}, as it is now.`);
      }}
    >
      <div className="controls">
        <label className="field">
          <span>Plant</span>
          <input
            className="input"
            type="number"
            min={0}
            step={1}
            required
            value={tokenId}
            onChange={(event) => setTokenId(event.currentTarget.value)}
          />
        </label>
        <button type="submit" className="button" disabled={!pulse}>
          Grow from it
        </button>
        <button
          type="button"
          className="button"
          disabled={!pulse}
          onClick={() => void use(onWalk, `The walk leads to plant ${tokenId} now.`)}
        >
          Walk to it
        </button>
        <button
          type="button"
          className="button"
          disabled={!pulse}
          onClick={() => void use(onCompare, `Compared with plant ${tokenId}.`)}
        >
          Compare with it
        </button>
      </div>
      {said && (
        <p className={said.isBad ? "notice bad" : "hint"} role={said.isBad ? "alert" : "status"}>
          {said.text}
        </p>
      )}
    </form>
  );
}

/** @throws Error with a sentence where there is no such plant, or it is a seed. */
async function readPlant(
  world: World,
  typed: string,
  pulse: ReturnType<typeof usePulse>["data"],
): Promise<Scene> {
  const tokenId = Number(typed);
  if (!pulse) throw new Error("The chain has not answered yet. Try again in a moment.");
  if (!/^\d+$/.test(typed) || tokenId >= pulse.minted) {
    throw new Error(
      `There is no plant ${typed} yet: ${count(pulse.minted, "plant")} have been minted, numbered from 0.`,
    );
  }
  const [gathered] = await readScenes(world, tokenId, tokenId + 1, pulse);
  if (!gathered || !germinated(gathered.scene.genome)) {
    throw new Error(`Plant ${typed} is still a seed: it has no genome yet. Choose another.`);
  }
  return gathered.scene;
}
