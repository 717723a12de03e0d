// What a keeper says of its own work. Nobody can check it, so it is shown as said, and nothing rests on it.
import { useQuery } from "@tanstack/react-query";
import { useWorld } from "../world.ts";

export interface Said {
  source: string;
  epoch: number;
  pictures: number;
  seconds: number;
  backend: string;
}

const PATIENCE_MS = 8_000;
/** Keepers that are listened to. */
const MOST = 8;

/** The newest epoch that each known keeper says it has painted; whoever is silent is left out. */
export function useHearsay(newest: number | undefined) {
  const { deployment } = useWorld();
  return useQuery({
    queryKey: ["hearsay", deployment.keepers, newest],
    queryFn: async ({ signal }): Promise<Said[]> => {
      const sources = deployment.keepers.slice(0, MOST);
      const said = await Promise.all(sources.map((source) => hear(source, signal)));
      return said.filter((each) => each !== undefined);
    },
    placeholderData: (previous) => previous,
    staleTime: 60_000,
    retry: false,
  });
}

async function hear(source: string, signal: AbortSignal): Promise<Said | undefined> {
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const answer = await fetch(`${source}/api/epochs`, { signal: patience });
    return answer.ok ? saidIn(source, await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}

/** The first of the list that is painted to its end. */
export function saidIn(source: string, list: unknown): Said | undefined {
  if (!Array.isArray(list)) return undefined;
  for (const { epoch, tokens, renderMs, backend } of list as Record<string, unknown>[]) {
    if (![epoch, tokens, renderMs].every((value) => Number.isSafeInteger(value))) continue;
    return {
      source,
      epoch: epoch as number,
      pictures: tokens as number,
      seconds: (renderMs as number) / 1000,
      backend: /^[a-z0-9-]{1,20}$/.test(String(backend)) ? String(backend) : "a painter",
    };
  }
  return undefined;
}
