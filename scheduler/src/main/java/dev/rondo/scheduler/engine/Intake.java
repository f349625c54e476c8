package dev.rondo.scheduler.engine;

import dev.rondo.core.graph.Graph;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.state.RunEvent;
import dev.rondo.scheduler.fleet.ConnectedWorker;
import dev.rondo.scheduler.fleet.Fleet;
import dev.rondo.scheduler.fleet.Held;
import dev.rondo.scheduler.fleet.TaskHistory;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the inputs of a batch mean, worked out before its transaction. That a worker no longer has a dispatch is taken
 * note of at once: it is so, whatever becomes of the transaction.
 */
final class Intake {

    private final List<Step> steps = new ArrayList<>();
    private final List<Timers.Timer> due = new ArrayList<>();
    private final List<CallbackEnd> callbacks = new ArrayList<>();
    private final List<RunWork> works = new ArrayList<>();
    private final SortedSet<Long> runs = new TreeSet<>();
    private final SortedSet<Long> touched = new TreeSet<>();
    private final Set<String> mayStart = new TreeSet<>();
    private final Outgoing acks = new Outgoing();
    private boolean all;
    private boolean suspect;

    /**
     * Something that happened to a run.
     *
     * @param taskId the task that a worker means: its number may be another one by now, when the run was moved to
     *     another version of its DAG; null: the numbers in the event hold
     * @param said what the worker said about an end; null: it is none, or nobody said it
     */
    record Step(long runNo, @Nullable String taskId, RunEvent event, WorkerMessage.@Nullable Ended said) {

        /** The event in the numbers of this graph; null: the graph has no such task. */
        @Nullable
        RunEvent in(Graph graph) {
            if (taskId == null) {
                return event;
            }
            OptionalInt found = graph.find(taskId);
            if (found.isEmpty()) {
                return null;
            }
            int task = found.getAsInt();
            return switch (event) {
                case RunEvent.Started e -> new RunEvent.Started(task, e.mapIndex(), e.dispatchId(), e.at());
                case RunEvent.Ended e -> new RunEvent.Ended(task, e.mapIndex(), e.dispatchId(), e.outcome(), e.at());
                case RunEvent.Returned e -> new RunEvent.Returned(task, e.mapIndex(), e.dispatchId());
                case RunEvent.Woken e -> new RunEvent.Woken(task, e.mapIndex(), e.dispatchId());
                default -> throw new IllegalStateException("no worker says this: " + event);
            };
        }
    }

    /** The end of a callback. */
    record CallbackEnd(long outboxId, WorkerMessage.Ended said) {}

    static Intake of(RunWork work) {
        Intake intake = new Intake();
        intake.works.add(work);
        return intake;
    }

    void take(Input input, Fleet fleet, TaskHistory history) {
        switch (input) {
            case Input.Connected connected ->
                throw new IllegalStateException("a connection is work of its own: " + connected.hello());
            case Input.Disconnected disconnected -> fleet.disconnect(disconnected.stream());
            case Input.Said said -> said(said.stream(), said.message(), fleet, history);
            case Input.Happened happened -> step(new Step(happened.runNo(), null, happened.event(), null));
            case Input.Look look -> {
                runs.addAll(look.runNos());
                all |= look.all();
            }
            case Input.MayStart may -> mayStart.addAll(may.dagIds());
            case Input.Asked asked -> works.add(asked.work());
            case Input.Expected expected -> fleet.expect(expected.due());
            case Input.Wake wake -> {}
        }
    }

    private void said(WorkerGateway.Stream stream, WorkerMessage message, Fleet fleet, TaskHistory history) {
        switch (message) {
            case WorkerMessage.Started started -> {
                if (heldTry(fleet, started.dispatchId()) instanceof Held.Subject.Try it) {
                    step(new Step(
                            it.runNo(),
                            it.taskId(),
                            new RunEvent.Started(it.task(), it.mapIndex(), started.dispatchId(), started.at()),
                            null));
                }
            }
            case WorkerMessage.Ended ended -> {
                acks.ack(stream, ended.dispatchId());
                ended(ended, fleet.release(ended.dispatchId()), history);
            }
            case WorkerMessage.Returned returned -> {
                Held held = fleet.release(returned.dispatchId());
                if (held != null && held.what() instanceof Held.Subject.Try it) {
                    step(new Step(
                            it.runNo(),
                            it.taskId(),
                            new RunEvent.Returned(it.task(), it.mapIndex(), returned.dispatchId()),
                            null));
                } else if (held != null && held.what() instanceof Held.Subject.Callback callback) {
                    works.add(new CallbackBack(callback.outboxId(), returned.dispatchId()));
                }
            }
            case WorkerMessage.Woke woke ->
                woke.sensors().forEach(each -> {
                    acks.ack(stream, each.dispatchId());
                    // Its number among the tasks is the graph's to say: no worker holds it now.
                    step(new Step(
                            each.runNo(),
                            each.taskId(),
                            new RunEvent.Woken(-1, each.mapIndex(), each.dispatchId()),
                            null));
                });
            case WorkerMessage.Draining draining -> drain(stream, fleet);
            // Leases and tests of connections have paths of their own, so that no batch holds them up.
            case WorkerMessage.Heartbeat heartbeat -> {}
            case WorkerMessage.ConnectionTested tested -> {}
            case WorkerMessage.ConnectionNotTested not -> {}
            case WorkerMessage.Hello hello -> {}
        }
    }

