import { useEffect, useRef } from "react";

/** `x`, `?`, `mod+k` (Ctrl or the Mac's Command) or two keys one after the other: `g d`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const SECOND_KEY_MILLIS = 1000;

/** Keys that work anywhere on the page, except while someone types or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first = { key: "", at: 0 };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isBusyElsewhere(event)) return;
      const mod = event.ctrlKey || event.metaKey;
      const key = mod ? `mod+${event.key.toLowerCase()}` : event.key;
      const pair = event.timeStamp - first.at < SECOND_KEY_MILLIS ? `${first.key} ${key}` : "";
      first = { key, at: event.timeStamp };
      const action = latest.current[pair] ?? latest.current[key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

function isBusyElsewhere(event: KeyboardEvent): boolean {
  if (document.querySelector("dialog[open]")) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  const typing = target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select");
  return typing && !(event.ctrlKey || event.metaKey);
}
