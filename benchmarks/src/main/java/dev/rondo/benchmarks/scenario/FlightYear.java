package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Standalone with the examples in a home of its own, as a newcomer starts it, until the year of flights is worked
 * through: 365 days delivered and 365 trained on, with no hand. A run that fails, or one that is missing, and it is not
 * measured.
 */
record FlightYear() implements Scenario {

    private static final String DAGS = "flight\\_%";
    private static final int RUNS = 2 * 365;

    // Ten times what a quiet machine takes.
    private static final Duration LIMIT = Duration.ofHours(1);

    @Override
    public String about() {
        return "standalone with the examples until its " + RUNS + " runs have ended well; takes minutes, not in all";
    }

    @Override
    public boolean isInAll() {
        return false;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        double begin = bench.surroundings().seconds();
        try (RondoServer server = bench.startWithExamples();
                Tables tables = server.tables()) {
            List<Tables.Run> runs = tables.awaitRuns(DAGS, RUNS, LIMIT);
            double seconds = bench.surroundings().seconds() - begin;
            long failed =
                    runs.stream().filter(run -> !run.state().equals("success")).count();
            if (failed > 0 || runs.size() != RUNS) {
                throw new BenchmarkException(failed + " of " + runs.size() + " runs failed; there should be " + RUNS
                        + ", and none of them fails");
            }
            Usage usage = server.usage();
            long tasks = tables.instancesOf(DAGS);
            return ResultLine.of("flight-year")
                    .put("runs", runs.size())
                    .put("tasks", tasks)
                    .put("wall_s", seconds, 1)
                    .put("runs_per_min", 60 * runs.size() / seconds, 1)
                    .put("tasks_per_s", tasks / seconds, 1)
                    .put("cpu_pct", 100 * usage.cpuSeconds() / seconds, 1)
                    .put("rss_mib", usage.rssMib(), 0)
                    .put("pss_mib", usage.pssMib(), 0);
        }
    }
}
