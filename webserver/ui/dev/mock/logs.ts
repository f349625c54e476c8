import type { StructuredLogMessage } from "../../src/api/types.ts";
import type { MockInstance, MockRun, MockTry } from "./model.ts";
import { iso } from "./world.ts";

const USUAL = 40;

/** The lines that a try has written until now: spread evenly over its time. */
export function logOf(
  run: MockRun,
  instance: MockInstance,
  one: MockTry,
  now: number,
): ReadonlyArray<StructuredLogMessage> {
  if (one.start === null) return [];
  const count = instance.task.logLines ?? USUAL;
  const length = instance.seconds * 1000;
  const step = length / count;
  const written = Math.min(count, Math.floor((Math.min(now, one.end ?? now) - one.start) / step) + 1);
  const lines: StructuredLogMessage[] = [];
  for (let n = 0; n < written; n++) lines.push(lineAt(run, instance, n, one.start + n * step));
  if (one.end !== null) lines.push(...lastWords(instance, one));
  return lines;
}

function lineAt(run: MockRun, { task, mapIndex }: MockInstance, n: number, at: number): StructuredLogMessage {
  const timestamp = iso(Math.floor(at));
  const logger = `com.example.${run.dag.id.slice(0, 24)}.${task.id.slice(0, 24)}`;
  if (n === 0) {
    const element = mapIndex < 0 ? "" : ` [${mapIndex}]`;
    return {
      timestamp,
      level: "info",
      logger: "dev.rondo.runtime.TaskHost",
      event: `Starting ${task.id}${element} of ${run.id}`,
    };
  }
  const says = task.says?.[n % task.says.length];
  if (says !== undefined)
    return {
      timestamp,
      level: n % 9 === 8 ? "warning" : "info",
      logger,
      event: says.replaceAll("{n}", String(n % 10)),
    };
  if (n % 11 === 7) return { timestamp, level: "debug", logger, event: "cache hit", key: `day-${n}`, ms: n * 3 };
  if (n % 17 === 13) return { timestamp, level: "warning", logger, event: `Row ${n * 311} has no arr_delay; left out` };
  if (n % 5 === 4) return { timestamp, event: `stdout: processed ${n * 1000} rows` };
  return {
    timestamp,
    level: "info",
    logger,
    event: `Batch ${n} of ${task.logLines ?? USUAL}: ${512 + ((n * 37) % 400)} rows in ${20 + ((n * 7) % 30)} ms`,
  };
}

function lastWords({ task }: MockInstance, { state, end }: MockTry): ReadonlyArray<StructuredLogMessage> {
  const timestamp = iso(end ?? 0);
  if (state !== "failed")
    return [{ timestamp, level: "info", logger: "dev.rondo.runtime.TaskHost", event: `Task ended: ${state}` }];
  return [
    {
      timestamp,
      level: "error",
      logger: "dev.rondo.runtime.TaskHost",
      event: `java.lang.IllegalStateException: ${task.id}: the window holds no rows after filtering\n\tat com.example.Flights.train(Flights.java:212)\n\tat com.example.Flights.lambda$define$4(Flights.java:58)\n\tat dev.rondo.runtime.TaskHost.call(TaskHost.java:131)\nCaused by: java.io.EOFException: features.parquet ended after 0 of 842 rows\n\tat com.example.Parquet.read(Parquet.java:77)\n\t... 3 more`,
    },
    { timestamp, level: "error", logger: "dev.rondo.runtime.TaskHost", event: "Task ended: failed" },
  ];
}
