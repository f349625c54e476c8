import { useState } from "react";
import { get } from "../api/endpoints.ts";
import { asApiError } from "../api/errors.ts";
import { IconButton } from "../components/Button.tsx";
import { Icon } from "../components/Icon.tsx";
import { useGet } from "../live/useGet.ts";
import { Link } from "../router/Link.tsx";
import { paths } from "../router/paths.ts";
import { Logo } from "./Logo.tsx";
import { PasswordDialog } from "./PasswordDialog.tsx";
import { type Theme, usePreferences, type ZoneChoice } from "./preferences.ts";
import { QuickSwitch } from "./QuickSwitch.tsx";
import { useServices } from "./services.ts";
import { ShortcutHelp } from "./ShortcutHelp.tsx";
import { useShortcuts } from "./shortcuts.ts";
import { SystemStatus } from "./SystemStatus.tsx";

export function TopBar({ username }: { readonly username: string }) {
  const { session, router, toasts } = useServices();
  const [open, setOpen] = useState<"switch" | "help" | "password" | undefined>();
  useShortcuts({
    "mod+k": () => setOpen("switch"),
    "?": () => setOpen("help"),
    "g d": () => router.go(paths.dags()),
    "g a": () => router.go(paths.approvals()),
    "g c": () => router.go(paths.connections()),
  });
  const signOut = () => session.signOut().catch((error: unknown) => toasts.show("error", asApiError(error).message));
  return (
    <header className="top-bar">
      <Link to={paths.dags()} className="top-logo" aria-label="Rondo, to the DAGs">
        <Logo />
        <span className="top-name">Rondo</span>
      </Link>
      <button
        type="button"
        className="top-search"
        aria-label="Go to a DAG…"
        onClick={() => setOpen("switch")}
        data-testid="quick-switch"
      >
        <Icon name="search" size={14} />
        <span>Go to a DAG…</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div className="top-end">
        <ApprovalsLink />
        <Link to={paths.connections()} className="top-approvals wide-only" aria-label="Connections" title="Connections">
          <Icon name="connection" />
        </Link>
        <SystemStatus />
        <ZoneSelect />
        <ThemeButton />
        <IconButton icon="keyboard" label="Keyboard shortcuts" className="wide-only" onClick={() => setOpen("help")} />
        <button
          type="button"
          className="top-user wide-only"
          aria-label={`Change the password of ${username}`}
          title="Change your password"
          onClick={() => setOpen("password")}
          data-testid="username"
        >
          {username}
        </button>
        <IconButton icon="signOut" label="Sign out" onClick={signOut} />
      </div>
      {open === "switch" && <QuickSwitch onClose={() => setOpen(undefined)} />}
      {open === "password" && <PasswordDialog username={username} onClose={() => setOpen(undefined)} />}
      {open === "help" && <ShortcutHelp onClose={() => setOpen(undefined)} />}
    </header>
  );
}

/** How much waits for somebody's answer, wherever one is in the page. */
function ApprovalsLink() {
  const waiting = useGet(get.asked()).data?.total_entries ?? 0;
  const label = waiting === 0 ? "Approvals" : `Approvals: ${waiting} waiting`;
  return (
    <Link to={paths.approvals()} className="top-approvals" aria-label={label} title={label}>
      <Icon name="ask" />
      {waiting > 0 && <span className="count">{waiting}</span>}
    </Link>
  );
}

const ZONES: ReadonlyArray<readonly [ZoneChoice, string]> = [
  ["utc", "UTC"],
  ["dag", "DAG's zone"],
  ["local", "Local time"],
];

function ZoneSelect() {
  const { preferences } = useServices();
  const { zone } = usePreferences();
  return (
    <label className="top-zone" title="The time zone in which times are shown">
      <Icon name="clock" size={14} />
      <select
        aria-label="Time zone"
        value={zone}
        onChange={event => preferences.set({ zone: event.target.value as ZoneChoice })}
      >
        {ZONES.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

const NEXT_THEME: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };
const THEME_ICON = { system: "system", light: "sun", dark: "moon" } as const;

function ThemeButton() {
  const { preferences } = useServices();
  const { theme } = usePreferences();
  return (
    <IconButton
      icon={THEME_ICON[theme]}
      label={`Theme: ${theme}`}
      onClick={() => preferences.set({ theme: NEXT_THEME[theme] })}
    />
  );
}
