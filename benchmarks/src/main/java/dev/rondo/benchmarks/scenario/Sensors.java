package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What 10,000 sensors cost that wait and look every 30 seconds. */
record Sensors() implements Scenario {

    private static final int SENSORS = 10_000;
    static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration WATCH = Duration.ofSeconds(90);

    @Override
    public String about() {
        return SENSORS + " sensors that look every " + INTERVAL.toSeconds() + " s: CPU of one core over "
                + WATCH.toSeconds() + " s";
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
            String dagId = "waits_" + SENSORS;
            Map<String, Integer> sizes = Map.of("sensors", SENSORS, "seconds", (int) INTERVAL.toSeconds());
            DagJar.drop(bench.jar("Waits", sizes), server.dags(), dagId + ".jar");
            tables.awaitDags(dagId, 1);
            rest.unpause(dagId);
            String ignored = rest.trigger(dagId);
            return watch(bench, server, tables, "sensors", dagId, SENSORS);
        }
    }

    /** Waits until all sensors of a DAG have looked once, and watches what they cost from then on. */
    static ResultLine watch(Bench bench, Installation server, Tables tables, String scenario, String dagId, int sensors)
            throws IOException {
        double begin = bench.surroundings().seconds();
        tables.awaitFirstLooks(dagId, sensors);
        double firstLooks = bench.surroundings().seconds() - begin;
        bench.surroundings().progress().say(scenario + ": all have looked once after " + firstLooks + " s");
        bench.surroundings().sleep(INTERVAL.multipliedBy(2));
        Usage before = server.usage();
        double watchBegin = bench.surroundings().seconds();
        bench.surroundings().sleep(WATCH);
        Usage after = server.usage();
        double seconds = bench.surroundings().seconds() - watchBegin;
        return ResultLine.of(scenario)
                .put("sensors", sensors)
                .put("first_looks_s", firstLooks, 1)
                .put("unwatched", tables.notWaitingUntil(dagId, now(bench).plus(INTERVAL.multipliedBy(2))))
                .put("used_slots", tables.usedSlots())
                .put("cpu_pct", 100 * (after.cpuSeconds() - before.cpuSeconds()) / seconds, 1)
                .put("rss_mib", after.rssMib(), 0)
                .put("pss_mib", after.pssMib(), 0);
    }

    private static Instant now(Bench bench) {
        return bench.surroundings().clock().instant();
    }
}
