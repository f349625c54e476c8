import { useSyncExternalStore } from "react";
import { IconButton } from "../components/Button.tsx";
import { Icon } from "../components/Icon.tsx";
import { useServices } from "./services.ts";

export function ToastList() {
  const { toasts } = useServices();
  const list = useSyncExternalStore(toasts.subscribe, toasts.list);
  return (
    <div className="toasts" role="status" aria-live="polite" aria-label="Messages">
      {list.map(toast => (
        <div key={toast.id} className={`toast toast-${toast.kind}`}>
          <Icon name={toast.kind === "done" ? "check" : "warning"} />
          <span className="pre-wrap" dir="auto">
            {toast.text}
          </span>
          <IconButton icon="cross" label="Close message" onClick={() => toasts.close(toast.id)} />
        </div>
      ))}
    </div>
  );
}
