import type { Instance, Try } from "../../api/ours.ts";
import { Icon } from "../../components/Icon.tsx";
import { reasonWords } from "../../states/reasons.ts";
import { labelOf, stateOf } from "../../states/states.ts";

const BAD = new Set<string | null>(["failed", "up_for_retry", "upstream_failed"]);

/** Why a try failed, where the server says so. */
export function Ending({ of }: { readonly of: Instance | Try }) {
  if (!BAD.has(of.state) || !(of.message || of.reason)) return null;
  return (
    <section className="ending" aria-label="Why it failed" data-testid="why-failed">
      <Icon name="warning" />
      <div>
        <h2>
          {of.try_number > 0 ? `Try ${of.try_number}: ${labelOf(stateOf(of.state))}` : "Never started"}
          {of.reason && <span className="ending-reason"> · {reasonWords(of.reason)}</span>}
          {typeof of.exit_code === "number" && <span className="ending-reason"> · exit code {of.exit_code}</span>}
        </h2>
        {of.message && (
          <p className="pre-wrap" dir="auto">
            {of.message}
          </p>
        )}
      </div>
    </section>
  );
}
