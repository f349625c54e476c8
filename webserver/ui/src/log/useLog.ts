import { useEffect, useState } from "react";
import type { InstanceKey } from "../api/endpoints.ts";
import { useServices } from "../app/services.ts";
import { type Log, LogReader } from "./reader.ts";

const NONE: Log = { lines: [], error: undefined, loaded: false };

/** A try's log, growing while the try runs. */
export function useLog(key: InstanceKey, tryNumber: number, running: boolean): Log {
  const { http } = useServices();
  const { dagId, runId, taskId, mapIndex } = key;
  const [log, setLog] = useState(NONE);
  useEffect(() => {
    const reader = new LogReader(http, { dagId, runId, taskId, mapIndex }, tryNumber, running, setLog);
    const onVisibility = () => (document.hidden ? reader.pause() : reader.resume());
    document.addEventListener("visibilitychange", onVisibility);
    reader.start();
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      reader.stop();
    };
  }, [http, dagId, runId, taskId, mapIndex, tryNumber, running]);
  return log;
}
