import { useEffect } from "react";

/** The text of the browser's tab while the component is shown. */
export function useTitle(...parts: ReadonlyArray<string>): void {
  const title = [...parts, "Rondo"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
