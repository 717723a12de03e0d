// Why a picture looks as it does: each cause in its words. Looking at one, with the pointer or the keyboard, lights
// up in the picture what it has done; choosing it keeps the light on.
import { PLAIN_CAUSES, type Portrait } from "../portrait.ts";
import { type Effect, saidOf } from "./Spotlight.tsx";

interface Props {
  portrait: Portrait;
  /** The feature whose light was chosen to stay on. */
  pinned: string | undefined;
  /** What is lit now. */
  effect: Effect | undefined;
  /** Whether this feature can be lit. */
  isTelling: (feature: string) => boolean;
  onLook: (feature: string | undefined) => void;
  onPin: (feature: string | undefined) => void;
}

export function Why(props: Props) {
  const { portrait, pinned, effect, onPin } = props;
  const { causes } = portrait;
  return (
    <section
      className="why"
      aria-labelledby="why"
      onKeyDown={(event) => {
        if (event.key === "Escape") onPin(undefined);
      }}
    >
      <h2 id="why">Why it looks like this</h2>
      <p className="soft small" role="status">
        {pinned && effect
          ? saidOf(effect)
          : "Point at a cause to see in the picture what it has done; choose it to keep it lit."}
      </p>
      <List {...props} causes={causes.slice(0, PLAIN_CAUSES)} />
      {causes.length > PLAIN_CAUSES && (
        <details>
          <summary>Everything else that can be seen</summary>
          <List {...props} causes={causes.slice(PLAIN_CAUSES)} />
        </details>
      )}
    </section>
  );
}

function List({ causes, pinned, isTelling, onLook, onPin }: Props & Pick<Portrait, "causes">) {
  return (
    <ul className="causes">
      {causes.map(({ feature, value, cause }) => (
        <li key={feature}>
          {isTelling(feature) ? (
            <button
              type="button"
              className="cause"
              aria-pressed={pinned === feature}
              onPointerEnter={() => onLook(feature)}
              onPointerLeave={() => onLook(undefined)}
              onFocus={() => onLook(feature)}
              onBlur={() => onLook(undefined)}
              onClick={() => onPin(pinned === feature ? undefined : feature)}
            >
              <Words feature={feature} value={value} cause={cause} />
            </button>
          ) : (
            <div className="cause">
              <Words feature={feature} value={value} cause={cause} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Words({ feature, value, cause }: Portrait["causes"][number]) {
  return (
    <>
      <strong>
        {feature}: {value}
      </strong>
      <span>{cause}</span>
    </>
  );
}
