import { useState } from "react";
import { isActive, post } from "../../api/endpoints.ts";
import { type ApiError, asApiError } from "../../api/errors.ts";
import type { Run } from "../../api/ours.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { ErrorBox } from "../../components/Feedback.tsx";
import { StateChoice } from "./StateChoice.tsx";

const STATES = ["success", "failed"] as const;

/** Sets a run to an end by hand. */
export function MarkButton({ run }: { readonly run: Run }) {
  const { http, cache, toasts } = useServices();
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<(typeof STATES)[number]>(run.state === "success" ? "failed" : "success");
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const mark = async () => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await post.markRun(http, run.dag_id, run.dag_run_id, state);
      void cache.refresh(encodeURIComponent(run.dag_id));
      toasts.show("done", `Marked ${run.dag_run_id} as ${state}`);
      setOpen(false);
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon="check" onClick={() => setOpen(true)}>
        Mark…
      </Button>
      {open && (
        <Dialog
          title={`Mark ${run.dag_run_id}`}
          onClose={() => setOpen(false)}
          onSubmit={mark}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button type="submit" kind="primary" icon="check" disabled={busy}>
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
        </Dialog>
      )}
    </>
  );
}
