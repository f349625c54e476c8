package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the moment at which a new file is whole in the folder until its DAG is in the tables, for jars and sources. */
record Parse() implements Scenario {

    private static final int FILES = 30;

    // Beside one another they would wait for the same parser; an author drops one.
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private static final String CLASS = "Dropped";

    @Override
    public String about() {
        return "a new jar, and a new .java file, dropped until the DAG is visible, " + FILES + " of each";
    }

    /** A file to drop for the DAG of a number. */
    private interface Maker {
        Path make(int number) throws IOException;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (RondoServer server = bench.startServer();
                Tables tables = server.tables()) {
            bench.awaitCaches();
            List<Double> jars = lags(bench, server, tables, "jar", 0, number -> bench.jar(CLASS, number(number)));
            List<Double> sources = lags(
                    bench,
                    server,
                    tables,
                    "java",
                    FILES,
                    number -> bench.sourceFile(CLASS, number(number), CLASS + number));
            return ResultLine.of("parse")
                    .put("files", FILES)
                    .put("lag_ms", Spread.of(jars))
                    .put("java_lag_ms", Spread.of(sources));
        }
    }

    private static Map<String, Integer> number(int number) {
        return Map.of("number", number);
    }

    private static List<Double> lags(
            Bench bench, RondoServer server, Tables tables, String ending, int first, Maker maker) throws IOException {
        List<Double> lags = new ArrayList<>();
        for (int number = first; number < first + FILES; number++) {
            Path file = maker.make(number);
            bench.surroundings().sleep(BETWEEN);
            double begin = bench.surroundings().seconds();
            DagJar.drop(file, server.dags(), CLASS + number + "." + ending);
            tables.awaitDags("dropped_%05d".formatted(number), 1);
            lags.add(1000 * (bench.surroundings().seconds() - begin));
        }
        return lags;
    }
}
