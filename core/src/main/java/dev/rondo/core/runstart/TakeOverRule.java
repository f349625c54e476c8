package dev.rondo.core.runstart;

import dev.rondo.core.runstart.RunStartFacts.OfBackfill;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.time.Instant;
import java.util.Map;

/** No run of a backfill goes before one that the backfill is to do again and has not taken over yet. */
final class TakeOverRule implements RunStartRule {

    @Override
    public Readiness check(RunStartFacts run, Instant now) {
        OfBackfill backfill = run.backfill();
        if (backfill == null || backfill.takesOver() == null) {
            return Readiness.READY;
        }
        return Told.by(
                "backfill_takes_over",
                "its backfill " + backfill.backfillId() + " does run '" + backfill.takesOver()
                        + "' again before it, and has yet to take that run over",
                Map.of(
                        "backfill_id", String.valueOf(backfill.backfillId()),
                        "run_id", backfill.takesOver()));
    }
}
