import { NodeMenu } from "../node/NodeMenu.tsx";
import { usePulse } from "../queries/pulse.ts";
import { hrefOf } from "../router.ts";
import { THEMES, useTheme } from "../theme.ts";
import { epochName, instant, number } from "../words.ts";
import { useWorld } from "../world.ts";

const THEME_NAMES = { system: "As the system", light: "Light", dark: "Dark" } as const;

/** The foot of every page: what it depends on, how far the chain is, whose weather it shows. */
export function Colophon() {
  const { deployment } = useWorld();
  const { data: pulse } = usePulse();
  return (
    <footer className="colophon">
      <section>
        <h2>Nobody has to be believed</h2>
        <p>
          Every picture here is rebuilt on your machine from the chain alone.{" "}
          <a href={hrefOf({ page: "check" })}>Check a picture that you found elsewhere.</a>
        </p>
      </section>
      <section>
        <h2>The chain now</h2>
        <p className="numbers">
          {pulse
            ? `Chain ${deployment.chainId}, block ${number(Number(pulse.block))}, ${instant(pulse.time)}, ${epochName(pulse.shownEpoch).toLowerCase()}.`
            : "Nothing has been read yet."}
        </p>
        <p>
          <NodeMenu deployment={deployment} />
        </p>
      </section>
      <section>
        <h2>The weather</h2>
        {deployment.development ? (
          <p>
            Recorded by NOAA’s stations in Seattle and New York from 2012 to 2015, by way of
            vega-datasets. Hours, wind direction, cloud and storm are derived from those daily
            figures.
          </p>
        ) : (
          <p>
            Reported to the climate contract from Open-Meteo.com (CC BY 4.0), MET Norway (CC BY 4.0)
            and METAR reports; the contract takes the median.
          </p>
        )}
      </section>
      <section>
        <ThemeSwitch />
      </section>
    </footer>
  );
}

function ThemeSwitch() {
  const [theme, choose] = useTheme();
  return (
    <>
      <h2 id="theme-title">Appearance</h2>
      <fieldset className="themes" aria-labelledby="theme-title">
        {THEMES.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="theme"
              checked={theme === each}
              onChange={() => choose(each)}
            />
            {THEME_NAMES[each]}
          </label>
        ))}
      </fieldset>
    </>
  );
}
