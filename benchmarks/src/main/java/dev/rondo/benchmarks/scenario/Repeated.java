package dev.rondo.benchmarks.scenario;

import dev.rondo.benchmarks.figures.ResultLine;
import dev.rondo.benchmarks.figures.Spread;
import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.benchmarks.server.DagJar;
import dev.rondo.benchmarks.server.Installation;
import dev.rondo.benchmarks.server.Rest;
import dev.rondo.benchmarks.server.Tables;
import dev.rondo.benchmarks.server.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One DAG, triggered again and again over the API, each time when the run before is over. The first run after the start
 * of the server is reported apart: it is the one that meets cold code and no task host. So are the runs after it in
 * which most of the code is still being compiled; a server that runs for months meets them once.
 *
 * @param dagClass among the resources, with these sizes in place of its own
 * @param tasks of one run
 * @param warmUps runs after the first in which the code gets warm
 * @param runs after these
 * @param inARow whether the tasks follow each other, so that there are gaps between them
 */
record Repeated(
        String name,
        String about,
        String dagClass,
        Map<String, Integer> sizes,
        String dagId,
        int tasks,
        int warmUps,
        int runs,
        boolean inARow)
        implements Scenario {

    static Repeated inARow(
            String name,
            String about,
            String dagClass,
            Map<String, Integer> sizes,
            String dagId,
            int tasks,
            int warmUps,
            int runs) {
        return new Repeated(name, about, dagClass, sizes, dagId, tasks, warmUps, runs, true);
    }

    static Repeated beside(String name, String about, String dagClass, String dagId, int tasks, int warmUps, int runs) {
        return new Repeated(name, about, dagClass, Map.of(), dagId, tasks, warmUps, runs, false);
    }

    /**
     * A run that is over.
     *
     * @param wallSeconds from the request to the end
     * @param runSeconds from when it was asked for, by the tables, to the end
     * @param bodySeconds the bodies of all tasks together
     * @param gaps milliseconds from each end to the next start
     */
    private record Measured(double wallSeconds, double runSeconds, double bodySeconds, List<Double> gaps) {}

    @Override
    public boolean isAlsoApart() {
        return true;
    }

    @Override
    public ResultLine measure(Bench bench) throws IOException {
        try (Installation server = bench.start();
                Rest rest = server.signIn();
                Tables tables = server.tables()) {
            return measure(bench, server, rest, tables, null);
        }
    }

    /**
     * Measures on a server that is there already.
     *
     * @param crowd DAGs whose tasks run beside it and are counted too; null: nothing does
     */
    ResultLine measure(Bench bench, Installation server, Rest rest, Tables tables, @Nullable String crowd)
            throws IOException {
        DagJar.drop(bench.jar(dagClass, sizes), server.dags(), dagId + ".jar");
        tables.awaitDags(dagId, 1);
        rest.unpause(dagId);
        InTurn inTurn = new InTurn(bench.surroundings(), rest, tables, dagId);
        Measured cold = run(inTurn, tables);
        bench.surroundings().progress().say(name + ": first run " + cold.wallSeconds() + " s");
        List<Measured> warming = runs(inTurn, tables, warmUps);
        Usage before = server.usage();
        long commitsBefore = tables.writeTransactions();
        long crowdBefore = crowd == null ? 0 : tables.endedWell(crowd);
        double begin = bench.surroundings().seconds();
        List<Measured> warm = runs(inTurn, tables, runs);
        double seconds = bench.surroundings().seconds() - begin;
        long commits = tables.writeTransactions() - commitsBefore;
        Usage after = server.usage();
        ResultLine line = ResultLine.of(name).put("tasks", tasks).put("runs", runs);
        figures(line, warm);
        line.put("cold", figures(ResultLine.part(), List.of(cold)));
        if (!warming.isEmpty()) {
            line.put("warming", figures(ResultLine.part().put("runs", warmUps), warming));
        }
        long others = crowd == null ? 0 : tables.endedWell(crowd) - crowdBefore;
        if (crowd != null) {
            line.put("beside_tasks_per_s", others / seconds, 0);
        }
        double all = runs * (double) tasks + others;
        double cpu = after.cpuSeconds() - before.cpuSeconds();
        return line.put("cpu_s_per_task", cpu / all, 5)
                .put("cpu_pct", 100 * cpu / seconds, 1)
                .put("commits_per_task", commits / all, 3)
                .put("rss_mib", after.rssMib(), 0)
                .put("pss_mib", after.pssMib(), 0);
    }

    private List<Measured> runs(InTurn inTurn, Tables tables, int count) {
        List<Measured> measured = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            measured.add(run(inTurn, tables));
        }
        return measured;
    }

    private ResultLine figures(ResultLine line, List<Measured> measured) {
        double run = Spread.median(measured.stream().map(Measured::runSeconds).toList());
        line.put(
                        "wall_s",
                        Spread.median(
                                measured.stream().map(Measured::wallSeconds).toList()),
                        4)
                .put("run_s", run, 4)
                .put("tasks_per_s", tasks / run, 0);
        if (inARow) {
            line.put(
                    "body_s",
                    Spread.median(measured.stream().map(Measured::bodySeconds).toList()),
                    4);
            line.put(
                    "gap_ms",
                    Spread.of(measured.stream()
                            .flatMap(each -> each.gaps().stream())
                            .toList()));
        }
        return line;
    }

    private Measured run(InTurn inTurn, Tables tables) {
        InTurn.Ended ended = inTurn.next();
        Tables.Run run = ended.run();
        List<Tables.Instance> instances = tables.instances(run.runNo());
        if (instances.size() != tasks) {
            throw new BenchmarkException("of " + tasks + " tasks of run " + run.runNo() + " of " + dagId + " only "
                    + instances.size() + " ended well; the run is " + run.state());
        }
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; inARow && i < instances.size(); i++) {
            gaps.add(millis(instances.get(i - 1).endedAt(), instances.get(i).startedAt()));
        }
        double bodies = instances.stream()
                .mapToDouble(each -> millis(each.startedAt(), each.endedAt()))
                .sum();
        return new Measured(
                ended.wall().toNanos() / 1e9, millis(run.queuedAt(), run.endedAt()) / 1e3, bodies / 1e3, gaps);
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