    /** An end that nobody here knows is one that was taken long ago; the worker is only to forget it. */
    private void ended(WorkerMessage.Ended ended, @Nullable Held held, TaskHistory history) {
        if (held == null) {
            return;
        }
        switch (held.what()) {
            case Held.Subject.Callback callback -> callbacks.add(new CallbackEnd(callback.outboxId(), ended));
            case Held.Subject.Try it -> {
                history.ran(it.dagId(), it.taskId(), held.jarHash(), Duration.between(ended.startedAt(), ended.at()));
                step(new Step(
                        it.runNo(),
                        it.taskId(),
                        new RunEvent.Started(it.task(), it.mapIndex(), ended.dispatchId(), ended.startedAt()),
                        null));
                step(new Step(
                        it.runNo(),
                        it.taskId(),
                        new RunEvent.Ended(
                                it.task(),
                                it.mapIndex(),
                                ended.dispatchId(),
                                // Which tasks a branch's answer means, the graph says.
                                RunEvent.Outcome.Succeeded.PLAIN,
                                ended.at()),
                        ended));
            }
        }
    }

    private static void drain(WorkerGateway.Stream stream, Fleet fleet) {
        for (ConnectedWorker worker : fleet.workers()) {
            if (worker.stream().equals(stream)) {
                worker.drain();
            }
        }
    }

    private static Held.@Nullable Subject heldTry(Fleet fleet, long dispatchId) {
        ConnectedWorker worker = fleet.holder(dispatchId);
        Held held = worker == null ? null : worker.held(dispatchId);
        return held == null ? null : held.what();
    }

    private void step(Step step) {
        steps.add(step);
        runs.add(step.runNo());
    }

    /** A timer went off. */
    void due(Timers.Timer timer) {
        due.add(timer);
        runs.add(timer.runNo());
    }

    List<Timers.Timer> due() {
        return due;
    }

    List<Step> steps() {
        return steps;
    }

    List<CallbackEnd> callbacks() {
        return callbacks;
    }

    List<RunWork> works() {
        return works;
    }

    /** The runs that something happened to, or that are to be looked at. */
    SortedSet<Long> runs() {
        return runs;
    }

    /** The runs that a try of it had locked and that left the memory when it failed: the next try looks at them too. */
    SortedSet<Long> touched() {
        return touched;
    }

    Set<String> mayStart() {
        return mayStart;
    }

    Outgoing acks() {
        return acks;
    }

    /** Whether all that is ready is known when its runs are in memory. */
    boolean showsAll() {
        return all;
    }

    /** It failed though it was alone: from now on nothing else is looked at with it. */
    void suspect() {
        suspect = true;
    }

    boolean isSuspect() {
        return suspect;
    }

    /** Whether it holds work that nothing else may be carried out with. */
    boolean isAlone() {
        return works.stream().anyMatch(RunWork::isAlone);
    }

    boolean isEmpty() {
        return steps.isEmpty() && callbacks.isEmpty() && works.isEmpty() && runs.isEmpty() && mayStart.isEmpty();
    }

    /** The same in pieces, to find the one that cannot be done. A single one comes back as it is. */
    List<Intake> split() {
        List<Intake> pieces = new ArrayList<>();
        for (RunWork work : works) {
            pieces.add(of(work));
        }
        for (long runNo : runs) {
            Intake piece = new Intake();
            piece.runs.add(runNo);
            steps.stream().filter(step -> step.runNo() == runNo).forEach(piece.steps::add);
            due.stream().filter(timer -> timer.runNo() == runNo).forEach(piece.due::add);
            pieces.add(piece);
        }
        for (CallbackEnd end : callbacks) {
            Intake piece = new Intake();
            piece.callbacks.add(end);
            pieces.add(piece);
        }
        for (String dagId : mayStart) {
            Intake piece = new Intake();
            piece.mayStart.add(dagId);
            pieces.add(piece);
        }
        if (!pieces.isEmpty()) {
            pieces.getLast().acks.addAll(acks);
        }
        return pieces;
    }
}
