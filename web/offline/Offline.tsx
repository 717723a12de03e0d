// Everything that works without a network, begun once the page stands: it is no part of the first load.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSilence } from "../queries/pulse.ts";
import { useWorld } from "../world.ts";

export function Offline() {
  const { deployment } = useWorld();
  const queries = useQueryClient();
  const isSilent = useSilence();
  const [useNewer, setUseNewer] = useState<() => void>();

  useEffect(() => {
    if (!import.meta.env.PROD) return;
    let stop = () => {};
    let isOver = false;
    const begin = async () => {
      const { keepAnswers } = await import("./keep.ts");
      if (!isOver) stop = keepAnswers(queries, deployment);
      const { install } = await import("./install.ts");
      await install((use) => setUseNewer(() => use)).catch(() => undefined);
    };
    // After the art: a slow machine paints first.
    const timer = setTimeout(() => void begin(), 3_000);
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, [queries, deployment]);

  useEffect(() => {
    if (!isSilent) return;
    void import("./keep.ts").then(({ restoreAnswers }) => restoreAnswers(queries, deployment));
  }, [isSilent, queries, deployment]);

  if (!useNewer) return null;
  return (
    <div className="notice good update" role="status">
      <p>A newer version of this page is ready.</p>
      <button type="button" className="button small" onClick={useNewer}>
        Use it now
      </button>
    </div>
  );
}
