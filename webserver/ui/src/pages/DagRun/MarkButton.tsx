import { useEffect, useState } from "react";
import { isActive, post } from "../../api/endpoints.ts";
import { type ApiError, asApiError } from "../../api/errors.ts";
import type { InstancePage, Run } from "../../api/ours.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { ErrorBox, Loading } from "../../components/Feedback.tsx";
import { AffectedList } from "./AffectedList.tsx";
import { StateChoice } from "./StateChoice.tsx";

const STATES = ["success", "failed"] as const;

type End = (typeof STATES)[number];

/** Sets a run to an end by hand; the list of the task instances that change is shown first. */
export function MarkButton({ run }: { readonly run: Run }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="check" onClick={() => setOpen(true)}>
        Mark…
      </Button>
      {open && <MarkRunDialog run={run} onClose={() => setOpen(false)} />}
    </>
  );
}

function MarkRunDialog({ run, onClose }: { readonly run: Run; readonly onClose: () => void }) {
  const { http, cache, toasts } = useServices();
  const [state, setState] = useState<End>(run.state === "success" ? "failed" : "success");
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const preview = usePreview(run, state);
  const mark = async () => {
    if (busy || !preview.answer) return;
    setBusy(true);
    setError(undefined);
    try {
      await post.markRun(http, run.dag_id, run.dag_run_id, state);
      void cache.refresh(encodeURIComponent(run.dag_id));
      toasts.show("done", `Marked ${run.dag_run_id} as ${state}`);
      onClose();
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Mark ${run.dag_run_id}`}
      onClose={onClose}
      onSubmit={mark}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" icon="check" disabled={busy || !preview.answer}>
            {busy ? "Marking…" : `Mark as ${state}`}
          </Button>
        </>
      }
    >
      <StateChoice states={STATES} chosen={state} onChoose={setState} />
      {isActive(run.state) && (
        <p className="faint">Tasks that are running are stopped; those that have not begun do not start.</p>
      )}
      {error && <ErrorBox error={error} what="Nothing was marked." />}
      <Changed runId={run.dag_run_id} preview={preview} />
    </Dialog>
  );
}

interface Preview {
  readonly answer?: InstancePage;
  readonly error?: ApiError;
}

/** What the mark would change; asked anew for each choice, and neither answer nor error while it is on its way. */
function usePreview({ dag_id: dagId, dag_run_id: runId }: Run, state: End): Preview {
  const { http } = useServices();
  const [settled, setSettled] = useState<Preview & { readonly of?: End }>({});
  useEffect(() => {
    let current = true;
    const settle = (preview: Preview) => {
      if (current) setSettled({ ...preview, of: state });
    };
    post.previewRunMark(http, dagId, runId, state).then(
      answer => settle({ answer }),
      (thrown: unknown) => settle({ error: asApiError(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [http, dagId, runId, state]);
  return settled.of === state ? settled : {};
}

/** The task instances that the mark would change, as the server says before it is done. */
function Changed({ runId, preview }: { readonly runId: string; readonly preview: Preview }) {
  const { answer, error } = preview;
  const count = answer?.total_entries ?? 0;
  return (
    <section aria-label="Affected task instances" aria-busy={!answer && !error} data-testid="affected">
      <h3>
        {answer
          ? `Will change: ${count === 1 ? "1 task instance" : `${count.toLocaleString("en")} task instances`}`
          : "Will change"}
      </h3>
      {error && <ErrorBox error={error} what="The server cannot say what would change." />}
      {!answer && !error && <Loading lines={3} />}
      {answer && count > 0 && <AffectedList rows={answer.task_instances} total={count} runId={runId} />}
      {answer && count === 0 && <p className="faint">No task instance changes, only the run.</p>}
    </section>
  );
}
