package dev.rondo.benchmarks.overload;

import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.scenario.Bench;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A DAG of 20 no-op tasks in a row, whose runs are measured alone and while something overloads the system. */
final class Neighbour {

    private static final String DAG = "chain_of_20";

    private final Rest rest;
    private final Tables tables;

    private Neighbour(Rest rest, Tables tables) {
        this.rest = rest;
        this.tables = tables;
    }

    /** Drops it, and runs it until its code is warm. */
    static Neighbour moveIn(Bench bench, Path dags, Rest rest, Tables tables) throws IOException {
        DagJar.drop(bench.jar("Chain", Map.of()), dags, DAG + ".jar");
        tables.awaitDags(DAG, 1);
        rest.unpause(DAG);
        Neighbour neighbour = new Neighbour(rest, tables);
        var ignored = neighbour.seconds(100);
        return neighbour;
    }

    /** Seconds from the request of each of so many runs, one after the other, to its end. */
    Spread seconds(int runs) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Tables.Run run = tables.awaitRun(DAG, rest.trigger(DAG));
            seconds.add(Duration.between(run.queuedAt(), run.endedAt()).toNanos() / 1e9);
        }
        return Spread.of(seconds);
    }
}
