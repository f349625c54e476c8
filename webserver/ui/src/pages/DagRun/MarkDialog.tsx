import { useEffect, useState } from "react";
import { type InstanceKey, post } from "../../api/endpoints.ts";
import { type ApiError, asApiError } from "../../api/errors.ts";
import type { InstancePage, MarkBody } from "../../api/ours.ts";
import { useServices } from "../../app/services.ts";
import { Button } from "../../components/Button.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { ErrorBox, Loading } from "../../components/Feedback.tsx";
import { AffectedList } from "./AffectedList.tsx";
import { StateChoice } from "./StateChoice.tsx";

const STATES = ["success", "failed", "skipped"] as const;

const SCOPES: ReadonlyArray<readonly [Exclude<keyof MarkBody, "new_state">, string, string]> = [
  ["include_downstream", "Downstream", "and the tasks after it"],
  ["include_upstream", "Upstream", "and the tasks before it"],
  ["include_past", "Past", "in earlier runs, too"],
  ["include_future", "Future", "in later runs, too"],
];

interface MarkDialogProps {
  readonly instance: InstanceKey;
  /** Its state now; what is offered first is another one. */
  readonly state: string | null;
  /** What is marked, for the title. */
  readonly what: string;
  readonly onClose: () => void;
}

/** Sets instances to an end by hand, without running them; the list of all that change is shown first. */
export function MarkDialog({ instance, state, what, onClose }: MarkDialogProps) {
  const { http, cache, toasts } = useServices();
  const [body, setBody] = useState<MarkBody>({
    new_state: state === "success" ? "failed" : "success",
    include_upstream: false,
    include_downstream: false,
    include_past: false,
    include_future: false,
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const preview = usePreview(instance, body);
  const count = preview.answer?.total_entries ?? 0;

  const mark = async () => {
    if (count === 0 || busy) return;
    setBusy(true);
    try {
      const answer = await post.markTask(http, instance, body, false);
      void cache.refresh(encodeURIComponent(instance.dagId));
      toasts.show("done", `Marked ${instances(answer.total_entries ?? 0)} as ${body.new_state}`);
      onClose();
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`Mark ${what}`}
      onClose={onClose}
      onSubmit={mark}
      wide
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" icon="check" disabled={busy || count === 0 || preview.pending}>
            {busy ? "Marking…" : `Mark ${instances(count)} as ${body.new_state}`}
          </Button>
        </>
      }
    >
      <StateChoice states={STATES} chosen={body.new_state} onChoose={state => setBody({ ...body, new_state: state })} />
      <fieldset className="scopes">
        <legend>Scope</legend>
        {SCOPES.map(([key, label, meaning]) => (
          <label key={key} className="check" title={meaning}>
            <input
              type="checkbox"
              checked={body[key]}
              onChange={event => setBody({ ...body, [key]: event.target.checked })}
            />
            {label} <span className="faint">{meaning}</span>
          </label>
        ))}
      </fieldset>
      {error && <ErrorBox error={error} what="Nothing was marked." />}
      <section aria-label="Affected task instances" aria-busy={preview.pending} data-testid="affected">
        <h3>{preview.answer ? `Will be marked: ${instances(count)}` : "Will be marked"}</h3>
        {preview.error && <ErrorBox error={preview.error} what="The server cannot say what would be marked." />}
        {!preview.answer && !preview.error && <Loading lines={3} />}
        {preview.answer && <AffectedList rows={preview.answer.task_instances} total={count} runId={instance.runId} />}
      </section>
    </Dialog>
  );
}

function instances(count: number): string {
  return count === 1 ? "1 task instance" : `${count.toLocaleString("en")} task instances`;
}

interface Preview {
  readonly answer: InstancePage | undefined;
  readonly error: ApiError | undefined;
  readonly question: string;
}

/** What would be marked; asked anew for each choice, and only the last question's answer counts. */
function usePreview({ dagId, runId, taskId, mapIndex }: InstanceKey, body: MarkBody) {
  const { http } = useServices();
  const [state, setState] = useState<Preview>({ answer: undefined, error: undefined, question: "" });
  const question = JSON.stringify(body);
  useEffect(() => {
    let current = true;
    const settle = (answer: Preview["answer"], error: Preview["error"]) => {
      if (current) setState({ answer, error, question });
    };
    post.markTask(http, { dagId, runId, taskId, mapIndex }, JSON.parse(question) as MarkBody, true).then(
      answer => settle(answer, undefined),
      (thrown: unknown) => settle(undefined, asApiError(thrown)),
    );
    return () => {
      current = false;
    };
  }, [http, dagId, runId, taskId, mapIndex, question]);
  return { ...state, pending: state.question !== question };
}
