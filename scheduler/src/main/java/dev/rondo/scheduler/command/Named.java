package dev.rondo.scheduler.command;

import dev.rondo.metadata.control.ControlStore;
import dev.rondo.metadata.control.ControlStore.DagInForce;
import dev.rondo.metadata.dagrun.RunAt;

/** What commands name: found, or refused. */
final class Named {

    private final ControlStore control;

    Named(ControlStore control) {
        this.control = control;
    }

    DagInForce dag(String dagId) throws RefusedException {
        return control.findDag(dagId).orElseThrow(() -> noDag(dagId));
    }

    static RefusedException noDag(String dagId) {
        return new RefusedException(404, "DAG_NOT_FOUND", "there is no dag '" + dagId + "'");
    }

    RunAt run(String dagId, String runId) throws RefusedException {
        return control.findRun(dagId, runId).orElseThrow(() -> noRun(dagId, runId));
    }

    static RefusedException noRun(String dagId, String runId) {
        return new RefusedException(404, "RUN_NOT_FOUND", "dag '" + dagId + "' has no run '" + runId + "'");
    }
}
