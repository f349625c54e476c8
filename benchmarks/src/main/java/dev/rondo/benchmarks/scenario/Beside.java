package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;

/** A chain while a backfill runs a hundred no-op tasks after a hundred: the chain's gaps, and the rate beside it. */
record Beside() implements Scenario {

    private static final String CROWD = "days_of_100";
    private static final int CROWD_TASKS = 100;
    private static final LocalDate FIRST_DAY = LocalDate.of(1960, 1, 1);
    private static final int DAYS = 12_000;

    // One run of a hundred tasks is more than twice what the goal asks for beside the chain.
    private static final int ACTIVE = 1;

    private static final Repeated CHAIN =
            Repeated.inARow("beside", "20 no-op tasks in a row", "Chain", Map.of(), "chain_of_20", 20, 100, 100);

    @Override
    public String about() {
        return "20 no-op tasks in a row while a backfill of others goes on, a run of 100 tasks after the other";
    }

    @Override
    public boolean isAlsoApart() {
        return true;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (Installation server = bench.startEmpty();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            DagJar.drop(bench.jar("Ten", Map.of("tasks", CROWD_TASKS)), server.dags(), CROWD + ".jar");
            tables.awaitDags(CROWD, 1);
            rest.backfill(CROWD, FIRST_DAY, FIRST_DAY.plusDays(DAYS - 1), ACTIVE);
            tables.awaitAnyRun(CROWD);
            return CHAIN.measure(bench, server, rest, tables, CROWD);
        }
    }
}
