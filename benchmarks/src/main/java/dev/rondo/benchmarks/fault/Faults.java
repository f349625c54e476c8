package dev.rondo.benchmarks.fault;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.scenario.Bench;
import dev.rondo.benchmarks.scenario.Scenario;
import dev.rondo.benchmarks.server.Apart;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.sdk.internal.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fan of 100 tasks of half a second on four slots; five seconds in, a fault strikes. Each fault meets processes of
 * its own, started for it, after one run without a fault. Nobody helps but by starting again what was killed.
 */
public final class Faults implements Scenario {

    private static final String DAG = "fan_of_half_seconds";
    private static final int TASKS = 100;
    private static final int SLOTS = 4;
    private static final Duration INTO_THE_RUN = Duration.ofSeconds(5);
    // What is told shortly after the end of a run.
    private static final Duration SETTLE = Duration.ofSeconds(3);

    /**
     * A run that a fault struck.
     *
     * @param struck when
     * @param mended when it was put right
     * @param below what the processes had started when it struck
     */
    private record Struck(Instant struck, Instant mended, List<ProcessHandle> below) {}

    @Override
    public String about() {
        return "a fan of 100 tasks of 0.5 s that a fault strikes, once for each fault; takes minutes, not in all";
    }

    @Override
    public boolean isInAll() {
        return false;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        ResultLine line = ResultLine.of("faults").put("tasks", TASKS).put("slots", SLOTS);
        Map<Fault, Double> seconds = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            line.put(fault.name().toLowerCase(Locale.ROOT), measure(bench, fault, seconds));
        }
        return line;
    }

    private static ResultLine measure(Bench bench, Fault fault, Map<Fault, Double> seconds) throws IOException {
        try (Apart apart = bench.startApart(fault.schedulers(), SLOTS);
                Rest rest = apart.signIn()) {
            try (Tables tables = apart.tables()) {
                DagJar.drop(bench.jar("Hundred", Map.of()), apart.dags(), DAG + ".jar");
                tables.awaitDags(DAG, 1);
                rest.unpause(DAG);
                var ignored = tables.awaitRun(DAG, trigger(rest, apart.folder().resolve("warm-up")));
            }
            Path marks = apart.folder().resolve("marks");
            String runId = trigger(rest, marks);
            bench.surroundings().sleep(INTO_THE_RUN);
            bench.surroundings().progress().say("faults: " + fault);
            Struck struck = strike(bench, apart, fault);
            ResultLine part = ResultLine.part();
            try (Tables tables = apart.tables()) {
                Tables.Run run = tables.awaitRun(DAG, runId);
                bench.surroundings().sleep(SETTLE);
                double took = seconds(run.queuedAt(), run.endedAt());
                seconds.put(fault, took);
                part.put("run", run.state())
                        .put("run_s", took, 2)
                        .put("longer_s", took - seconds.getOrDefault(Fault.NONE, took), 2);
                if (fault != Fault.NONE) {
                    starts(part, tables, run, struck);
                }
                part.put("failed", tables.failed(run.runNo()));
            }
            Bodies bodies = Bodies.read(marks);
            return part.put("bodies", bodies.begun())
                    .put("lost", bodies.lost())
                    .put("done_twice", bodies.doneTwice())
                    .put("left_behind", leftBehind(apart, struck))
                    .put("ended", String.join(" ", apart.ended()));
        }
    }

    private static String trigger(Rest rest, Path marks) {
        return rest.trigger(
                DAG, JsonObject.builder().put("marks", marks.toString()).build());
    }

    private static Struck strike(Bench bench, Apart apart, Fault fault) throws IOException {
        List<ProcessHandle> below = apart.below();
        Instant struck = bench.surroundings().clock().instant();
        fault.strike(apart);
        bench.surroundings().sleep(fault.lasts());
        Instant mended = bench.surroundings().clock().instant();
        fault.mend(apart);
        return new Struck(struck, mended, below);
    }

    private static void starts(ResultLine part, Tables tables, Tables.Run run, Struck struck) {
        double next = tables.firstStartAfter(run.runNo(), struck.struck())
                .map(start -> seconds(struck.struck(), start))
                .orElseThrow(() -> new BenchmarkException("the run was over before the fault struck"));
        part.put("next_start_s", next, 3);
        tables.firstStartAfter(run.runNo(), struck.mended())
                .ifPresent(start -> part.put("next_start_after_mending_s", seconds(struck.mended(), start), 3));
        part.put("over_s", seconds(struck.struck(), run.endedAt()), 3);
    }

    // Of what ran when the fault struck: what lives and belongs to none of the processes any more.
    private static long leftBehind(Apart apart, Struck struck) {
        List<ProcessHandle> now = apart.below();
        return struck.below().stream()
                .filter(ProcessHandle::isAlive)
                .filter(process -> !now.contains(process))
                .count();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
