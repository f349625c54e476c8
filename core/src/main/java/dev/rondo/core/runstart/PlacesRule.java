package dev.rondo.core.runstart;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.sdk.RunStrategy;
import java.time.Instant;
import java.util.Map;

/** So many runs of a DAG, or of a backfill, are running at once and no more; who waits longest goes first. */
final class PlacesRule implements RunStartRule {

    @Override
    public Readiness check(RunStartFacts run, Instant now) {
        int free = run.places() - run.taken();
        if (free > run.ahead()) {
            return Readiness.READY;
        }
        String ahead = run.ahead() == 0 ? "" : "; " + run.ahead() + " queued runs go before it";
        return Told.by(
                run.backfill() == null ? "max_active_runs" : "backfill_max_active_runs",
                run.taken() + " runs are running, at most " + run.places() + " may be" + limit(run) + ahead,
                Map.of(
                        "running", String.valueOf(run.taken()),
                        "max", String.valueOf(run.places()),
                        "ahead", String.valueOf(run.ahead())));
    }

    private static String limit(RunStartFacts run) {
        if (run.backfill() != null) {
            return " (max active runs of the backfill)";
        }
        return run.strategy() == RunStrategy.PARALLEL
                ? " (max active runs of the DAG)"
                : " (run strategy " + run.strategy().wireName() + ")";
    }
}
