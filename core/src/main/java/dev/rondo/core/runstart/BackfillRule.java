package dev.rondo.core.runstart;

import dev.rondo.core.runstart.RunStartFacts.OfBackfill;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Told;
import java.time.Instant;
import java.util.Map;

/**
 * A run of a backfill does not start while the backfill is paused. That the backfill is over holds nobody back: a run
 * that is cleared afterwards is to be done again.
 */
final class BackfillRule implements RunStartRule {

    @Override
    public Readiness check(RunStartFacts run, Instant now) {
        OfBackfill backfill = run.backfill();
        if (backfill == null || !backfill.paused()) {
            return Readiness.READY;
        }
        return Told.by(
                "backfill_paused",
                "its backfill " + backfill.backfillId() + " is paused; let the backfill go on",
                Map.of("backfill_id", String.valueOf(backfill.backfillId())));
    }
}
