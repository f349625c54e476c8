package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** What everything costs while 100 paused DAGs wait. */
record Idle() implements Scenario {

    private static final int DAGS = 100;

    // Compilation and the work of the start go on for two minutes; a server idles for days.
    private static final Duration SETTLE = Duration.ofSeconds(150);

    private static final Duration WATCH = Duration.ofSeconds(60);

    @Override
    public String about() {
        return "everything started, " + DAGS + " paused DAGs: memory and CPU of one core over " + WATCH.toSeconds()
                + " s";
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (RondoServer server = bench.startOnEmptyHome()) {
            DagJar.drop(bench.jar("Resting", Map.of("count", DAGS)), server.dags(), "resting.jar");
            try (Tables tables = server.tables()) {
                tables.awaitDags("resting_%", DAGS);
            }
            bench.surroundings().sleep(SETTLE);
            bench.surroundings().progress().say("idle: watching for " + WATCH.toSeconds() + " s");
            Usage before = server.usage();
            double begin = bench.surroundings().seconds();
            bench.surroundings().sleep(WATCH);
            Usage after = server.usage();
            double seconds = bench.surroundings().seconds() - begin;
            return ResultLine.of("idle")
                    .put("dags", DAGS)
                    .put("processes", after.processes())
                    .put("cpu_pct", 100 * (after.cpuSeconds() - before.cpuSeconds()) / seconds, 2)
                    .put("rss_mib", after.rssMib(), 0)
                    .put("pss_mib", after.pssMib(), 0);
        }
    }
}
