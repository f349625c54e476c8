package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Surroundings;
import dev.rondo.benchmarks.server.Tables;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs of one DAG, each triggered over the API when the one before is over.
 *
 * <p>A look each 5 ms while a run goes on takes the cores from it: of chains a gap of 1.0 / 1.4 ms becomes 1.3 / 2.9.
 * So each is looked at first when it should be over, by the one before.
 */
final class InTurn {

    private static final double UNSEEN = 1.25;

    private final Surroundings surroundings;
    private final Rest rest;
    private final Tables tables;
    private final String dagId;
    private Duration unseen = Duration.ZERO;

    InTurn(Surroundings surroundings, Rest rest, Tables tables, String dagId) {
        this.surroundings = surroundings;
        this.rest = rest;
        this.tables = tables;
        this.dagId = dagId;
    }

    /**
     * A run that is over.
     *
     * @param asked when the request for it was sent
     */
    record Ended(Instant asked, Tables.Run run) {

        Duration wall() {
            return Duration.between(asked, run.endedAt());
        }
    }

    /** Triggers the next and waits for its end, however it ends. */
    Ended next() {
        Instant asked = surroundings.clock().instant();
        String runId = rest.trigger(dagId);
        Ended ended = new Ended(asked, tables.awaitRun(dagId, runId, unseen));
        unseen = Duration.ofNanos((long) (UNSEEN * ended.wall().toNanos()));
        return ended;
    }
}
