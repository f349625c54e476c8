import "./TriggerDialog.css";
import { useState } from "react";
import { get, post } from "../../api/endpoints.ts";
import { type ApiError, asApiError } from "../../api/errors.ts";
import type { DAGDetailsResponse, TriggerDAGRunPostBody } from "../../api/types.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { ErrorBox, Missing } from "../../components/Feedback.tsx";
import { ConfEditor } from "../../fields/ConfEditor.tsx";
import { paramsOf, parseConf, startConf } from "../../fields/params.ts";
import { useGet } from "../../live/useGet.ts";
import { paths } from "../../router/paths.ts";

interface TriggerDialogProps {
  readonly dagId: string;
  readonly onClose: () => void;
}

export function TriggerDialog({ dagId, onClose }: TriggerDialogProps) {
  const { data: dag, error } = useGet(get.dag(dagId));
  if (dag) return <TriggerForm dag={dag} onClose={onClose} />;
  return (
    <Dialog title={`Trigger ${dagId}`} onClose={onClose}>
      <Missing error={error} what="The DAG cannot be read." />
    </Dialog>
  );
}

type DateChoice = "now" | "none" | "given";

function TriggerForm({ dag, onClose }: { readonly dag: DAGDetailsResponse; readonly onClose: () => void }) {
  const { http, cache, router, toasts } = useServices();
  const params = paramsOf(dag.params);
  const [conf, setConf] = useState(() => startConf(params));
  const [runId, setRunId] = useState("");
  const [date, setDate] = useState<DateChoice>("now");
  const [givenDate, setGivenDate] = useState("");
  const [note, setNote] = useState("");
  const [unpause, setUnpause] = useState(dag.is_paused);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const parsed = parseConf(conf);
  const dateMissing = date === "given" && Number.isNaN(Date.parse(`${givenDate}Z`));

  const trigger = async () => {
    if (parsed.problem !== undefined || dateMissing) return;
    setBusy(true);
    const body: TriggerDAGRunPostBody = {
      logical_date: logicalDate(date, givenDate),
      conf: parsed.value,
      ...(runId.trim() ? { dag_run_id: runId.trim() } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    try {
      const run = await post.trigger(http, dag.dag_id, body);
      if (unpause) await post.pause(http, dag.dag_id, false);
      void cache.refresh(dag.dag_id);
      toasts.show("done", `Triggered ${run.dag_run_id}`);
      onClose();
      router.go(paths.run(dag.dag_id, run.dag_run_id));
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`Trigger ${dag.dag_display_name}`}
      onClose={onClose}
      onSubmit={trigger}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            icon="play"
            disabled={busy || parsed.problem !== undefined || dateMissing}
          >
            {busy ? "Triggering…" : "Trigger"}
          </Button>
        </>
      }
    >
      {error && <ErrorBox error={error} what="The run was not created." />}
      <ConfEditor params={params} label="Configuration as JSON" text={conf} onChange={setConf} />
      <fieldset className="trigger-date">
        <legend>Logical date</legend>
        <label>
          <input type="radio" name="date" checked={date === "now"} onChange={() => setDate("now")} /> now
        </label>
        <label>
          <input type="radio" name="date" checked={date === "given"} onChange={() => setDate("given")} /> on (UTC)
          <input
            type="datetime-local"
            className="field"
            aria-label="Logical date in UTC"
            value={givenDate}
            onFocus={() => setDate("given")}
            onChange={event => setGivenDate(event.target.value)}
          />
        </label>
        <label>
          <input type="radio" name="date" checked={date === "none"} onChange={() => setDate("none")} /> none
        </label>
      </fieldset>
      <details className="trigger-more">
        <summary>Run id and note</summary>
        <label className="labelled">
          Run id
          <input
            className="field"
            placeholder="made from the date if left empty"
            value={runId}
            onChange={event => setRunId(event.target.value)}
          />
        </label>
        <label className="labelled">
          Note
          <textarea
            className="field"
            rows={2}
            dir="auto"
            value={note}
            onChange={event => setNote(event.target.value)}
          />
        </label>
      </details>
      {dag.is_paused && (
        <label className="check">
          <input type="checkbox" checked={unpause} onChange={event => setUnpause(event.target.checked)} />
          Unpause the DAG, so that the run can go
        </label>
      )}
    </Dialog>
  );
}

function logicalDate(choice: DateChoice, given: string): string | null {
  if (choice === "none") return null;
  return choice === "now" ? new Date().toISOString() : new Date(`${given}Z`).toISOString();
}
