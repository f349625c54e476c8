package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Standalone on an existing home: from the command to the end of the first task that it ran. A DAG whose runs are years
 * behind has always one to begin with.
 */
record Cold() implements Scenario {

    private static final int STARTS = 5;

    private static final String DAG = "backlog";

    @Override
    public String about() {
        return "standalone on an existing home: from the command to the first task's end, " + STARTS + " times";
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        prepare(bench);
        List<Double> walls = new ArrayList<>();
        List<Double> readies = new ArrayList<>();
        List<Double> cpus = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            Instant begin = bench.surroundings().clock().instant();
            try (RondoServer server = bench.startServer();
                    Tables tables = server.tables()) {
                Instant end = tables.awaitEndSince(DAG, begin);
                cpus.add(server.usage().cpuSeconds());
                walls.add(Duration.between(begin, end).toNanos() / 1e9);
                readies.add(server.readySeconds());
            }
        }
        rest(bench);
        return ResultLine.of("cold")
                .put("starts", STARTS)
                .put("wall_s", Spread.median(walls), 3)
                .put("wall_s_max", Spread.of(walls).max(), 3)
                .put("ready_s", Spread.median(readies), 3)
                .put("cpu_s", Spread.median(cpus), 2);
    }

    // Also the first start of all: it unpacks PostgreSQL, and the launcher makes the AOT caches beside it.
    private static void prepare(Bench bench) throws IOException {
        try (RondoServer server = bench.startServer();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            DagJar.drop(bench.jar("Backlog", Map.of()), server.dags(), "backlog.jar");
            tables.awaitDags(DAG, 1);
            Instant now = bench.surroundings().clock().instant();
            rest.unpause(DAG);
            Instant ignored = tables.awaitEndSince(DAG, now);
            bench.awaitCaches();
        }
    }

    // Other scenarios use the same home.
    private static void rest(Bench bench) throws IOException {
        try (RondoServer server = bench.startServer();
                Rest rest = server.signIn()) {
            rest.pause(DAG);
        }
    }
}
