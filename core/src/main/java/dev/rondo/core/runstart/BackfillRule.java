package dev.rondo.core.runstart;

import dev.rondo.core.runstart.RunStartFacts.OfBackfill;
import dev.rondo.core.state.Readiness;
import java.time.Instant;
import java.util.Map;

/** A run of a backfill starts only while the backfill is under way and not paused. */
final class BackfillRule implements RunStartRule {

    @Override
    public Readiness check(RunStartFacts run, Instant now) {
        OfBackfill backfill = run.backfill();
        if (backfill == null) {
            return Readiness.READY;
        }
        Map<String, String> data = Map.of("backfill_id", String.valueOf(backfill.backfillId()));
        if (backfill.over()) {
            return Held.by("backfill_over", "its backfill " + backfill.backfillId() + " is over", data);
        }
        return backfill.paused()
                ? Held.by(
                        "backfill_paused",
                        "its backfill " + backfill.backfillId() + " is paused; let the backfill go on",
                        data)
                : Readiness.READY;
    }
}
