import { createContext, use } from "react";
import { usePreferences } from "../app/preferences.ts";
import { knownZone, localZone } from "./format.ts";

/** The zone of the DAG that is shown; UTC where there is none or it does not say. */
export const DagZoneContext = createContext("UTC");

/** The zone in which the user wants to read moments. */
export function useZone(): string {
  const dagZone = use(DagZoneContext);
  const { zone } = usePreferences();
  if (zone === "utc") return "UTC";
  return zone === "local" ? localZone() : knownZone(dagZone);
}
