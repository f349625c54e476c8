package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;

/** A chain while a backfill of no-op tasks uses what the machine has left: the chain's gaps, and the rate beside it. */
record Beside() implements Scenario {

    private static final String CROWD = "days_of_100";
    private static final int CROWD_TASKS = 100;
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final int DAYS = 3_000;
    private static final int ACTIVE = 4;

    private static final Repeated CHAIN =
            Repeated.inARow("beside", "20 no-op tasks in a row", "Chain", Map.of(), "chain_of_20", 20, 10, 30);

    @Override
    public String about() {
        return "20 no-op tasks in a row while a backfill of others goes on at full speed";
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (RondoServer server = bench.startOnEmptyHome();
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
