// The world's land, from Natural Earth (public domain) through the package world-atlas. Apart from all else: it weighs
// more than a page.
import { useQuery } from "@tanstack/react-query";
import type { GeometryCollection, Topology } from "topojson-specification";
import { outlineOf } from "./projection.ts";

/** The land as the `d` of an SVG path; a map is of use without it, so a failure is not told. */
export function useLand(): string {
  const { data = "" } = useQuery({
    queryKey: ["land"],
    queryFn: async () => {
      const [{ feature }, { default: atlas }] = await Promise.all([
        import("topojson-client"),
        import("world-atlas/land-110m.json"),
      ]);
      const topology = atlas as unknown as Topology<{ land: GeometryCollection }>;
      return outlineOf(feature(topology, topology.objects.land));
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
