package dev.rondo.benchmarks.scenario;

import static java.util.stream.Collectors.joining;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.server.Apart;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a task costs the same however much there is: CPU of all processes a task, over instances of a run, finished
 * instances in the tables, DAGs, and workers. Each is measured on one server, from the smallest to the largest, when
 * the code is warm.
 */
record Grow(List<Part> parts) implements Scenario {

    private static final List<Integer> ELEMENTS = List.of(10, 1_000, 10_000, 100_000);
    private static final List<Integer> DAGS = List.of(10, 1_000, 10_000);
    private static final List<Integer> WORKERS = List.of(1, 4, 16, 64);

    // Instances in the tables: this many DAGs of 2,000 runs of ten tasks each are added before each look.
    private static final List<Integer> PAST_DAGS = List.of(50, 450, 2_000);
    private static final int PAST_RUNS = 2_000;
    private static final Duration PAST_RUNS_APART = Duration.ofHours(6);
    private static final int PAST_TASKS = 10;

    // Tasks of each look, and before the first.
    private static final int TASKS = 10_000;
    private static final int WARM_UP = 20_000;
    private static final int WARM_UP_OF_A_WORKER = 5_000;

    private static final int CHAIN = 20;
    private static final int FAN = 200;

    /** What there is more and more of. */
    enum Part {
        INSTANCES("instances of a run"),
        FINISHED("finished instances"),
        DAGS("DAGs"),
        WORKERS("workers");

        private final String what;

        Part(String what) {
            this.what = what;
        }
    }

    /** Everything. */
    Grow() {
        this(List.of(Part.values()));
    }

    @Override
    public String about() {
        return "CPU a task by " + parts.stream().map(part -> part.what).collect(joining(", "))
                + "; takes minutes, not in all";
    }

    @Override
    public boolean isInAll() {
        return false;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        ResultLine line = ResultLine.of("grow");
        for (Part part : parts) {
            Map<Long, Double> found = switch (part) {
                case INSTANCES -> instances(bench);
                case FINISHED -> past(bench);
                case DAGS -> dags(bench);
                case WORKERS -> workers(bench);
            };
            line = line.put(part.what.replace(' ', '_').toLowerCase(Locale.ROOT), part(found));
        }
        return line;
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

    private interface Looking {
        void look(Looks looks) throws IOException;
    }

    /**
     * What is measured on one server.
     *
     * @param found CPU milliseconds a task, by the size
     */
    private record Looks(
            Bench bench, Installation server, Rest rest, Tables tables, Part part, Map<Long, Double> found) {

        void drop(String file, String dagIdPattern, int count, String source, Map<String, Integer> constants)
                throws IOException {
            DagJar.drop(bench.jar(source, constants), server.dags(), file);
            tables.awaitDags(dagIdPattern, count);
        }

        /** Drops the file of one DAG, which runs from now on. */
        String drop(String dagId, String source, Map<String, Integer> constants) throws IOException {
            drop(dagId + ".jar", dagId, 1, source, constants);
            rest.unpause(dagId);
            return dagId;
        }

        /** Runs a DAG again and again, and returns the CPU milliseconds of one of its tasks. */
        double cpu(String dagId, int tasksOfRun, int tasks) throws IOException {
            int runs = Math.max(1, tasks / tasksOfRun);
            InTurn inTurn = new InTurn(bench.surroundings(), rest, tables, dagId);
            Usage before = server.usage();
            for (int i = 0; i < runs; i++) {
                InTurn.Ended ignored = inTurn.next();
            }
            double seconds = server.usage().cpuSeconds() - before.cpuSeconds();
            return 1_000 * seconds / ((double) runs * tasksOfRun);
        }

        void add(long size, String dagId, int tasksOfRun) throws IOException {
            found.put(size, cpu(dagId, tasksOfRun, TASKS));
            bench.surroundings().progress().say("grow: " + part.what + " " + found);
        }
    }

    private static Map<Long, Double> onServer(Bench bench, Part part, Looking looking) throws IOException {
        Map<Long, Double> found = new LinkedHashMap<>();
        try (Installation server = bench.startOnEmptyHome();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            looking.look(new Looks(bench, server, rest, tables, part, found));
        }
        return found;
    }

    private static Map<Long, Double> instances(Bench bench) throws IOException {
        return onServer(bench, Part.INSTANCES, looks -> {
            for (int elements : ELEMENTS) {
                String dagId = looks.drop("mapped_over_" + elements, "Mapped", Map.of("width", elements));
                double ignored = looks.cpu(dagId, elements + 2, WARM_UP);
                looks.add(elements, dagId, elements + 2);
            }
        });
    }

    private static String warmChain(Looks looks) throws IOException {
        String dagId = looks.drop("chain_of_" + CHAIN, "Chain", Map.of("length", CHAIN));
        double ignored = looks.cpu(dagId, CHAIN, WARM_UP);
        return dagId;
    }

    private static Map<Long, Double> past(Bench bench) throws IOException {
        return onServer(bench, Part.FINISHED, looks -> {
            String dagId = warmChain(looks);
            looks.add(0, dagId, CHAIN);
            int before = 0;
            for (int dags : PAST_DAGS) {
                looks.tables().addPast(dagId, before, dags, PAST_RUNS, PAST_RUNS_APART, PAST_TASKS);
                before += dags;
                looks.add((long) before * PAST_RUNS * PAST_TASKS, dagId, CHAIN);
            }
        });
    }

    private static Map<Long, Double> dags(Bench bench) throws IOException {
        return onServer(bench, Part.DAGS, looks -> {
            String dagId = warmChain(looks);
            for (int dags : DAGS) {
                looks.drop("resting.jar", "resting_%", dags, "Resting", Map.of("count", dags));
                looks.add(dags, dagId, CHAIN);
            }
        });
    }

    private static Map<Long, Double> workers(Bench bench) throws IOException {
        Map<Long, Double> found = new LinkedHashMap<>();
        try (Apart apart = bench.startApart(1, 1);
                Rest rest = apart.signIn();
                Tables tables = apart.tables()) {
            Looks looks = new Looks(bench, apart, rest, tables, Part.WORKERS, found);
            String dagId = looks.drop("fan_of_" + FAN, "Fan", Map.of());
            double ignored = looks.cpu(dagId, FAN + 1, WARM_UP);
            int running = 1;
            for (int workers : WORKERS) {
                int added = workers - running;
                for (; running < workers; running++) {
                    apart.addWorker(1);
                }
                if (added > 0) {
                    // Code of workers that have just begun is cold, and each of many gets few of the tasks.
                    double cold = looks.cpu(dagId, FAN + 1, workers * WARM_UP_OF_A_WORKER);
                    bench.surroundings().progress().say("grow: " + workers + " workers, not warm yet: " + cold);
                }
                looks.add(workers, dagId, FAN + 1);
            }
        }
        return found;
    }
}
