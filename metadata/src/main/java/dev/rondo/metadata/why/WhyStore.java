package dev.rondo.metadata.why;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.graph.Limits;
import dev.rondo.core.state.Instance;
import dev.rondo.core.state.Readiness;
import dev.rondo.core.state.Reason;
import dev.rondo.core.state.RunModel;
import dev.rondo.core.state.RunState;
import dev.rondo.core.state.RunView.PastRun;
import dev.rondo.core.state.TaskState;
import dev.rondo.core.state.Why;
import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.query.DagScope;
import dev.rondo.metadata.run.PastAnswer;
import dev.rondo.metadata.run.PastQuestion;
import dev.rondo.metadata.run.RunModels;
import dev.rondo.metadata.run.RunRow;
import dev.rondo.metadata.run.RunStateStore;
import dev.rondo.metadata.run.RunTransaction;
import dev.rondo.metadata.run.StoredRun;
import dev.rondo.metadata.why.Answer.Blocking;
import dev.rondo.sdk.spec.DagSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads a run as the engine does, and asks the rules what holds it, or one of its instances, back; and what keeps a DAG
 * from a new run, as those ask who make runs.
 */
public final class WhyStore {

    /** So many blocking rows are named; the text has their number. */
    public static final int MAX_BLOCKING = 20;

    private final RunStateStore runs;
    private final WhyReads reads;
    private final SlotReads slots;
    private final NewRunReads newRuns;
    private final Function<Long, Graph> graphs;
    private final Function<String, DagSpec> specs;

    /**
     * Asks about runs.
     *
     * @param graphs the graph of a version of a DAG, with the limits of the installation; it may read the database
     * @param specs reads a stored graph
     */
    public WhyStore(Transactions transactions, Function<Long, Graph> graphs, Function<String, DagSpec> specs) {
        this.runs = new RunStateStore(transactions);
        this.reads = new WhyReads(transactions);
        this.slots = new SlotReads(transactions);
        this.newRuns = new NewRunReads(transactions);
        this.graphs = graphs;
        this.specs = specs;
    }

    /** What a run is asked about came to. */
    public sealed interface Asked {
        /** Everything that holds it back; empty: nothing, or it is done. */
        record Answered(List<Answer> answers) implements Asked {
            public Answered {
                answers = List.copyOf(answers);
            }
        }

        /** There is no such run. */
        record NoRun() implements Asked {}

        /** The run has no such task. */
        record NoTask() implements Asked {}

        /** The task has no such instance: it has so many, from 0 on; 0: it is not mapped, or not expanded yet. */
        record NoInstance(int instances) implements Asked {}
    }

    private record Loaded(RunRow row, RunModel model) {
        Graph graph() {
            return model.graph();
        }
    }

    /**
     * What keeps a DAG from a new run; empty: there is no such DAG.
     *
     * @param scope which DAGs are named that write what it waits for
     */
    public Optional<NoRun> ofDag(String dagId, DagScope scope, Instant now) {
        return newRuns.find(dagId)
                .map(dag -> newRuns.why(dag, graphs.apply(dag.versionId()).spec(), scope, now));
    }

    /** What keeps a run queued. */
    public Asked ofRun(String dagId, String runId, Instant now) {
        Optional<Loaded> loaded = load(dagId, runId);
        return loaded.isEmpty()
                ? new Asked.NoRun()
                : new Asked.Answered(queued(loaded.get().row(), now));
    }

    /**
     * What holds an instance back.
     *
     * @param mapIndex -1: the one that is not mapped, or not expanded yet
     */
    public Asked ofTask(String dagId, String runId, String taskId, int mapIndex, Instant now) {
        Optional<Loaded> loaded = load(dagId, runId);
        if (loaded.isEmpty()) {
            return new Asked.NoRun();
        }
        Loaded run = loaded.get();
        OptionalInt found = run.graph().find(taskId);
        if (found.isEmpty()) {
            return new Asked.NoTask();
        }
        int task = found.getAsInt();
        int instances = run.model().instances(task);
        boolean expanded = run.model().expanded(task);
        boolean exists = expanded ? mapIndex >= 0 && mapIndex < instances : mapIndex == -1;
        if (instances > 0 && !exists) {
            return new Asked.NoInstance(expanded ? instances : 0);
        }
        List<Answer> answers = new ArrayList<>(queued(run.row(), now));
        for (Readiness each : Why.of(run.graph(), run.model(), task, mapIndex, now)) {
            // What keeps the run queued is told above, in full.
            if (!(run.row().state() == RunState.QUEUED && reason(each).code().equals("run_queued"))) {
                answers.add(answer(each, blocking(run, task, mapIndex, reason(each))));
            }
        }
        if (instances > 0) {
            answers.addAll(decided(run, run.model().instance(task, mapIndex), now));
        }
        return new Asked.Answered(answers);
    }

