package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.Tables;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many DAGs of one jar that are due at the same moment: how late their first tasks start. The first time that the DAGs
 * of a jar are due, on a server that did little before, is reported apart; that which counts is the second, as of DAGs
 * that are due each day.
 */
record DueAtOnce() implements Scenario {

    private static final List<Integer> COUNTS = List.of(100, 1_000, 10_000);

    // To compile the jar, parse it and write its DAGs down, and for the server to become quiet again.
    private static final Duration AHEAD = Duration.ofSeconds(75);

    private static final Duration BETWEEN_FIRST = Duration.ofMinutes(3);

    private static final Duration FIRST_TO_SECOND = Duration.ofMinutes(8);

    // The DAGs of one jar after those of another.
    private static final Duration BETWEEN_SECOND = Duration.ofMinutes(1);

    // The rest of that work must be over by then.
    private static final Duration QUIET = Duration.ofSeconds(5);

    @Override
    public String about() {
        return "100, 1,000 and 10,000 DAGs of one jar due at one moment: lag of their first tasks";
    }

    /** DAGs of one jar, and when they are due. */
    private record Group(int count, ZonedDateTime first, ZonedDateTime second) {

        static Group of(int place, ZonedDateTime begin) {
            return new Group(
                    COUNTS.get(place),
                    begin.plus(BETWEEN_FIRST.multipliedBy(place)),
                    begin.plus(FIRST_TO_SECOND).plus(BETWEEN_SECOND.multipliedBy(place)));
        }

        String dags() {
            return "due_" + count + "_%";
        }

        Map<String, Integer> values() {
            return Map.of("count", count, "first", first.getMinute(), "second", second.getMinute());
        }

        ResultLine lag(Bench bench, Tables tables, ZonedDateTime due) {
            bench.surroundings().progress().say("due: " + count + " DAGs are there, due at " + due);
            List<Double> lags = tables.awaitFirstStarts(dags(), due.toInstant(), count).stream()
                    .map(start -> Duration.between(due.toInstant(), start).toNanos() / 1e6)
                    .toList();
            if (lags.isEmpty()) {
                throw new BenchmarkException("none of " + count + " DAGs that were due has begun");
            }
            return ResultLine.part().put("lag_ms", Spread.of(lags)).put("missed", count - lags.size());
        }
    }

    @Override
    public boolean isAlsoApart() {
        return true;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        ResultLine line = ResultLine.of("due");
        try (Installation server = bench.startEmpty();
                Tables tables = server.tables()) {
            ZonedDateTime begin = bench.surroundings()
                    .clock()
                    .instant()
                    .atZone(ZoneOffset.UTC)
                    .plus(AHEAD)
                    .truncatedTo(ChronoUnit.MINUTES)
                    .plusMinutes(1);
            List<Group> groups = new ArrayList<>();
            List<ResultLine> cold = new ArrayList<>();
            for (int place = 0; place < COUNTS.size(); place++) {
                Group group = Group.of(place, begin);
                groups.add(group);
                cold.add(first(bench, server, tables, group));
            }
            for (int place = 0; place < COUNTS.size(); place++) {
                Group group = groups.get(place);
                line.put(
                        "dags_" + group.count(),
                        group.lag(bench, tables, group.second()).put("cold", cold.get(place)));
            }
            return line.put("rss_mib", server.usage().rssMib(), 0)
                    .put("pss_mib", server.usage().pssMib(), 0);
        }
    }

    private static ResultLine first(Bench bench, Installation server, Tables tables, Group group) throws IOException {
        DagJar.drop(bench.jar("Due", group.values()), server.dags(), "due" + group.count() + ".jar");
        tables.awaitDags(group.dags(), group.count());
        if (bench.surroundings()
                .clock()
                .instant()
                .isAfter(group.first().toInstant().minus(QUIET))) {
            throw new BenchmarkException("the " + group.count() + " DAGs were there less than " + QUIET.toSeconds()
                    + " s before they were due: parsing them is not what is measured");
        }
        return group.lag(bench, tables, group.first());
    }
}
