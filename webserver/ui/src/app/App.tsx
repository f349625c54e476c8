import { useSyncExternalStore } from "react";
import { Empty } from "../components/Feedback.tsx";
import { ApprovalsPage } from "../pages/Approvals/ApprovalsPage.tsx";
import { ConnectionsPage } from "../pages/Connections/ConnectionsPage.tsx";
import { DagListPage } from "../pages/DagList/DagListPage.tsx";
import { DagPage } from "../pages/Dag/DagPage.tsx";
import { DagRunPage } from "../pages/DagRun/DagRunPage.tsx";
import { SignInPage } from "../pages/SignIn/SignInPage.tsx";
import { TaskInstancePage } from "../pages/TaskInstance/TaskInstancePage.tsx";
import { Link } from "../router/Link.tsx";
import type { DagTab, InstanceTab, RunTab } from "../router/paths.ts";
import { match, usePlace } from "../router/router.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { useServices } from "./services.ts";
import { ToastList } from "./ToastList.tsx";
import { TopBar } from "./TopBar.tsx";

export function App() {
  const { session } = useServices();
  const signedIn = useSyncExternalStore(session.subscribe, session.current);
  if (!signedIn) return <SignInPage />;
  return (
    <div className="app">
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <TopBar username={signedIn.username} />
      <main id="content" tabIndex={-1}>
        <Page />
      </main>
      <ToastList />
    </div>
  );
}

function Page() {
  const { path } = usePlace();
  return <ErrorBoundary key={path}>{pageOf(path)}</ErrorBoundary>;
}

const DAG_TABS: ReadonlyArray<DagTab> = ["grid", "graph", "runs", "code", "details"];
const RUN_TABS: ReadonlyArray<RunTab> = ["tasks", "graph", "details"];
const INSTANCE_TABS: ReadonlyArray<InstanceTab> = ["log", "xcom", "details"];

function pageOf(path: string) {
  if (path === "/" || path === "/dags") return <DagListPage />;
  if (path === "/approvals") return <ApprovalsPage />;
  if (path === "/connections") return <ConnectionsPage />;
  const instance = tabbed("/dags/:dagId/runs/:runId/tasks/:taskId", path, INSTANCE_TABS);
  if (instance) return <TaskInstancePage {...instance.ids} tab={instance.tab} />;
  const run = tabbed("/dags/:dagId/runs/:runId", path, RUN_TABS);
  if (run) return <DagRunPage {...run.ids} tab={run.tab} />;
  const dag = tabbed("/dags/:dagId", path, DAG_TABS);
  if (dag) return <DagPage {...dag.ids} tab={dag.tab} />;
  return (
    <Empty title="There is no such page">
      <Link to="/">To the DAGs</Link>
    </Empty>
  );
}

interface Ids {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
}

/** A page whose first tab has the bare address and whose others have their name behind it. */
function tabbed<Tab extends string>(pattern: string, path: string, tabs: ReadonlyArray<Tab>) {
  for (const [index, tab] of tabs.entries()) {
    const values = match(index === 0 ? pattern : `${pattern}/${tab}`, path);
    if (values) return { tab, ids: { dagId: "", runId: "", taskId: "", ...values } satisfies Ids };
  }
  return undefined;
}
