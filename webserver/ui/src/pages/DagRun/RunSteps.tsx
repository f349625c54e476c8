import { get } from "../../api/endpoints.ts";
import { useServices } from "../../app/services.ts";
import { useShortcuts } from "../../app/shortcuts.ts";
import { Icon } from "../../components/Icon.tsx";
import { useGet } from "../../live/useGet.ts";
import { Link } from "../../router/Link.tsx";

interface RunStepsProps {
  readonly dagId: string;
  readonly runId: string;
  /** The same view of another run. */
  readonly to: (runId: string) => string;
}

// Who looks at an older run than these came by a link and not step by step.
const RUNS = 60;

/** To the same place in the run before and in the one after. */
export function RunSteps({ dagId, runId, to }: RunStepsProps) {
  const { router } = useServices();
  const { data: runs } = useGet(get.newestRuns(dagId, RUNS));
  const place = runs?.findIndex(run => run.dag_run_id === runId) ?? -1;
  const earlier = place < 0 ? undefined : runs?.[place + 1]?.dag_run_id;
  const later = place < 1 ? undefined : runs?.[place - 1]?.dag_run_id;
  const go = (id: string | undefined) => {
    if (id !== undefined) router.go(to(id));
  };
  useShortcuts({ "[": () => go(earlier), "]": () => go(later) });
  return (
    <nav className="run-steps" aria-label="Other runs">
      <Step to={earlier && to(earlier)} label="Earlier run" className="run-step-back" />
      <Step to={later && to(later)} label="Later run" />
    </nav>
  );
}

function Step({
  to,
  label,
  className = "",
}: {
  readonly to: string | undefined;
  readonly label: string;
  readonly className?: string;
}) {
  if (to === undefined) {
    return (
      <span className={`icon-button run-step-none ${className}`} aria-hidden="true">
        <Icon name="chevron" />
      </span>
    );
  }
  return (
    <Link to={to} className={`icon-button ${className}`} aria-label={label} title={label}>
      <Icon name="chevron" />
    </Link>
  );
}
