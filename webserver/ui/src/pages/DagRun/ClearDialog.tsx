import "./ClearDialog.css";
import { useEffect, useState } from "react";
import { get, post } from "../../api/endpoints.ts";
import { type ApiError, asApiError } from "../../api/errors.ts";
import type { ClearTaskInstanceCollectionResponse, ClearTaskInstancesBody } from "../../api/types.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { ErrorBox, Loading } from "../../components/Feedback.tsx";
import { useGet } from "../../live/useGet.ts";
import { AffectedList } from "./AffectedList.tsx";

interface ClearDialogProps {
  readonly dagId: string;
  readonly runId: string;
  /** What is cleared, for the title. */
  readonly what: string;
  /** Absent: every task of the run. */
  readonly taskIds?: ReadonlyArray<string | [string, number]>;
  readonly onClose: () => void;
}

interface Scope {
  readonly past: boolean;
  readonly future: boolean;
  readonly upstream: boolean;
  readonly downstream: boolean;
  readonly onlyFailed: boolean;
  readonly newestVersion: boolean;
}

const SCOPES: ReadonlyArray<readonly [keyof Scope, string, string]> = [
  ["downstream", "Downstream", "and the tasks after it"],
  ["upstream", "Upstream", "and the tasks before it"],
  ["past", "Past", "in earlier runs, too"],
  ["future", "Future", "in later runs, too"],
  ["onlyFailed", "Only failed", "leave alone what has succeeded"],
];

/** Lets instances run again. Nothing is cleared before the list of all that would be has been shown. */
export function ClearDialog({ dagId, runId, what, taskIds, onClose }: ClearDialogProps) {
  const { http, cache, toasts } = useServices();
  const [scope, setScope] = useState<Scope>({
    past: false,
    future: false,
    upstream: false,
    downstream: taskIds !== undefined,
    onlyFailed: false,
    newestVersion: false,
  });
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const versions = useVersions(dagId, runId);
  const body = bodyOf(runId, taskIds, scope);
  const affected = useDryRun(dagId, body);
  const count = affected.answer?.total_entries ?? 0;

  const clear = async () => {
    if (count === 0 || busy) return;
    setBusy(true);
    try {
      const answer = await post.clear(http, dagId, {
        ...body,
        dry_run: false,
        ...(note.trim() ? { note: note.trim() } : {}),
      });
      void cache.refresh(encodeURIComponent(dagId));
      toasts.show("done", `Cleared ${instances(answer.total_entries)}`);
      onClose();
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };

  const scopes = taskIds ? SCOPES : SCOPES.filter(([key]) => key !== "upstream" && key !== "downstream");
  return (
    <Dialog
      title={`Clear ${what}`}
      onClose={onClose}
      onSubmit={clear}
      wide
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="danger" icon="clear" disabled={busy || count === 0 || affected.pending}>
            {busy ? "Clearing…" : `Clear ${instances(count)}`}
          </Button>
        </>
      }
    >
      <p className="faint">
        Cleared task instances lose their state and run again as soon as their turn comes. Logs of earlier tries stay.
      </p>
      <fieldset className="scopes">
        <legend>Scope</legend>
        {scopes.map(([key, label, meaning]) => (
          <label key={key} className="check" title={meaning}>
            <input
              type="checkbox"
              checked={scope[key]}
              onChange={event => setScope({ ...scope, [key]: event.target.checked })}
            />
            {label} <span className="faint">{meaning}</span>
          </label>
        ))}
        {versions && (
          <label className="check">
            <input
              type="checkbox"
              checked={scope.newestVersion}
              onChange={event => setScope({ ...scope, newestVersion: event.target.checked })}
            />
            With the newest version
            <span className="faint">
              this run has version {versions.ofRun}, the newest is {versions.newest}
            </span>
          </label>
        )}
      </fieldset>
      {error && <ErrorBox error={error} what="Nothing was cleared." />}
      <section aria-label="Affected task instances" aria-busy={affected.pending} data-testid="affected">
        <h3>
          {affected.answer ? `Will run again: ${instances(count)}` : "Will run again"}
          {affected.pending && affected.answer && <span className="faint"> …</span>}
        </h3>
        {affected.error && <ErrorBox error={affected.error} what="The server cannot say what would be cleared." />}
        {!affected.answer && !affected.error && <Loading lines={3} />}
        {affected.answer && <AffectedList rows={affected.answer.task_instances} total={count} runId={runId} />}
      </section>
      <label className="labelled">
        Note
        <input
          className="field"
          dir="auto"
          value={note}
          placeholder="optional"
          onChange={event => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}

function instances(count: number): string {
  return count === 1 ? "1 task instance" : `${count.toLocaleString("en")} task instances`;
}

function bodyOf(
  runId: string,
  taskIds: ReadonlyArray<string | [string, number]> | undefined,
  scope: Scope,
): ClearTaskInstancesBody {
  return {
    dry_run: true,
    dag_run_id: runId,
    ...(taskIds ? { task_ids: taskIds } : {}),
    include_past: scope.past,
    include_future: scope.future,
    include_upstream: scope.upstream,
    include_downstream: scope.downstream,
    only_failed: scope.onlyFailed,
    only_running: false,
    reset_dag_runs: true,
    run_on_latest_version: scope.newestVersion,
  };
}

interface DryRun {
  readonly answer: ClearTaskInstanceCollectionResponse | undefined;
  readonly error: ApiError | undefined;
  readonly pending: boolean;
}

/** What the server would clear; asked anew for each scope, and only the last question's answer counts. */
function useDryRun(dagId: string, body: ClearTaskInstancesBody): DryRun {
  const { http } = useServices();
  const [state, setState] = useState<DryRun & { readonly question: string }>({
    answer: undefined,
    error: undefined,
    pending: true,
    question: "",
  });
  const question = JSON.stringify(body);
  useEffect(() => {
    let current = true;
    const settle = (answer: DryRun["answer"], error: DryRun["error"]) => {
      if (current) setState({ answer, error, pending: false, question });
    };
    post.clear(http, dagId, JSON.parse(question) as ClearTaskInstancesBody).then(
      answer => settle(answer, undefined),
      (thrown: unknown) => settle(undefined, asApiError(thrown)),
    );
    return () => {
      current = false;
    };
  }, [http, dagId, question]);
  return { ...state, pending: state.question !== question };
}

function useVersions(dagId: string, runId: string) {
  const { data: dag } = useGet(get.dag(dagId));
  const { data: run } = useGet(get.run(dagId, runId));
  const newest = dag?.latest_dag_version?.version_number;
  const ofRun = run?.dag_versions.at(-1)?.version_number;
  return newest !== undefined && ofRun !== undefined && newest > ofRun ? { newest, ofRun } : undefined;
}
