package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A backfill over days of one DAG, from the request to the end of its last run. A smaller one before it meets the cold
 * code and is reported apart.
 *
 * @param tasks of one run, beside each other
 * @param runs days of the backfill that counts
 * @param active how many of its runs may be active at once
 */
record Backfilled(String name, String about, int tasks, int runs, int active) implements Scenario {

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final int WARM_UP_RUNS = 500;

    /** What it took. */
    private record Measured(int runs, double seconds) {
        ResultLine figures(ResultLine line, int tasks) {
            return line.put("wall_s", seconds, 3)
                    .put("runs_per_min", 60 * runs / seconds, 0)
                    .put("tasks_per_s", runs * tasks / seconds, 0);
        }
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (RondoServer server = bench.startServer();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            String dagId = "days_of_" + tasks;
            DagJar.drop(bench.jar("Ten", Map.of("tasks", tasks)), server.dags(), dagId + ".jar");
            tables.awaitDags(dagId, 1);
            // Another scenario may have filled days of this DAG before.
            int before = (int) tables.runsOf(dagId);
            Measured cold = backfill(bench, rest, tables, dagId, before, WARM_UP_RUNS);
            bench.surroundings().progress().say(name + ": " + WARM_UP_RUNS + " runs to warm up " + cold.seconds + " s");
            Usage usedBefore = server.usage();
            long commitsBefore = tables.writeTransactions();
            Measured warm = backfill(bench, rest, tables, dagId, before + WARM_UP_RUNS, runs);
            double cpu = server.usage().cpuSeconds() - usedBefore.cpuSeconds();
            double all = runs * (double) tasks;
            return warm.figures(
                            ResultLine.of(name)
                                    .put("tasks", runs * (long) tasks)
                                    .put("runs", runs),
                            tasks)
                    .put("cold", cold.figures(ResultLine.part().put("runs", WARM_UP_RUNS), tasks))
                    .put("cpu_s_per_task", cpu / all, 5)
                    .put("commits_per_task", (tables.writeTransactions() - commitsBefore) / all, 3)
                    .put("rss_mib", server.usage().rssMib(), 0)
                    .put("pss_mib", server.usage().pssMib(), 0);
        }
    }

    private Measured backfill(Bench bench, Rest rest, Tables tables, String dagId, int before, int days) {
        LocalDate from = FIRST_DAY.plusDays(before);
        Instant asked = bench.surroundings().clock().instant();
        rest.backfill(dagId, from, from.plusDays(days - 1), active);
        List<Tables.Run> made = tables.awaitRuns(dagId, before + days).subList(0, days);
        if (made.stream().anyMatch(run -> !run.state().equals("success"))) {
            throw new BenchmarkException("not all runs of the backfill of " + dagId + " ended well");
        }
        Instant end =
                made.stream().map(Tables.Run::endedAt).max(Instant::compareTo).orElseThrow();
        return new Measured(days, Duration.between(asked, end).toNanos() / 1e9);
    }
}
