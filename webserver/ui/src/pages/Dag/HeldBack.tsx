import { get } from "../../api/endpoints.ts";
import { useGet } from "../../live/useGet.ts";
import { Ago } from "../../time/Time.tsx";

// That a schedule waits for its next run is no obstacle (the head of the page says when it is), and neither are the runs
// of the past that catchup leaves out.
const IN_ORDER: ReadonlySet<string> = new Set(["next_run", "catchup"]);

/** What holds the DAG back, in the server's words; nothing where there is no such thing or it does not say. */
export function HeldBack({ dagId }: { readonly dagId: string }) {
  const { data } = useGet(get.whyDag(dagId));
  const reasons = data?.reasons.filter(({ code }) => !IN_ORDER.has(code)) ?? [];
  if (reasons.length === 0) return null;
  return (
    <ul className="held" aria-label="Why it does not run now" data-testid="why-no-run">
      {reasons.map(({ code, message, until }) => (
        <li key={code}>
          <span dir="auto">{message}</span>
          {until && (
            <span className="faint">
              {" "}
              · ends <Ago at={until} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
