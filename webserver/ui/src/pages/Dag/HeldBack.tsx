import { get } from "../../api/endpoints.ts";
import { useGet } from "../../live/useGet.ts";
import { Ago } from "../../time/Time.tsx";

// That a schedule waits for its next run is no obstacle; the head of the page says when it is.
const IN_ORDER = "next_run";

/** What holds the DAG back, in the server's words; nothing where there is no such thing or it does not say. */
export function HeldBack({ dagId }: { readonly dagId: string }) {
  const { data } = useGet(get.whyDag(dagId));
  const reasons = data?.reasons.filter(({ code }) => code !== IN_ORDER) ?? [];
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
