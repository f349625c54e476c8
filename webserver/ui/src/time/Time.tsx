import { use } from "react";
import { DagZoneContext, useZone } from "./zone.ts";
import {
  type Detail,
  formatDuration,
  formatLogicalDate,
  formatRelative,
  formatTime,
  knownZone,
  localZone,
  secondsBetween,
} from "./format.ts";
import { useNow } from "./useNow.ts";

/** The moment in every zone that the page offers, a line each; a tooltip. */
function useAllZones(at: string): string {
  const zones = new Set(["UTC", knownZone(use(DagZoneContext)), localZone()]);
  return [...zones].map(zone => `${formatTime(at, zone, "full")}${zone === "UTC" ? "" : ` (${zone})`}`).join("\n");
}

export function Time({ at, detail = "second" }: { readonly at: string | null; readonly detail?: Detail | "logical" }) {
  return at === null ? <Dash /> : <KnownTime at={at} detail={detail} />;
}

function KnownTime({ at, detail }: { readonly at: string; readonly detail: Detail | "logical" }) {
  const zone = useZone();
  const title = useAllZones(at);
  const text = detail === "logical" ? formatLogicalDate(at, zone) : formatTime(at, zone, detail);
  return (
    <time dateTime={at} title={title} className="nowrap">
      {text}
    </time>
  );
}

/** `3 min ago`, kept right. */
export function Ago({ at }: { readonly at: string | null }) {
  return at === null ? <Dash /> : <KnownAgo at={at} />;
}

function KnownAgo({ at }: { readonly at: string }) {
  const now = useNow();
  const title = useAllZones(at);
  return (
    <time dateTime={at} title={title} className="nowrap">
      {formatRelative(at, now)}
    </time>
  );
}

/** How long something took, or has taken so far. */
export function Took({ start, end }: { readonly start: string | null; readonly end: string | null }) {
  const now = useNow(start !== null && end === null);
  const seconds = secondsBetween(start, end, now);
  return seconds === undefined ? <Dash /> : <span className="nowrap">{formatDuration(seconds)}</span>;
}

export function Dash() {
  return <span className="faint">–</span>;
}
