package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Backfills over days of one DAG, each from the request to the end of its last run: a smaller one that meets the cold
 * code, those in which it gets warm, and those that count. All but the last are reported apart.
 *
 * @param tasks of one run, beside each other
 * @param runs days of one backfill
 * @param active how many of its runs may be active at once
 * @param warmUps backfills in which the code gets warm
 * @param times backfills that count
 */
record Backfilled(String name, String about, int tasks, int runs, int active, int warmUps, int times)
        implements Scenario {

    // Its days must be over: there are some 31,000 of them.
    private static final LocalDate FIRST_DAY = LocalDate.of(1940, 1, 1);
    private static final int COLD_RUNS = 500;

    @Override
    public boolean isAlsoApart() {
        return true;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (Installation server = bench.start();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            String dagId = "days_of_" + tasks;
            DagJar.drop(bench.jar("Ten", Map.of("tasks", tasks)), server.dags(), dagId + ".jar");
            tables.awaitDags(dagId, 1);
            double cold = seconds(bench, rest, tables, COLD_RUNS);
            bench.surroundings().progress().say(name + ": the first " + COLD_RUNS + " runs " + cold + " s");
            List<Double> warming = seconds(bench, rest, tables, runs, warmUps);
            bench.surroundings().progress().say(name + ": warming " + warming);
            Usage usedBefore = server.usage();
            long commitsBefore = tables.writeTransactions();
            List<Double> warm = seconds(bench, rest, tables, runs, times);
            bench.surroundings().progress().say(name + ": warm " + warm);
            double cpu = server.usage().cpuSeconds() - usedBefore.cpuSeconds();
            double all = (double) times * runs * tasks;
            ResultLine line =
                    ResultLine.of(name).put("tasks", runs * (long) tasks).put("runs", runs);
            return figures(line, runs, Spread.median(warm))
                    .put("cold", figures(ResultLine.part().put("runs", COLD_RUNS), COLD_RUNS, cold))
                    .put("warming", figures(ResultLine.part().put("backfills", warmUps), runs, Spread.median(warming)))
                    .put("cpu_s_per_task", cpu / all, 5)
                    .put("commits_per_task", (tables.writeTransactions() - commitsBefore) / all, 3)
                    .put("rss_mib", server.usage().rssMib(), 0)
                    .put("pss_mib", server.usage().pssMib(), 0);
        }
    }

    private ResultLine figures(ResultLine line, int done, double seconds) {
        return line.put("wall_s", seconds, 3)
                .put("runs_per_min", 60 * done / seconds, 0)
                .put("tasks_per_s", done * tasks / seconds, 0);
    }

    private List<Double> seconds(Bench bench, Rest rest, Tables tables, int days, int times) {
        List<Double> all = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            all.add(seconds(bench, rest, tables, days));
        }
        return all;
    }

    /** Of a backfill of the days behind those that there are already, also from another scenario. */
    private double seconds(Bench bench, Rest rest, Tables tables, int days) {
        String dagId = "days_of_" + tasks;
        int before = (int) tables.runsOf(dagId);
        LocalDate from = FIRST_DAY.plusDays(before);
        Instant asked = bench.surroundings().clock().instant();
        rest.backfill(dagId, from, from.plusDays(days - 1), active);
        List<Tables.Run> made = tables.awaitEndOfRuns(dagId).subList(0, days);
        if (made.stream().anyMatch(run -> !run.state().equals("success"))) {
            throw new BenchmarkException("not all runs of the backfill of " + dagId + " ended well");
        }
        Instant end =
                made.stream().map(Tables.Run::endedAt).max(Instant::compareTo).orElseThrow();
        return Duration.between(asked, end).toNanos() / 1e9;
    }
}
