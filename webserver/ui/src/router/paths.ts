import type { InstanceKey } from "../api/endpoints.ts";

// A colon and a plus are plain in a path; run ids are full of them and stay readable.
const part = (text: string) => encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%2B", "+");

export type DagTab = "grid" | "graph" | "runs" | "code" | "details";
export type RunTab = "tasks" | "graph" | "details";
export type InstanceTab = "log" | "xcom" | "details";

/** Addresses of the pages; the patterns that read them are in App.tsx. */
export const paths = {
  dags: () => "/",
  approvals: () => "/approvals",
  connections: () => "/connections",
  dag: (dagId: string, tab: DagTab = "grid") => `/dags/${part(dagId)}${tab === "grid" ? "" : `/${tab}`}`,
  run: (dagId: string, runId: string, tab: RunTab = "tasks") =>
    `/dags/${part(dagId)}/runs/${part(runId)}${tab === "tasks" ? "" : `/${tab}`}`,
  instance: ({ dagId, runId, taskId, mapIndex }: InstanceKey, tab: InstanceTab = "log", tryNumber?: number) => {
    const query = new URLSearchParams();
    if (mapIndex >= 0) query.set("map_index", String(mapIndex));
    if (tryNumber !== undefined) query.set("try", String(tryNumber));
    const text = query.size > 0 ? `?${query}` : "";
    return `/dags/${part(dagId)}/runs/${part(runId)}/tasks/${part(taskId)}${tab === "log" ? "" : `/${tab}`}${text}`;
  },
};
