import { useState } from "react";
import { post } from "../api/endpoints.ts";
import { type ApiError, asApiError } from "../api/errors.ts";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { ErrorBox } from "../components/Feedback.tsx";
import { useServices } from "./services.ts";

interface PasswordDialogProps {
  readonly username: string;
  readonly onClose: () => void;
}

/** Where users give themselves another password. */
export function PasswordDialog({ username, onClose }: PasswordDialogProps) {
  const { http, toasts } = useServices();
  const [before, setBefore] = useState("");
  const [after, setAfter] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const differ = again !== "" && again !== after;
  const ready = before !== "" && after !== "" && again === after && !busy;

  const change = async () => {
    if (!ready) return;
    setBusy(true);
    try {
      await post.password(http, before, after);
      toasts.show("done", "Your password is changed; you are signed out everywhere else");
      onClose();
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title="Change your password"
      onClose={onClose}
      onSubmit={change}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" icon="check" disabled={!ready}>
            {busy ? "Changing…" : "Change"}
          </Button>
        </>
      }
    >
      {/* By this a browser that keeps passwords knows whose it is. */}
      <input type="text" autoComplete="username" value={username} readOnly disabled hidden />
      <PasswordField label="Present password" kind="current-password" value={before} onChange={setBefore} />
      <PasswordField label="New password" kind="new-password" value={after} onChange={setAfter} />
      <PasswordField label="New password again" kind="new-password" value={again} onChange={setAgain} />
      {differ && <p className="field-problem">The two differ.</p>}
      {error && <ErrorBox error={error} what="The password is the one before." />}
    </Dialog>
  );
}

interface PasswordFieldProps {
  readonly label: string;
  readonly kind: "current-password" | "new-password";
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function PasswordField({ label, kind, value, onChange }: PasswordFieldProps) {
  return (
    <label className="labelled">
      {label}
      <input
        className="field"
        type="password"
        autoComplete={kind}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  );
}
