import { useEffect, useState } from "react";

/** The time, renewed each second while `ticking`; a hidden tab's timers are slowed down by the browser itself. */
export function useNow(ticking = true, everyMillis = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), everyMillis);
    return () => clearInterval(timer);
  }, [ticking, everyMillis]);
  return now;
}
