/** What the server (or the network) refused, in words that can be shown as they are. */
export class ApiError extends Error {
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }

  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

interface Problem {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly code?: unknown;
}

/** Reads problem JSON, Airflow's `{detail}` (a text, or a list with places) and plain text. */
export function messageOf(status: number, body: string): string {
  const problem = parsed(body);
  if (!problem)
    return body.trim().startsWith("<") || body.trim() === "" ? `The server answered ${status}.` : body.trim();
  const detail = detailText(problem.detail);
  const title = typeof problem.title === "string" ? problem.title : "";
  const text = detail || title || `The server answered ${status}.`;
  return typeof problem.code === "string" && !text.includes(problem.code) ? `${text} (${problem.code})` : text;
}

function parsed(body: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function detailText(detail: unknown): string {
  if (typeof detail === "string") return detail;
  if (Array.isArray(detail)) return detail.map(placeAndMessage).join("\n");
  if (typeof detail === "object" && detail !== null) {
    const { message, reason } = detail as { message?: unknown; reason?: unknown };
    const text = [reason, message].filter(part => typeof part === "string").join(": ");
    return text || JSON.stringify(detail);
  }
  return "";
}

function placeAndMessage(problem: unknown): string {
  const { loc, msg } = problem as { loc?: unknown; msg?: unknown };
  const place = Array.isArray(loc) ? loc.filter(part => part !== "body").join(".") : "";
  return place ? `${place}: ${String(msg)}` : String(msg);
}

/** Any thrown thing as an ApiError, so that callers show one kind. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, error instanceof Error ? error.message : String(error));
}
