/** Words for moments and spans. Zones are IANA names; "UTC" among them. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  formatters.set(zone, made);
  return made;
}

/** The zone if this browser knows it, else UTC: a DAG may name one that is newer than the browser. */
export function knownZone(zone: string | null | undefined): string {
  try {
    return zone ? formatter(zone).resolvedOptions().timeZone : "UTC";
  } catch {
    return "UTC";
  }
}

export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export type Detail = "day" | "minute" | "second" | "full";

/** `2013-01-31 06:05:09`, as much of it as asked; `full` names the zone too. */
export function formatTime(moment: string | number, zone: string, detail: Detail = "second"): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return String(moment);
  const part = new Map(
    formatter(zone)
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  const day = `${part.get("year")}-${part.get("month")}-${part.get("day")}`;
  if (detail === "day") return day;
  const minute = `${day} ${part.get("hour")}:${part.get("minute")}`;
  if (detail === "minute") return minute;
  const second = `${minute}:${part.get("second")}`;
  return detail === "second" ? second : `${second} ${part.get("timeZoneName")}`;
}

/** What a run stands for, short: the day alone where the run starts a day in that zone. */
export function formatLogicalDate(moment: string, zone: string): string {
  const minute = formatTime(moment, zone, "minute");
  return minute.endsWith(" 00:00") ? minute.slice(0, 10) : minute;
}

/** `850 ms`, `12.4 s`, `3 min 20 s`, `1 h 04 min`, `2 d 3 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const STEPS: ReadonlyArray<readonly [limitSeconds: number, unitSeconds: number, unit: string]> = [
  [60, 1, "s"],
  [3600, 60, "min"],
  [86_400, 3600, "h"],
  [86_400 * 60, 86_400, "d"],
  [86_400 * 730, 86_400 * 30.44, "months"],
  [Number.POSITIVE_INFINITY, 86_400 * 365.25, "years"],
];

/** `now`, `3 min ago`, `in 4 h`. */
export function formatRelative(moment: string | number, nowMillis: number): string {
  const seconds = (new Date(moment).getTime() - nowMillis) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 2) return "now";
  const [, unitSeconds, unit] = STEPS.find(([limit]) => distance < limit) ?? [0, 1, "s"];
  const amount = `${Math.floor(distance / unitSeconds)} ${unit}`;
  return seconds < 0 ? `${amount} ago` : `in ${amount}`;
}

/** Seconds between two moments, the second being now while it is open; undefined before the start. */
export function secondsBetween(start: string | null, end: string | null, nowMillis: number): number | undefined {
  if (start === null) return undefined;
  return Math.max(0, (end === null ? nowMillis : Date.parse(end)) - Date.parse(start)) / 1000;
}
