import { useOptimistic, useTransition } from "react";
import { post } from "../../api/endpoints.ts";
import { asApiError } from "../../api/errors.ts";
import { useServices } from "../../app/services.ts";
import { Toggle } from "../../components/Toggle.tsx";

interface PauseToggleProps {
  readonly dagId: string;
  readonly paused: boolean;
  readonly disabled?: boolean;
}

export function usePause(dagId: string, paused: boolean) {
  const { http, cache, toasts } = useServices();
  const [shown, show] = useOptimistic(paused);
  const [busy, start] = useTransition();
  const set = (next: boolean) =>
    start(async () => {
      show(next);
      try {
        await post.pause(http, dagId, next);
        await cache.refresh("/api/v2/dags");
      } catch (thrown) {
        toasts.show("error", `${dagId} was not ${next ? "paused" : "unpaused"}: ${asApiError(thrown).message}`);
      }
    });
  return { shown, busy, set };
}

export function PauseToggle({ dagId, paused, disabled = false }: PauseToggleProps) {
  const { shown, busy, set } = usePause(dagId, paused);
  return (
    <Toggle
      on={!shown}
      disabled={busy || disabled}
      label={shown ? `Unpause ${dagId}` : `Pause ${dagId}`}
      onChange={on => set(!on)}
    />
  );
}
