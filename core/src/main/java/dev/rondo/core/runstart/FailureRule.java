package dev.rondo.core.runstart;

import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import dev.rondo.sdk.RunStrategy;
import java.time.Instant;
import java.util.Map;

/** Under {@code sequential_until_failure} nothing follows a failed run until it is repaired. */
final class FailureRule implements RunStartRule {

    @Override
    public Readiness check(RunStartFacts run, Instant now) {
        String failed = run.failedBefore();
        return run.backfill() == null && run.strategy() == RunStrategy.SEQUENTIAL_UNTIL_FAILURE && failed != null
                ? Told.by(
                        "run_before_failed",
                        "the run before it, '" + failed + "', failed, and the DAG's runs stop at a failure; clear that "
                                + "run, or mark it success",
                        Map.of("run_id", failed))
                : Readiness.READY;
    }
}
