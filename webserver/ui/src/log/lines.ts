import type { StructuredLogMessage } from "../api/types.ts";
import { withoutAnsi } from "./ansi.ts";

export type Level = "trace" | "debug" | "info" | "warning" | "error";

export interface LogLine {
  /** From 1. */
  readonly number: number;
  readonly at: string | undefined;
  readonly level: Level | undefined;
  readonly logger: string | undefined;
  /** As it was written, terminal codes and all. */
  readonly text: string;
  /** What is searched and downloaded. */
  readonly plain: string;
}

const LEVELS: Readonly<Record<string, Level>> = {
  trace: "trace",
  debug: "debug",
  info: "info",
  notset: "info",
  warning: "warning",
  warn: "warning",
  error: "error",
  critical: "error",
  fatal: "error",
  severe: "error",
};

// Shown in columns of their own, or of no use to a reader.
const OWN_COLUMN = new Set(["timestamp", "event", "level", "logger"]);

/** Lines of a server's answer, numbered on from those before. */
export function linesOf(content: ReadonlyArray<string | StructuredLogMessage>, before: number): ReadonlyArray<LogLine> {
  return content.map((entry, index) => {
    const number = before + index + 1;
    if (typeof entry === "string") return lineOf(number, entry);
    const { timestamp, event, level, logger } = entry;
    const more = Object.entries(entry)
      .filter(([key, value]) => !OWN_COLUMN.has(key) && value !== null && value !== undefined)
      .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
    const text = [event, ...more].join(" ");
    return {
      ...lineOf(number, text),
      at: timestamp,
      level: typeof level === "string" ? LEVELS[level.toLowerCase()] : undefined,
      logger: typeof logger === "string" ? logger : undefined,
    };
  });
}

function lineOf(number: number, text: string): LogLine {
  return { number, at: undefined, level: undefined, logger: undefined, text, plain: withoutAnsi(text) };
}

const RANK: Readonly<Record<Level, number>> = { trace: 0, debug: 1, info: 2, warning: 3, error: 4 };

/** Lines at least as grave as `least`; one without a level (plain output) counts as info. */
export function atLeast(lines: ReadonlyArray<LogLine>, least: Level): ReadonlyArray<LogLine> {
  return lines.filter(line => RANK[line.level ?? "info"] >= RANK[least]);
}

/** The indexes of the lines in which the text occurs, upper and lower case alike. */
export function found(lines: ReadonlyArray<LogLine>, search: string): ReadonlyArray<number> {
  const wanted = search.toLowerCase();
  if (wanted === "") return [];
  return lines.flatMap((line, index) => (line.plain.toLowerCase().includes(wanted) ? [index] : []));
}

/** The log as a text file. */
export function asText(lines: ReadonlyArray<LogLine>): string {
  return lines
    .map(({ at, level, logger, plain }) => [at, level?.toUpperCase(), logger, plain].filter(Boolean).join(" "))
    .map(line => `${line}\n`)
    .join("");
}
