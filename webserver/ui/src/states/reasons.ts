/** A code such as `upstream_failed:train`, in words. */
export function reasonWords(reason: string): string {
  const [code = "", about] = splitOnce(reason);
  const words = code.replaceAll("_", " ");
  if (about === undefined) return words;
  if (code === "upstream_failed") return `because ${about} failed`;
  if (code === "task_failed") return `because task ${about} failed`;
  return `${words}: ${about}`;
}

function splitOnce(reason: string): readonly [string, string?] {
  const colon = reason.indexOf(":");
  return colon < 0 ? [reason] : [reason.slice(0, colon), reason.slice(colon + 1)];
}