    private Optional<Loaded> load(String dagId, String runId) {
        OptionalLong runNo = reads.findRun(dagId, runId);
        List<StoredRun> stored = runNo.isEmpty() ? List.of() : runs.transact(t -> t.load(List.of(runNo.getAsLong())));
        return stored.stream().findFirst().map(this::loaded);
    }

    // Graphs may have to be read too: not within a transaction, which would hold one connection and wait for another;
    // those of which only the run before knows are read through it.
    private Loaded loaded(StoredRun stored) {
        RunRow row = stored.run();
        Graph graph = graphs.apply(row.versionId());
        PastQuestion question = RunModels.past(row, graph);
        PastRun past = question == null
                ? PastAnswer.NONE
                : Objects.requireNonNull(runs.transact(
                                t -> t.past(List.of(question), id -> graph(t, id, graph.limits())))
                        .get(row.runNo()));
        return new Loaded(row, RunModels.of(stored, graph, null, past));
    }

    private Graph graph(RunTransaction transaction, long versionId, Limits limits) {
        String stored = transaction.versions(List.of(versionId)).getFirst().graph();
        return Graph.of(specs.apply(stored), limits);
    }

    private List<Answer> queued(RunRow row, Instant now) {
        return row.state() == RunState.QUEUED ? reads.whyQueued(row, now) : List.of();
    }

    /** What becomes of an instance once its rules hold is up to limits, pools and workers; then to its own code. */
    private List<Answer> decided(Loaded run, Instance instance, Instant now) {
        String taskId = run.graph().task(instance.task()).taskId();
        return switch (instance.state()) {
            case SCHEDULED ->
                slots.whyScheduled(
                        run.row(),
                        run.model(),
                        instance,
                        slots.workers(
                                run.graph().task(instance.task()).options().queue(), graphs),
                        now);
            case QUEUED, RUNNING, RESTARTING, DEFERRED, FAILED, UPSTREAM_FAILED, SKIPPED, REMOVED ->
                reads.whyThere(run.row(), taskId, instance);
            case NONE, UP_FOR_RETRY, UP_FOR_RESCHEDULE, SUCCESS -> List.of();
        };
    }

    private List<Blocking> blocking(Loaded run, int task, int mapIndex, Reason reason) {
        String code = reason.code();
        if (code.startsWith("past_undone:")) {
            return past(run, reason.data());
        }
        String named = reason.data().getOrDefault("setup", reason.data().getOrDefault("source", ""));
        if (!named.isEmpty()) {
            OptionalInt which = run.graph().find(named);
            return which.isEmpty()
                    ? List.of()
                    : rows(run, Why.behind(reason, run.model(), which.getAsInt(), MAX_BLOCKING));
        }
        return code.startsWith("upstream_") || code.startsWith("skipped_by_rule")
                ? rows(run, Why.above(run.graph(), run.model(), task, mapIndex, MAX_BLOCKING))
                : List.of();
    }

    private static List<Blocking> rows(Loaded run, List<Instance> instances) {
        return instances.stream()
                .map(each -> new Blocking(
                        run.row().dagId(),
                        run.row().runId(),
                        run.graph().task(each.task()).taskId(),
                        each.mapIndex(),
                        wireName(each.state())))
                .toList();
    }

    /** Instances of the run before; where it has none of the task, that run. */
    private List<Blocking> past(Loaded run, Map<String, String> data) {
        Instant date = run.model().past().logicalDate();
        String taskId = data.getOrDefault("task", "");
        if (date == null) {
            return List.of();
        }
        return run.model().past().has(taskId)
                ? reads.undone(run.row().dagId(), date, taskId, MAX_BLOCKING)
                : reads.runOf(run.row().dagId(), date);
    }

    static @Nullable String wireName(TaskState state) {
        return state == TaskState.NONE ? null : state.wireName();
    }

    private static Reason reason(Readiness readiness) {
        return switch (readiness) {
            case Readiness.NotYet notYet -> notYet.reason();
            case Readiness.Never never -> never.reason();
            case Readiness.Ready ready -> throw new IllegalStateException("nothing holds it back: " + ready);
        };
    }

    static Answer answer(Readiness readiness, List<Blocking> blocking) {
        Reason reason = reason(readiness);
        String becomes =
                readiness instanceof Readiness.Never never ? never.becomes().wireName() : null;
        return new Answer(reason.code(), reason.text(), becomes, reason.earliest(), reason.data(), blocking);
    }
}
