package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.Apart;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.RondoServer;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a task costs the same however much there is: CPU of all processes a task, over instances of a run, finished
 * instances in the tables, DAGs, and workers. Each is measured on one server, from the smallest to the largest, when
 * the code is warm.
 */
record Grow() implements Scenario {

    private static final List<Integer> ELEMENTS = List.of(10, 1_000, 10_000);
    private static final List<Integer> DAGS = List.of(10, 1_000, 10_000);
    private static final List<Integer> WORKERS = List.of(1, 4, 16);

    // Instances in the tables: this many DAGs of 200 runs of ten tasks each are added before each look.
    private static final List<Integer> PAST_DAGS = List.of(500, 4_500);
    private static final int PAST_RUNS = 200;
    private static final int PAST_TASKS = 10;

    // Tasks of each look, and before the first.
    private static final int TASKS = 10_000;
    private static final int WARM_UP = 20_000;

    private static final int CHAIN = 20;
    private static final int FAN = 200;

    @Override
    public String about() {
        return "CPU a task by instances of a run, finished instances, DAGs and workers; takes minutes, not in all";
    }

    @Override
    public boolean isInAll() {
        return false;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        return ResultLine.of("grow")
                .put("instances_of_a_run", part(instances(bench)))
                .put("finished_instances", part(past(bench)))
                .put("dags", part(dags(bench)))
                .put("workers", part(workers(bench)));
    }

    private static ResultLine part(Map<Long, Double> cpuMillis) {
        ResultLine sizes = ResultLine.part();
        cpuMillis.forEach((size, millis) -> sizes.put(size.toString(), millis, 3));
        double smallest =
                cpuMillis.values().stream().mapToDouble(each -> each).min().orElseThrow();
        double largest =
                cpuMillis.values().stream().mapToDouble(each -> each).max().orElseThrow();
        return ResultLine.part().put("cpu_ms_per_task", sizes).put("largest_by_smallest", largest / smallest, 2);
    }

    /** Where CPU is read. */
    private interface Meter {
        Usage read() throws IOException;
    }

    /** Runs a DAG again and again, and returns the CPU milliseconds of one of its tasks. */
    private static double cpu(Meter meter, Rest rest, Tables tables, String dagId, int tasksOfRun, int tasks)
            throws IOException {
        int runs = Math.max(1, tasks / tasksOfRun);
        Usage before = meter.read();
        for (int i = 0; i < runs; i++) {
            Tables.Run ignored = tables.awaitRun(dagId, rest.trigger(dagId));
        }
        double seconds = meter.read().cpuSeconds() - before.cpuSeconds();
        return 1_000 * seconds / ((double) runs * tasksOfRun);
    }

    private static String drop(Bench bench, RondoServer server, Rest rest, Tables tables, String name, int size)
            throws IOException {
        String dagId = name.equals("Chain") ? "chain_of_" + size : "mapped_over_" + size;
        String constant = name.equals("Chain") ? "length" : "width";
        DagJar.drop(bench.jar(name, Map.of(constant, size)), server.dags(), dagId + ".jar");
        tables.awaitDags(dagId, 1);
        rest.unpause(dagId);
        return dagId;
    }

    private static Map<Long, Double> instances(Bench bench) throws IOException {
        Map<Long, Double> found = new LinkedHashMap<>();
        try (RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            for (int elements : ELEMENTS) {
                String dagId = drop(bench, server, rest, tables, "Mapped", elements);
                if (found.isEmpty()) {
                    double ignored = cpu(server::usage, rest, tables, dagId, elements + 2, WARM_UP);
                }
                found.put((long) elements, cpu(server::usage, rest, tables, dagId, elements + 2, TASKS));
                bench.surroundings().progress().say("grow: instances of a run " + found);
            }
        }
        return found;
    }

    private static Map<Long, Double> past(Bench bench) throws IOException {
        Map<Long, Double> found = new LinkedHashMap<>();
        try (RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            String dagId = drop(bench, server, rest, tables, "Chain", CHAIN);
            double ignored = cpu(server::usage, rest, tables, dagId, CHAIN, WARM_UP);
            found.put(0L, cpu(server::usage, rest, tables, dagId, CHAIN, TASKS));
            int before = 0;
            for (int dags : PAST_DAGS) {
                tables.addPast(dagId, before, dags, PAST_RUNS, PAST_TASKS);
                before += dags;
                found.put(
                        (long) before * PAST_RUNS * PAST_TASKS, cpu(server::usage, rest, tables, dagId, CHAIN, TASKS));
                bench.surroundings().progress().say("grow: finished instances " + found);
            }
        }
        return found;
    }

    private static Map<Long, Double> dags(Bench bench) throws IOException {
        Map<Long, Double> found = new LinkedHashMap<>();
        try (RondoServer server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            String dagId = drop(bench, server, rest, tables, "Chain", CHAIN);
            double ignored = cpu(server::usage, rest, tables, dagId, CHAIN, WARM_UP);
            for (int dags : DAGS) {
                DagJar.drop(bench.jar("Resting", Map.of("count", dags)), server.dags(), "resting.jar");
                tables.awaitDags("resting_%", dags);
                found.put((long) dags, cpu(server::usage, rest, tables, dagId, CHAIN, TASKS));
                bench.surroundings().progress().say("grow: DAGs " + found);
            }
        }
        return found;
    }

    private static Map<Long, Double> workers(Bench bench) throws IOException {
        Map<Long, Double> found = new LinkedHashMap<>();
        String dagId = "fan_of_" + FAN;
        try (Apart apart = bench.startApart(1, 1);
                Rest rest = apart.signIn();
                Tables tables = apart.tables()) {
            DagJar.drop(bench.jar("Fan", Map.of()), apart.dags(), dagId + ".jar");
            tables.awaitDags(dagId, 1);
            rest.unpause(dagId);
            double ignored = cpu(apart::usage, rest, tables, dagId, FAN + 1, WARM_UP);
            int running = 1;
            for (int workers : WORKERS) {
                for (; running < workers; running++) {
                    apart.addWorker(1);
                }
                // Code of workers that have just begun is cold.
                double warmUp = cpu(apart::usage, rest, tables, dagId, FAN + 1, TASKS);
                found.put((long) workers, cpu(apart::usage, rest, tables, dagId, FAN + 1, TASKS));
                bench.surroundings().progress().say("grow: workers " + found + ", before that " + warmUp);
            }
        }
        return found;
    }
}
