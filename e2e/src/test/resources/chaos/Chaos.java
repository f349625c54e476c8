package ex;

import static ex.Bodies.task;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagFamily;
import dev.rondo.sdk.RunStrategy;
import ex.Bodies.Work;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * DAGs of all kinds in turns, with all that scheduling has. What is written here is said once more in {@code Written}.
 */
public final class Chaos implements DagFamily {

    private static final String[] KINDS = "@KINDS@".split(",");
    private static final int DAGS = Integer.parseInt("@DAGS@");

    static String name(int number) {
        return String.format(Locale.ROOT, "%s_%03d", KINDS[number % KINDS.length], number);
    }

    static Dag dag(int number) {
        int rank = number / KINDS.length;
        Dag dag = Dag.create(name(number)).pausedUponCreation(false);
        switch (KINDS[number % KINDS.length]) {
            case "chain" -> Graphs.chain(dag, rank);
            case "mapping" -> Graphs.mapping(dag, rank);
            case "mapped_group" -> Graphs.mappedGroup(dag, rank);
            case "branch" -> Graphs.branch(dag, rank);
            case "rules" -> Graphs.rules(dag, rank);
            case "setup" -> Graphs.setup(dag, rank);
            case "groups" -> Graphs.groups(dag, rank);
            case "producer" -> Runs.producer(dag, number, rank);
            case "consumer" -> Runs.consumer(dag, number, rank);
            case "sensor" -> Tries.sensor(dag, rank);
            case "retries" -> Tries.retries(dag, rank);
            case "timeouts" -> Tries.timeouts(dag, rank);
            case "past" -> Runs.past(dag, rank);
            case "catchup" -> Runs.catchup(dag, rank);
            case "backfilled" -> Runs.backfilled(dag, rank);
            case "sequential" -> Runs.strategy(dag, RunStrategy.SEQUENTIAL);
            case "until_failure" -> Runs.strategy(dag, RunStrategy.SEQUENTIAL_UNTIL_FAILURE);
            case "latest" -> Runs.strategy(dag, RunStrategy.LATEST_ONLY);
            case "run_timeout" -> Tries.runTimeout(dag, rank);
            case "random" -> Graphs.random(dag, number);
            case "ranked" -> Graphs.ranked(dag);
            case "approved" -> Tries.approved(dag);
            case "late" -> Late.late(dag);
            case "isolated" -> Graphs.isolated(dag);
            case "cleared" -> Tries.cleared(dag, rank);
            case "triggering" -> Runs.triggering(dag, number);
            case "triggered" -> task(dag, "there", Work.SHORT);
            case "timetable" -> Runs.timetable(dag, rank);
            case "continuous" -> Runs.continuous(dag);
            case "marked" -> Tries.marked(dag);
            case "redone" -> Runs.redone(dag, rank);
            case "templated" -> Tries.templated(dag);
            case "long" -> Graphs.lasting(dag, rank);
            case "filled" -> Runs.filled(dag, rank);
            case "large" -> Tries.large(dag, rank);
            case "clock" -> Late.clock(dag);
            case "usual" -> Late.usual(dag);
            default -> throw new IllegalStateException("no such kind: " + number);
        }
        return dag;
    }

    @Override
    public List<Dag> define() {
        return IntStream.range(0, DAGS).mapToObj(Chaos::dag).toList();
    }
}
