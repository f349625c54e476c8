package dev.rondo.benchmarks.overload;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.scenario.Bench;
import dev.rondo.benchmarks.scenario.Scenario;
import dev.rondo.benchmarks.server.Apart;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;

/**
 * What a DAG of 20 tasks in a row feels of too many runs, of too much log, and of too many workers: its runs before and
 * meanwhile, and the memory of everything. Each overload meets a server of its own.
 */
public final class Overload implements Scenario {

    private static final int NEIGHBOURS_RUNS = 30;

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final int DAYS = 70;
    private static final int ACTIVE_RUNS = 16;

    private static final int FLOOD_SECONDS = 30;

    private static final int WORKERS = 1_000;
    private static final Duration WATCH = Duration.ofSeconds(30);

    @Override
    public String about() {
        return "a chain beside 100,800 runs at once, a task that logs all it can, 1,000 workers; takes minutes, not in all";
    }

    @Override
    public boolean isInAll() {
        return false;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        return ResultLine.of("overload")
                .put("runs", runs(bench))
                .put("logs", logs(bench))
                .put("workers", workers(bench));
    }

    private static ResultLine runs(Bench bench) throws IOException {
        try (RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            DagJar.drop(bench.jar("Minutes", Map.of()), server.dags(), "minutes.jar");
            tables.awaitDags("minutes", 1);
            Neighbour neighbour = Neighbour.moveIn(bench, server.dags(), rest, tables);
            ResultLine line = ResultLine.part();
            alone(line, neighbour, server.usage());
            bench.surroundings().progress().say("overload: runs");
            double asked = bench.surroundings().seconds();
            rest.backfill("minutes", FIRST_DAY, FIRST_DAY.plusDays(DAYS - 1), ACTIVE_RUNS);
            line.put("count", tables.runsOf("minutes"))
                    .put("answer_s", bench.surroundings().seconds() - asked, 2);
            double from = bench.surroundings().seconds();
            long before = tables.endedWell("minutes");
            beside(line, neighbour, server::usage);
            double seconds = bench.surroundings().seconds() - from;
            return line.put("others_per_s", (tables.endedWell("minutes") - before) / seconds, 0);
        }
    }

    private static ResultLine logs(Bench bench) throws IOException {
        try (RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            DagJar.drop(bench.jar("Flood", Map.of("seconds", FLOOD_SECONDS)), server.dags(), "flood.jar");
            tables.awaitDags("flood", 1);
            rest.unpause("flood");
            Neighbour neighbour = Neighbour.moveIn(bench, server.dags(), rest, tables);
            ResultLine line = ResultLine.part();
            alone(line, neighbour, server.usage());
            bench.surroundings().progress().say("overload: logs");
            String flood = rest.trigger("flood");
            tables.awaitAnyRun("flood");
            beside(line, neighbour, server::usage);
            Tables.Run run = tables.awaitRun("flood", flood);
            long bytes = rest.result("flood", flood, "log");
            return line.put("mb_per_s", bytes / 1e6 / FLOOD_SECONDS, 1)
                    .put(
                            "until_told_s",
                            Duration.between(run.startedAt(), run.endedAt()).toMillis() / 1e3,
                            1);
        }
    }

    private static ResultLine workers(Bench bench) throws IOException {
        try (Apart apart = bench.startApart(1, 4);
                Rest rest = apart.signIn();
                Tables tables = apart.tables()) {
            Neighbour neighbour = Neighbour.moveIn(bench, apart.dags(), rest, tables);
            ResultLine line = ResultLine.part();
            alone(line, neighbour, apart.usage());
            bench.surroundings().progress().say("overload: workers");
            double from = bench.surroundings().seconds();
            try (IdleWorkers idle = IdleWorkers.connect(apart.scheduler(), Apart.TOKEN, WORKERS)) {
                line.put("count", WORKERS)
                        .put("connected_s", bench.surroundings().seconds() - from, 2);
                beside(line, neighbour, apart::usage);
                Usage before = apart.usage();
                bench.surroundings().sleep(WATCH);
                double cpu = apart.usage().cpuSeconds() - before.cpuSeconds();
                return line.put("idle_cpu_pct", 100 * cpu / WATCH.toSeconds(), 1)
                        .put("lost", idle.lost());
            }
        }
    }

    /** Where memory is read. */
    private interface Meter {
        Usage read() throws IOException;
    }

    private static void alone(ResultLine line, Neighbour neighbour, Usage usage) {
        line.put("alone_s", neighbour.seconds(NEIGHBOURS_RUNS)).put("alone_pss_mib", usage.pssMib(), 0);
    }

    private static void beside(ResultLine line, Neighbour neighbour, Meter meter) throws IOException {
        Spread beside = neighbour.seconds(NEIGHBOURS_RUNS);
        line.put("beside_s", beside).put("beside_pss_mib", meter.read().pssMib(), 0);
    }
}
