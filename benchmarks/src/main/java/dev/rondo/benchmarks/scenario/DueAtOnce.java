package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Many DAGs of one jar that are due at the same moment: how late their first tasks start. */
record DueAtOnce() implements Scenario {

    private static final List<Integer> COUNTS = List.of(100, 1_000, 10_000);

    // To compile the jar, parse it and write its DAGs down, and for the server to become quiet again.
    private static final Duration AHEAD = Duration.ofSeconds(75);

    // The rest of that work must be over by then.
    private static final Duration QUIET = Duration.ofSeconds(5);

    @Override
    public String about() {
        return "100, 1,000 and 10,000 DAGs of one jar due at one moment: lag of their first tasks";
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        ResultLine line = ResultLine.of("due");
        try (RondoServer server = bench.startOnEmptyHome();
                Tables tables = server.tables()) {
            for (int count : COUNTS) {
                line.put("dags_" + count, one(bench, server, tables, count));
            }
            return line.put("rss_mib", server.usage().rssMib(), 0)
                    .put("pss_mib", server.usage().pssMib(), 0);
        }
    }

    private static ResultLine one(Bench bench, RondoServer server, Tables tables, int count) throws IOException {
        ZonedDateTime due = bench.surroundings()
                .clock()
                .instant()
                .atZone(ZoneOffset.UTC)
                .plus(AHEAD)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        Map<String, Integer> values = Map.of("count", count, "hour", due.getHour(), "minute", due.getMinute());
        String dags = "due_" + count + "_%";
        DagJar.drop(bench.jar("Due", values), server.dags(), "due" + count + ".jar");
        tables.awaitDags(dags, count);
        if (bench.surroundings().clock().instant().isAfter(due.toInstant().minus(QUIET))) {
            throw new BenchmarkException("the " + count + " DAGs were there less than " + QUIET.toSeconds()
                    + " s before they were due: parsing them is not what is measured");
        }
        bench.surroundings().progress().say("due: " + count + " DAGs are there, due at " + due);
        List<Double> lags = tables.awaitFirstStarts(dags, due.toInstant(), count).stream()
                .map(start -> Duration.between(due.toInstant(), start).toNanos() / 1e6)
                .toList();
        if (lags.isEmpty()) {
            throw new BenchmarkException("none of " + count + " DAGs that were due has begun");
        }
        return ResultLine.part().put("lag_ms", Spread.of(lags)).put("missed", count - lags.size());
    }
}
