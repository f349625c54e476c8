package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A backfill of many days, from the request to the answer that its runs are made. The DAGs are paused, one for each
 * backfill, so that nothing runs meanwhile.
 */
record Planned() implements Scenario {

    private static final LocalDate FIRST_DAY = LocalDate.of(1980, 1, 1);
    private static final int RUNS = 10_000;
    private static final int BACKFILLS = 6;

    @Override
    public String about() {
        return "a backfill of 10,000 runs is made, and waits";
    }

    @Override
    public boolean isAlsoApart() {
        return true;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (Installation server = bench.start();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            List<Double> answers = new ArrayList<>();
            for (int tasks = 1; tasks <= BACKFILLS; tasks++) {
                String dagId = "days_of_" + (100 + tasks);
                DagJar.drop(bench.jar("Ten", Map.of("tasks", 100 + tasks)), server.dags(), dagId + ".jar");
                tables.awaitDags(dagId, 1);
                rest.pause(dagId);
                answers.add(answered(bench, rest, tables, dagId));
            }
            return ResultLine.of("planned")
                    .put("runs", RUNS)
                    .put("cold", ResultLine.part().put("answer_s", answers.removeFirst(), 3))
                    .put("answer_s", Spread.median(answers), 3)
                    .put("answer_s_max", Spread.of(answers).max(), 3);
        }
    }

    private static double answered(Bench bench, Rest rest, Tables tables, String dagId) {
        Instant asked = bench.surroundings().clock().instant();
        rest.backfill(dagId, FIRST_DAY, FIRST_DAY.plusDays(RUNS - 1), 16);
        Instant answered = bench.surroundings().clock().instant();
        if (tables.runsOf(dagId) != RUNS) {
            throw new BenchmarkException(
                    "the backfill of " + dagId + " has " + tables.runsOf(dagId) + " runs when it is answered");
        }
        return Duration.between(asked, answered).toNanos() / 1e9;
    }
}
